"""POSIX extended regular expressions as Python's `re` understands them.

Among alternatives Python takes the first that matches where POSIX takes the longest; put the longer one first.
"""

import re

__all__ = ["compile_posix"]

_CLASSES = {
    b"alnum": rb"A-Za-z0-9",
    b"alpha": rb"A-Za-z",
    b"blank": rb" \t",
    b"cntrl": rb"\x00-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"\x21-\x7e",
    b"lower": rb"a-z",
    b"print": rb"\x20-\x7e",
    b"punct": rb"!-/:-@\[-`{-~",
    b"space": rb" \t-\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}
_BRACKET = re.compile(rb"\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]")
_CLASS = re.compile(rb"\[:([a-z]+):\]|([\\\[&~|])", re.DOTALL)
_QUANTIFIERS = re.compile(rb"[*+?]+")
_KEPT_ESCAPES = b"wWsSbB123456789"  # with these glibc and Python agree


def compile_posix(expression: bytes, *, ignore_case: bool = False, by_line: bool = False) -> re.Pattern[bytes]:
    """The compiled `expression`; with `by_line`, ``^`` and ``$`` know lines and a dot stays within one (REG_NEWLINE).

    Raises:
        re.error: it is no extended regular expression.

    >>> compile_posix(rb"^[[:digit:]]+$").match(b"12") is not None
    True
    """
    flags = (re.IGNORECASE if ignore_case else 0) | (re.MULTILINE if by_line else re.DOTALL)
    out = []
    at = 0
    while at < len(expression):
        piece, at = _piece(expression, at, by_line=by_line)
        out.append(piece)
    try:
        return re.compile(b"".join(out), flags)
    except (OverflowError, RecursionError) as error:
        raise re.error(str(error)) from error


def _piece(expression: bytes, at: int, *, by_line: bool) -> tuple[bytes, int]:
    byte = expression[at : at + 1]
    if byte == b"\\":
        return _escape(expression, at)
    if byte == b"[":
        return _bracket(expression, at, by_line=by_line)
    if byte in (b"*", b"+", b"?"):
        match = _QUANTIFIERS.match(expression, at)
        run = match[0] if match else byte
        return (byte if len(set(run)) == 1 else b"*"), at + len(run)
    if byte == b"(" and expression.startswith(b"?", at + 1):
        raise re.error("'?' has nothing to repeat", expression, at + 1)
    if byte == b"$" and not by_line:
        return rb"\Z", at + 1
    return byte, at + 1


def _escape(expression: bytes, at: int) -> tuple[bytes, int]:
    escaped = expression[at + 1 : at + 2]
    if not escaped:
        raise re.error("a backslash ends the expression", expression, at)
    return (b"\\" + escaped if escaped in _KEPT_ESCAPES else re.escape(escaped)), at + 2


def _bracket(expression: bytes, at: int, *, by_line: bool) -> tuple[bytes, int]:
    match = _BRACKET.match(expression, at)
    if match is None:
        raise re.error("'[' is not closed", expression, at)
    inside = match[2]
    first = b"\\]" if inside.startswith(b"]") else b""
    body = first + _CLASS.sub(_member, inside[len(first) // 2 :])
    newline = rb"\n" if match[1] and by_line else b""
    return b"[" + match[1] + newline + body + b"]", match.end()


def _member(match: re.Match[bytes]) -> bytes:
    if match[1] is None:
        return b"\\" + match[2]
    members = _CLASSES.get(match[1])
    if members is None:
        raise re.error(f"unknown class {match[0]!r}")
    return members
