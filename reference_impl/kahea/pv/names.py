"""The marks of the grammar: where a name, an inner part or an index ends.

::

    pv      = "$$" / "$" name [ "(" inner ")" ]
            / "$(" name [ "(" inner ")" ] [ "[" index "]" ] *( "{" transformation "}" ) ")"
    name    = "?" / word *( "." word )
    inner   = bytes with balanced parentheses
    index   = [ "-" ] 1*DIGIT / "*" / pv

A dot that no word follows belongs to the text behind the variable: ``"from $si."`` prints an address and a full stop.
"""

import re

from kahea.pv.errors import PvSyntaxError

__all__ = ["NAME", "closing", "expect", "found", "pv_end", "read_name", "starts_pv"]

NAME = re.compile(rb"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*|\?")
_START = re.compile(rb"\$[A-Za-z0-9_(?$]")
_PAIRS = {mark: re.compile(b"[" + re.escape(mark) + b"]") for mark in (b"()", b"[]", b"{}")}


def starts_pv(text: bytes, at: int) -> bool:
    """Whether a variable, or ``$$``, starts at `at`.

    >>> starts_pv(b"$ru", 0), starts_pv(b"5 $ each", 2)
    (True, False)
    """
    return _START.match(text, at) is not None


def read_name(text: bytes, at: int) -> tuple[str, int]:
    """The name at `at` and the offset behind it.

    >>> read_name(b"ruri.user.", 0)
    ('ruri.user', 9)
    """
    match = NAME.match(text, at)
    if match is None:
        raise PvSyntaxError(f"expected the name of a variable, {found(text, at)}", at)
    return match[0].decode("ascii"), match.end()


def closing(text: bytes, at: int, pair: bytes) -> int:
    """The offset of the mark that closes the one at `at`, nested pairs passed over.

    >>> closing(b"(a(b)c)d", 0, b"()")
    6
    """
    depth = 0
    for match in _PAIRS[pair].finditer(text, at):
        depth += 1 if match[0] == pair[:1] else -1
        if depth == 0:
            return match.start()
    raise PvSyntaxError(f"expected '{chr(pair[1])}' for the '{chr(pair[0])}' at offset {at}, found the end", len(text))


def expect(text: bytes, at: int, mark: bytes, what: str) -> int:
    """The offset behind `mark`, which must stand at `at`; `what` says after which part.

    >>> expect(b"ru)", 2, b")", "after $(ru")
    3
    """
    if text.startswith(mark, at):
        return at + len(mark)
    raise PvSyntaxError(f"expected '{mark.decode('ascii')}' {what}, {found(text, at)}", at)


def found(text: bytes, at: int) -> str:
    """The end of a complaint: the byte at `at`, or that the text ends there.

    >>> found(b"a", 0), found(b"a", 1)
    ("found b'a'", 'found the end')
    """
    return f"found {text[at : at + 1]!r}" if at < len(text) else "found the end"


def pv_end(text: bytes, at: int) -> int:
    """The offset behind the variable that starts at `at`, found without any registry; for a lexer.

    >>> pv_end(b"$(hdr(To)[0]{s.len}) + 1", 0), pv_end(b"$var(x)==1", 0), pv_end(b"$ru;", 0)
    (20, 7, 3)
    """
    if not starts_pv(text, at):
        raise PvSyntaxError(f"expected a variable: '$' and a name, {found(text, at)}", at)
    if text.startswith(b"$", at + 1):
        return at + 2
    if not text.startswith(b"(", at + 1):
        _, at = read_name(text, at + 1)
        return closing(text, at, b"()") + 1 if text.startswith(b"(", at) else at
    return closing(text, at + 1, b"()") + 1
