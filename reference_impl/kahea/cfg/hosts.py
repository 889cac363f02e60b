"""Hosts and sockets without quotes, as `listen` and comparisons with addresses write them."""

from kahea.cfg.cursor import Cursor
from kahea.cfg.nodes import Socket
from kahea.cfg.tokens import Kind
from kahea.cfg.words import PROTOCOLS

__all__ = ["parse_host", "parse_port", "parse_socket"]

_MAX_PORT = 65_535


def parse_host(cursor: Cursor) -> str:
    """``host := IP | '[' IP6 ']' | STRING | ID (('.' | '-') (ID | NUMBER))*``."""
    token = cursor.peek()
    if cursor.accept("["):
        address = cursor.expect_kind(Kind.IP, "an IPv6 address after '['").text
        cursor.expect("]", "the IPv6 address")
        return f"[{address}]"
    if token.kind is Kind.STRING:
        return str(cursor.take().value)
    if token.kind not in (Kind.IP, Kind.ID):
        raise cursor.error("an address or a host name")
    text = cursor.take().text
    while token.kind is Kind.ID and cursor.at(".", "-"):
        text += cursor.take().text
        if cursor.peek().kind not in (Kind.ID, Kind.NUMBER):
            raise cursor.error("the rest of the host name")
        text += cursor.take().text
    return text


def parse_port(cursor: Cursor) -> int | None:
    """``port := 1..65535 | '*'``; None stands for the default."""
    if cursor.accept("*"):
        return None
    token = cursor.peek()
    if token.kind is not Kind.NUMBER or not 1 <= int(token.value) <= _MAX_PORT:
        raise cursor.error(f"a port in 1..{_MAX_PORT}")
    cursor.take()
    return int(token.value)


def parse_socket(cursor: Cursor, *, is_range_allowed: bool = False) -> Socket:
    """``socket := [PROTO ':'] (host | '(' host (',' host)* ')') [':' port ['-' port]]``."""
    position = cursor.position
    proto = None
    if cursor.peek().text.lower() in PROTOCOLS and cursor.peek(1).text == ":":
        proto = cursor.take().text.lower()
        cursor.take()
    hosts = _parse_hosts(cursor)
    port = last_port = None
    if cursor.accept(":"):
        port = parse_port(cursor)
        if is_range_allowed and port is not None and cursor.accept("-"):
            last_port = parse_port(cursor)
    return Socket(proto, hosts, port, last_port, position=position)


def _parse_hosts(cursor: Cursor) -> tuple[str, ...]:
    """``hosts := host | '(' host (',' host)* ')'``."""
    if not cursor.accept("("):
        return (parse_host(cursor),)
    hosts = [parse_host(cursor)]
    while cursor.accept(","):
        hosts.append(parse_host(cursor))
    cursor.expect(")", "the list of addresses")
    return tuple(hosts)
