"""Statements about modules and their parameters."""

from kahea.cfg.cursor import Cursor
from kahea.cfg.expressions import parse_constant
from kahea.cfg.nodes import CfgEngine, Expr, LoadModule, LoadPath, ModParam, PVar, Statement
from kahea.cfg.tokens import Kind

__all__ = ["parse_cfgengine", "parse_loadmodule", "parse_loadpath", "parse_modparam"]


def parse_loadmodule(cursor: Cursor) -> Statement:
    """``('loadmodule' | 'loadmodulex') (STRING | '(' STRING [',' STRING] ')')``; defines MOD_name."""
    token = cursor.take()
    options = None
    if cursor.accept("("):
        path = cursor.string("a module's name after loadmodule(")
        if cursor.accept(","):
            options = cursor.string("the module's options")
        node = LoadModule(token.text, path, options, position=token.position)
        cursor.expect(")", "the module's name")
    else:
        path = cursor.string(f"a module's name after {token.text}")
        node = LoadModule(token.text, path, options, position=token.position)
    name = "".join(char if char.isascii() and char.isalnum() else "_" for char in node.name)
    cursor.lexer.preprocessor.defines.redefine(f"MOD_{name}", None, token.position)
    return node


def parse_loadpath(cursor: Cursor) -> Statement:
    """``('loadpath' | 'mpath') ['='] STRING``."""
    token = cursor.take()
    cursor.accept("=")
    return LoadPath(cursor.string(f"a path after {token.text}"), position=token.position)


def parse_cfgengine(cursor: Cursor) -> Statement:
    """``'cfgengine' ['='] STRING``."""
    token = cursor.take()
    cursor.accept("=")
    return CfgEngine(cursor.string("an engine's name after cfgengine"), position=token.position)


def parse_modparam(cursor: Cursor) -> Statement:
    """``'modparam' '(' STRING ',' STRING ',' (STRING | NUMBER) ')'``; modparamx takes a variable too."""
    token = cursor.take()
    cursor.expect("(", token.text)
    modules = cursor.string("a module's name in quotes")
    cursor.expect(",", "the module's name")
    name = cursor.string("a parameter's name in quotes")
    cursor.expect(",", "the parameter's name")
    value: Expr
    if token.text == "modparamx" and cursor.peek().kind is Kind.PVAR:
        variable = cursor.take()
        value = PVar(variable.text, position=variable.position)
    else:
        value = parse_constant(cursor, "a number or a string")
    cursor.expect(")", "the parameter's value")
    return ModParam(token.text, modules, name, value, position=token.position)
