"""What stands inside a routing block."""

from kahea.cfg.cursor import Cursor
from kahea.cfg.errors import GrammarError
from kahea.cfg.expressions import parse_assignment, parse_call, parse_constant, parse_expr
from kahea.cfg.nodes import (
    Action,
    Attribute,
    Block,
    Break,
    Call,
    Case,
    Evaluate,
    Expr,
    If,
    PVar,
    Return,
    SetStatement,
    String,
    Switch,
    Unary,
    While,
)
from kahea.cfg.source import Position
from kahea.cfg.tokens import Kind
from kahea.cfg.words import OPTIONAL_PARENS

__all__ = ["parse_block"]

_STATEMENTS = ("if", "else", "switch", "while", "return", "exit", "drop", "break")


def parse_block(cursor: Cursor) -> tuple[Action, ...]:
    """``block := '{' actions '}'``."""
    opening = cursor.expect("{", "the head of the block")
    with cursor.level():
        actions = _parse_actions(cursor, opening.position, "}")
    cursor.expect("}", "the block")
    return actions


def _parse_actions(cursor: Cursor, opening: Position, *stops: str) -> tuple[Action, ...]:
    """``actions := (action | ';')*``, up to one of the words in `stops`."""
    actions: list[Action] = []
    while not cursor.at(*stops):
        if cursor.peek().kind is Kind.END:
            raise GrammarError(
                f"unexpected end of configuration in the block opened at {opening}", cursor.position, expected="'}'"
            )
        if not cursor.accept(";"):
            actions.append(_parse_action(cursor))
    return tuple(actions)


def _parse_action(cursor: Cursor) -> Action:
    """``action := if | switch | while | ret ';' | lval '=' expr ';' | call ';' | block``."""
    token = cursor.peek()
    if token.kind is Kind.ID:
        parse = _PARSERS.get(token.text)
        return parse(cursor) if parse else _parse_command(cursor)
    if cursor.at("{"):
        return Evaluate(Block(parse_block(cursor), position=token.position), position=token.position)
    if token.kind in (Kind.PVAR, Kind.AVP):
        return _parse_set(cursor)
    raise cursor.error("a statement")


def _parse_command(cursor: Cursor) -> Action:
    """``command := ID '(' args ')' ';' | ID ';'``, the second only for the core functions that allow it."""
    token = cursor.peek()
    if cursor.peek(1).text == "(":
        expr = parse_call(cursor)
    elif token.text in OPTIONAL_PARENS:
        expr = Call(cursor.take().text, (), has_parens=False, position=token.position)
    elif cursor.peek(1).text in (";", "}"):
        raise GrammarError(f"{token.text} without parentheses", token.position, expected=f"{token.text}()")
    else:
        raise cursor.error("a statement", known=lambda: [*_STATEMENTS, *OPTIONAL_PARENS])
    if isinstance(expr, Unary):
        raise GrammarError(f"the value of {token.text}() is not used", token.position, expected="a statement")
    _end_statement(cursor, f"{token.text}()")
    return Evaluate(expr, position=token.position)


def _parse_set(cursor: Cursor) -> Action:
    """``set := (PVAR | AVP) '=' expr ';'``."""
    token = cursor.take()
    make = PVar if token.kind is Kind.PVAR else Attribute
    if not cursor.at("="):
        raise cursor.error(f"'=' after {token.text}")
    assignment = parse_assignment(cursor, make(token.text, position=token.position))
    if not (isinstance(assignment.value, Block) and not cursor.at(";")):
        _end_statement(cursor, "the assignment")
    return SetStatement(assignment, position=token.position)


def _end_statement(cursor: Cursor, after: str) -> None:
    cursor.expect(";", after)


def _parse_body(cursor: Cursor, head: str) -> tuple[Action, ...]:
    """``stm := action | block | ';'``: the actions of one branch."""
    if cursor.at("{"):
        return parse_block(cursor)
    if cursor.accept(";"):
        return ()
    if cursor.at("}", "else") or cursor.peek().kind is Kind.END:
        raise cursor.error(f"a statement or a block after {head}")
    with cursor.level():
        return (_parse_action(cursor),)


def _parse_if(cursor: Cursor) -> Action:
    """``if := 'if' expr stm ('else' 'if' expr stm)* ['else' stm]``."""
    token = cursor.take()
    branches = [_parse_branch(cursor)]
    otherwise: tuple[Action, ...] | None = None
    while otherwise is None and cursor.accept("else"):
        if cursor.accept("if"):
            branches.append(_parse_branch(cursor))
        else:
            otherwise = _parse_body(cursor, "else")
    return If(tuple(branches), otherwise, position=token.position)


def _parse_branch(cursor: Cursor) -> tuple[Expr, tuple[Action, ...]]:
    condition = parse_expr(cursor)
    return condition, _parse_body(cursor, "the condition")


def _parse_while(cursor: Cursor) -> Action:
    """``while := 'while' expr stm``."""
    token = cursor.take()
    condition = parse_expr(cursor)
    return While(condition, _parse_body(cursor, "the condition"), position=token.position)


def _parse_switch(cursor: Cursor) -> Action:
    """``switch := 'switch' expr '{' case* '}'``."""
    token = cursor.take()
    value = parse_expr(cursor)
    cursor.expect("{", "the value of switch")
    cases: list[Case] = []
    with cursor.level():
        while not cursor.at("}"):
            if not cursor.accept(";"):
                cases.append(_parse_case(cursor, token.position))
    cursor.take()
    return Switch(value, tuple(cases), position=token.position)


def _parse_case(cursor: Cursor, opening: Position) -> Case:
    """``case := ('case' ['/'] constant | 'default') ':' actions``."""
    token = cursor.peek()
    value, is_regex = None, False
    if cursor.accept("case"):
        is_regex = cursor.accept("/") is not None
        value = parse_constant(cursor, "a number or a string after case")
        if is_regex and not isinstance(value, String):
            raise GrammarError("a regular expression that is no string", value.position, expected='case /"re":')
    elif not cursor.accept("default"):
        raise cursor.error("'case', 'default' or '}'")
    cursor.expect(":", "case" if value is not None else "default")
    actions = _parse_actions(cursor, opening, "case", "default", "}")
    return Case(value, actions, is_regex, position=token.position)


def _parse_return(cursor: Cursor) -> Action:
    """``ret := ('drop' | 'exit' | 'return') ['(' ')' | expr] ';'``."""
    token = cursor.take()
    value: Expr | None = None
    if cursor.at("(") and cursor.peek(1).text == ")":
        cursor.take()
        cursor.take()
    elif not cursor.at(";", "}"):
        value = parse_expr(cursor)
    _end_statement(cursor, token.text)
    return Return(token.text, value, position=token.position)


def _parse_break(cursor: Cursor) -> Action:
    """``break := 'break' ['(' ')'] ';'``."""
    token = cursor.take()
    if cursor.accept("("):
        cursor.expect(")", "break(")
    _end_statement(cursor, "break")
    return Break(position=token.position)


_PARSERS = {
    "if": _parse_if,
    "while": _parse_while,
    "switch": _parse_switch,
    "return": _parse_return,
    "exit": _parse_return,
    "drop": _parse_return,
    "break": _parse_break,
}
