"""Compiled values in the type that the place asks for."""

import ast

from kahea.cfg import compile_ast as py
from kahea.cfg.compile_scope import Code, Kind, Scope
from kahea.cfg.values import read_int
from kahea.pv import pv_int, pv_str

__all__ = ["as_condition", "as_int", "as_str", "as_test", "as_value"]

_ZERO = py.constant(0)


def as_int(scope: Scope, code: Code) -> ast.expr:
    """The code as an int; what a function returned is 1 or 0, or itself with ``return_mode=1``."""
    match code.kind:
        case Kind.INT:
            return code.node
        case Kind.TEST:
            return py.number_of(code.node)
        case Kind.CODE:
            return code.node if scope.binding.limits.return_mode else py.number_of(py.compare(code.node, ">", _ZERO))
        case Kind.STR:
            number = read_int(py.bytes_in(code.node)) if isinstance(code.node, ast.Constant) else None
            return py.constant(number) if number is not None else py.call("text_int", code.node)
    return py.call("int_of", code.node)


def as_str(scope: Scope, code: Code) -> ast.expr:
    """The code as bytes; null gives none."""
    if code.kind is Kind.STR:
        return code.node
    if code.kind is Kind.VALUE:
        return py.attribute(code.node, "rs")
    number = as_int(scope, code)
    if isinstance(number, ast.Constant):
        return py.constant(b"%d" % py.int_in(number))
    return py.binary(py.constant(b"%d"), "%", number)


def as_value(scope: Scope, code: Code) -> ast.expr:
    """The code as a PvValue; what a function returned keeps its number."""
    if code.kind is Kind.VALUE:
        return code.node
    if isinstance(code.node, ast.Constant):
        is_text = code.kind is Kind.STR
        return scope.names.constant(pv_str(py.bytes_in(code.node)) if is_text else pv_int(py.int_in(code.node)))
    if code.kind is Kind.STR:
        return py.call("pv_str", code.node)
    if code.kind is Kind.TEST:
        return py.choice(code.node, py.name("ONE"), py.name("ZERO"))
    return py.call("pv_int", code.node)


def as_test(scope: Scope, code: Code) -> ast.expr:
    """Something true when the value is not 0: what ``!``, ``&&`` and ``||`` look at."""
    if code.kind is Kind.TEST:
        return code.node
    if code.kind is Kind.CODE:
        return py.compare(code.node, ">", _ZERO)
    return as_int(scope, code)


def as_condition(scope: Scope, code: Code) -> ast.expr:
    """Something true when the value is positive: what ``if`` and ``while`` look at, so that ``if ($rc)`` asks for success."""
    if code.kind is Kind.TEST:
        return code.node
    return py.compare(code.node if code.kind is Kind.CODE else as_int(scope, code), ">", _ZERO)
