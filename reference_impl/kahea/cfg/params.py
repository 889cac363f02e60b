"""Global parameters, custom parameters and declarations of flags."""

from kahea.cfg.cursor import Cursor
from kahea.cfg.errors import GrammarError, near
from kahea.cfg.expressions import parse_constant
from kahea.cfg.hosts import parse_host
from kahea.cfg.nodes import (
    Address,
    AvpFlags,
    CoreParam,
    CustomParam,
    Expr,
    Flags,
    GlobalParam,
    Ident,
    Number,
    Statement,
    String,
)
from kahea.cfg.settings import CORE_SETTINGS, Form
from kahea.cfg.tokens import Kind, Token

__all__ = ["parse_assign", "parse_avpflags", "parse_flags"]

_DESCRIPTIONS = ("desc", "descr", "description")
MAX_FLAG = 31


def parse_assign(cursor: Cursor) -> Statement:
    """``assign := ID '=' value | custom | coreparam``."""
    token = cursor.take()
    if token.text == "coreparam" and cursor.at("["):
        return _parse_coreparam(cursor, token)
    if cursor.at(".", "["):
        return _parse_custom(cursor, token)
    setting = CORE_SETTINGS.get(token.text)
    if setting is None:
        hint = near(token.text, CORE_SETTINGS)
        raise GrammarError(f"unknown parameter {token.text!r}", token.position, expected="a core parameter", suggestion=hint)
    cursor.expect("=", token.text)
    return GlobalParam(setting.name, (_parse_value(cursor, token.text, setting.form),), position=token.position)


def _parse_value(cursor: Cursor, name: str, form: Form) -> Expr:
    """``value := ['-'] NUMBER | BOOLEAN | STRING | ID | HOST``, as the parameter's form allows."""
    token = cursor.peek()
    if form is Form.WORD and token.kind is Kind.ID:
        return Ident(cursor.take().text, position=token.position)
    if form is Form.HOST and (token.kind in (Kind.IP, Kind.ID) or token.text == "["):
        return Address(parse_host(cursor), position=token.position)
    value = parse_constant(cursor, f"{form.value} for {name}")
    if form is Form.NUMBER and not isinstance(value, Number):
        raise GrammarError(f"unexpected {token}", token.position, expected=f"{form.value} for {name}")
    if form is Form.STRING and not isinstance(value, String):
        raise GrammarError(f"unexpected {token}", token.position, expected=f"{form.value} for {name}")
    return value


def _parse_coreparam(cursor: Cursor, token: Token) -> Statement:
    """``'coreparam' '[' ID ']' '=' value``."""
    cursor.take()
    name = cursor.expect_kind(Kind.ID, "a parameter's name after coreparam[").text
    cursor.expect("]", "the parameter's name")
    cursor.expect("=", f"coreparam[{name}]")
    return CoreParam(name, parse_constant(cursor, "a number or a string"), position=token.position)


def _parse_custom(cursor: Cursor, token: Token) -> Statement:
    """``ID ['[' N ']'] '.' ID '=' value [('desc' | 'descr' | 'description') STRING]``."""
    instance = None
    if cursor.accept("["):
        instance = int(cursor.expect_kind(Kind.NUMBER, f"an instance's number after {token.text}[").value)
        cursor.expect("]", "the instance's number")
    cursor.expect(".", token.text)
    name = cursor.expect_kind(Kind.ID, f"a name after {token.text}.").text
    cursor.expect("=", f"{token.text}.{name}")
    value = parse_constant(cursor, "a number or a string")
    description = None
    if cursor.accept(*_DESCRIPTIONS):
        description = cursor.string("a description in quotes")
    return CustomParam(token.text, name, value, instance, description, position=token.position)


def parse_flags(cursor: Cursor) -> Statement:
    """``('flags' | 'bool') name [':' N] (',' name [':' N])*``."""
    token = cursor.take()
    flags = [_parse_flag(cursor)]
    while cursor.accept(","):
        flags.append(_parse_flag(cursor))
    return Flags(tuple(flags), position=token.position)


def _parse_flag(cursor: Cursor) -> tuple[str, int | None]:
    if cursor.peek().kind not in (Kind.ID, Kind.STRING):
        raise cursor.error("a flag's name")
    name = str(cursor.take().value)
    if not cursor.accept(":"):
        return name, None
    token = cursor.peek()
    if token.kind is not Kind.NUMBER or int(token.value) > MAX_FLAG:
        raise cursor.error(f"a flag's number in 0..{MAX_FLAG}")
    cursor.take()
    return name, int(token.value)


def parse_avpflags(cursor: Cursor) -> Statement:
    """``'avpflags' name (',' name)*``."""
    token = cursor.take()
    names = [cursor.expect_kind(Kind.ID, "a flag's name").text]
    while cursor.accept(","):
        names.append(cursor.expect_kind(Kind.ID, "a flag's name").text)
    return AvpFlags(tuple(names), position=token.position)
