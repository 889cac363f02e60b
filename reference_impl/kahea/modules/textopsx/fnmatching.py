"""fnmatch(): shell patterns, matched in a time that no text can blow up."""

from kahea.api import SipMsg
from kahea.modules.textopsx.exports import module

__all__ = ["fnmatch", "matches"]

_STAR, _ANY = -1, -2
_OPEN, _BACKSLASH = ord("["), ord("\\")

Token = int | tuple[bool, frozenset[int]]
"""A byte, one of the two wildcards, or a set of bytes and whether they are those that do not match."""


def matches(pattern: bytes, text: bytes) -> bool:
    r"""Whether the shell pattern matches all of `text`: ``*``, ``?``, ``[a-z]``, ``[!a-z]``, and ``\`` before a plain one.

    Only the last star met is taken up again: what a star before it matches need never change.

    >>> matches(b"+49*[!0]", b"+4930"), matches(b"+49*[!0]", b"+4931")
    (False, True)
    """
    tokens = _tokens(pattern)
    at = place = 0
    star, behind = -1, 0
    while at < len(text):
        token = tokens[place] if place < len(tokens) else None
        if token == _STAR:
            star, behind = place, at
            place += 1
        elif token is not None and _is_one(token, text[at]):
            at, place = at + 1, place + 1
        elif star >= 0:
            behind += 1
            at, place = behind, star + 1
        else:
            return False
    return all(token == _STAR for token in tokens[place:])


def _is_one(token: Token, byte: int) -> bool:
    if isinstance(token, tuple):
        return (byte in token[1]) is not token[0]
    return token in (_ANY, byte)


def _tokens(pattern: bytes) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(pattern):
        byte = pattern[at]
        if byte == _BACKSLASH and at + 1 < len(pattern):
            found.append(pattern[at + 1])
            at += 2
            continue
        if byte == _OPEN and (closed := _closing(pattern, at)) > 0:
            found.append(_set(pattern[at + 1 : closed]))
            at = closed + 1
            continue
        found.append({ord("*"): _STAR, ord("?"): _ANY}.get(byte, byte))
        at += 1
    return found


def _closing(pattern: bytes, at: int) -> int:
    """Where the set that opens at `at` is closed; -1 when it is not, so that the bracket is a plain byte."""
    first = at + 2 if pattern[at + 1 : at + 2] in (b"!", b"^") else at + 1
    return pattern.find(b"]", first + 1)


def _set(inside: bytes) -> Token:
    is_not = inside[:1] in (b"!", b"^")
    inside = inside[1:] if is_not else inside
    members: set[int] = set()
    at = 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == b"-" and at + 2 < len(inside):
            members.update(range(inside[at], inside[at + 2] + 1))
            at += 3
        else:
            members.add(inside[at])
            at += 1
    return is_not, frozenset(members)


@module.function("fnmatch")
def fnmatch(_msg: SipMsg, value: bytes, expr: bytes, flags: bytes = b"") -> int:
    """1 when the shell pattern matches the whole of `value`, -1 when not; with flag i case counts not."""
    if flags[:1] in (b"i", b"I"):
        value, expr = value.lower(), expr.lower()
    return 1 if matches(expr, value) else -1
