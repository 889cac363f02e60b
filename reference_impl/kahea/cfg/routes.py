"""Routing blocks."""

from kahea.cfg.actions import parse_block
from kahea.cfg.cursor import Cursor
from kahea.cfg.nodes import Route, Statement
from kahea.cfg.tokens import Kind

__all__ = ["parse_route"]

# A block without a name, or with the name 0, is the main one of its kind.
_MAIN = {
    "route": "request_route",
    "request_route": "request_route",
    "onreply_route": "reply_route",
    "reply_route": "reply_route",
}
_NEVER_NAMED = frozenset({"request_route", "reply_route"})


def parse_route(cursor: Cursor) -> Statement:
    """``route_def := KIND ['[' name ']'] '{' actions '}'``."""
    token = cursor.take()
    kind, name = token.text, ""
    if cursor.at("[") and kind not in _NEVER_NAMED:
        cursor.take()
        name = _parse_event(cursor) if kind == "event_route" else _parse_name(cursor, kind)
        cursor.expect("]", "the route's name")
        name = "" if name == "0" and kind != "event_route" else name
    elif kind == "event_route":
        raise cursor.error("'[group:event]' after event_route")
    if not cursor.at("{"):
        place = "'{'" if name or kind in _NEVER_NAMED else "'{' or '[name]'"
        raise cursor.error(f"{place} after {kind}{f'[{name}]' if name else ''}")
    return Route(kind if name else _MAIN.get(kind, kind), name, parse_block(cursor), position=token.position)


def _parse_name(cursor: Cursor, kind: str) -> str:
    """``name := NUMBER | ID | STRING``."""
    if cursor.peek().kind not in (Kind.NUMBER, Kind.ID, Kind.STRING):
        raise cursor.error(f"a name, a number or a string after {kind}[")
    return str(cursor.take().value)


def _parse_event(cursor: Cursor) -> str:
    """``event := group ':' id (':' id)*`` with '-' and '.' inside a word, or one string."""
    if cursor.peek().kind is Kind.STRING:
        return str(cursor.take().value)
    text = ""
    while not cursor.at("]"):
        if cursor.peek().kind not in (Kind.ID, Kind.NUMBER, Kind.IP) and not cursor.at(":", "-", ".", "=>", "="):
            raise cursor.error("group:event after event_route[")
        text += cursor.take().text
    if ":" not in text:
        raise cursor.error(f"':' and an event after {text!r}" if text else "group:event after event_route[")
    return text
