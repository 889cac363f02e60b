"""The statements `listen`, `socket` and `alias`."""

from typing import Any

from kahea.cfg.cursor import Cursor
from kahea.cfg.errors import GrammarError
from kahea.cfg.hosts import parse_socket
from kahea.cfg.nodes import Address, Expr, GlobalParam, Listen, Socket, SocketStruct, Statement, String
from kahea.cfg.tokens import Kind
from kahea.cfg.words import BOOLEANS, ROUTE_KINDS

__all__ = ["parse_alias", "parse_listen", "parse_socket_struct"]

_SUFFIXES = ("advertise", "ADVERTISE", "name", "NAME", "agname", "AGNAME", "vrf", "VRF", "virtual", "VIRTUAL")
_ATTRIBUTES = ("bind", "advertise", "name", "agname", "workers", "virtual", "vrf")


def parse_listen(cursor: Cursor) -> Statement:
    """``'listen' '=' socket+ ['advertise' socket] ['name' STRING] ['agname' STRING] ['vrf' STRING] ['virtual']``."""
    token = cursor.take()
    cursor.expect("=", "listen")
    sockets = [parse_socket(cursor)]
    while _starts_socket(cursor):
        sockets.append(parse_socket(cursor))
    suffixes: dict[str, Any] = {}
    while cursor.at(*_SUFFIXES):
        _parse_suffix(cursor, suffixes)
    return Listen(tuple(sockets), **suffixes, position=token.position)


def _parse_suffix(cursor: Cursor, suffixes: dict[str, Any]) -> None:
    word = cursor.take()
    key = "is_virtual" if word.text.lower() == "virtual" else word.text.lower()
    if key in suffixes:
        raise GrammarError(f"{word.text} is given twice", word.position)
    if key == "is_virtual":
        suffixes[key] = True
    elif key == "advertise":
        suffixes[key] = parse_socket(cursor)
    else:
        suffixes[key] = cursor.string(f"a name in quotes after {word.text}")


def _starts_socket(cursor: Cursor) -> bool:
    """Whether another socket of the same statement follows: not a suffix, nor the next statement."""
    token, after = cursor.peek(), cursor.peek(1)
    if token.kind in (Kind.IP, Kind.STRING) or cursor.at("(", "["):
        return True
    if token.kind is not Kind.ID or token.text in _SUFFIXES:
        return False
    if after.kind is Kind.OP and after.text in (":", "-"):
        return True
    if token.text in ROUTE_KINDS or token.text in _STATEMENT_WORDS:
        return False
    return after.kind is not Kind.OP and after.kind is not Kind.STRING


_STATEMENT_WORDS = frozenset({
    "flags", "bool", "avpflags", "loadmodule", "loadmodulex", "loadpath", "mpath", "cfgengine", "modparam", "modparamx",
})  # fmt: skip


def parse_alias(cursor: Cursor) -> Statement:
    """``('alias' | 'domain') '=' (STRING | socket)+``."""
    token = cursor.take()
    cursor.expect("=", token.text)
    values = [_parse_alias_value(cursor)]
    while _starts_socket(cursor):
        values.append(_parse_alias_value(cursor))
    return GlobalParam("alias", tuple(values), position=token.position)


def _parse_alias_value(cursor: Cursor) -> Expr:
    token = cursor.peek()
    if token.kind is Kind.STRING and cursor.peek(1).text != ":":
        return String(str(cursor.take().value), position=token.position)
    socket = parse_socket(cursor)
    proto = f"{socket.proto}:" if socket.proto else ""
    port = f":{socket.port}" if socket.port else ""
    return Address(f"{proto}{socket.hosts[0]}{port}", position=token.position)


def parse_socket_struct(cursor: Cursor) -> Statement:
    """``'socket' '=' '{' (attribute '=' value ';')* '}'``; `bind` must be among them."""
    token = cursor.take()
    cursor.expect("=", "socket")
    cursor.expect("{", "socket =")
    attributes: dict[str, Any] = {}
    while not cursor.at("}"):
        if not cursor.accept(";"):
            _parse_attribute(cursor, attributes)
    cursor.take()
    if "bind" not in attributes:
        raise GrammarError("a socket without an address", token.position, expected="bind = [proto:]address[:port]")
    return SocketStruct(**attributes, position=token.position)


def _parse_attribute(cursor: Cursor, attributes: dict[str, Any]) -> None:
    """``attribute := ATTRIBUTE '=' (socket | STRING | N | BOOLEAN)``, as the attribute's name asks for."""
    if not cursor.at(*_ATTRIBUTES):
        raise cursor.error("an attribute of socket or '}'", known=lambda: list(_ATTRIBUTES))
    word = cursor.take()
    key = "is_virtual" if word.text == "virtual" else word.text
    if key in attributes:
        raise GrammarError(f"{word.text} is given twice", word.position)
    cursor.expect("=", word.text)
    attributes[key] = _parse_attribute_value(cursor, word.text)
    if not cursor.at("}"):
        cursor.expect(";", f"{word.text} of socket")


def _parse_attribute_value(cursor: Cursor, name: str) -> Socket | str | int | bool:
    if name in ("bind", "advertise"):
        return parse_socket(cursor, is_range_allowed=name == "bind")
    if name == "workers":
        return int(cursor.expect_kind(Kind.NUMBER, "a number of workers").value)
    if name == "virtual":
        token = cursor.peek()
        if token.text not in BOOLEANS and token.kind is not Kind.NUMBER:
            raise cursor.error("yes or no")
        cursor.take()
        return bool(BOOLEANS.get(token.text, token.value))
    return cursor.string(f"a name in quotes after {name} =")
