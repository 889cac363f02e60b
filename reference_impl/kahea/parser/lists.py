"""Comma lists of plain things: tokens, and pieces that may hold quoted strings."""

from collections.abc import Iterator
from functools import lru_cache

from kahea.base.strutils import quote
from kahea.parser.abnf import is_token, quoted_end, trim
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_HEADERS

__all__ = ["parse_text", "parse_token", "parse_tokens", "serialise_text", "serialise_tokens", "split_list"]

_KEPT_BYTES = 256
"""Longer lists are not kept."""


def split_list(buf: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each piece between commas begins and ends, blanks left out; commas inside quotes do not part.

    Raises:
        SipParseError: 400 for an open quote.

    >>> list(split_list(b'a, "b,c" ,d', 0, 11))
    [(0, 1), (3, 8), (10, 11)]
    """
    first = start
    while True:
        comma = buf.find(b",", start, end)
        stop = end if comma < 0 else comma
        mark = buf.find(b'"', start, stop)
        if mark >= 0:
            start = quoted_end(buf, mark, end)
            continue
        yield trim(buf, first, stop)
        if comma < 0:
            return
        first = start = comma + 1


@lru_cache(maxsize=1024)
def _kept_tokens(text: bytes) -> tuple[bytes, ...] | None:
    """The tokens of a list without a fault, None for any other.

    Kept, since what a device supports and allows it says in the same words in each of its messages.
    """
    pieces = tuple([piece.strip() for piece in text.split(b",")])
    return pieces if len(pieces) <= MAX_HEADERS and all(map(is_token, pieces)) else None


def parse_tokens(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of a comma list; an empty body gives none.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_tokens(b"path, gruu", 0, 10)
    (b'path', b'gruu')
    """
    start, end = trim(buf, start, end)
    if start == end:
        return ()
    kept = _kept_tokens(buf[start:end]) if end - start <= _KEPT_BYTES else None
    if kept is not None:
        return kept
    pieces = [piece.strip() for piece in buf[start:end].split(b",")]
    if len(pieces) > MAX_HEADERS:
        raise SipParseError(400, f"list: more than {MAX_HEADERS} tokens", start)
    for piece in pieces:
        if not is_token(piece):
            raise SipParseError(400, f"list: {quote(piece, 40)} is no token", start)
    return tuple(pieces)


def serialise_tokens(tokens: tuple[bytes, ...]) -> bytes:
    """The tokens joined by commas.

    >>> serialise_tokens((b"path", b"gruu"))
    b'path, gruu'
    """
    return b", ".join(tokens)


def parse_token(buf: bytes, start: int, end: int) -> bytes:
    """The one token of a body.

    Raises:
        SipParseError: 400 when the body is something else.

    >>> parse_token(b" binary ", 0, 8)
    b'binary'
    """
    text = buf[start:end].strip()
    if not is_token(text):
        raise SipParseError(400, f"{quote(text, 40)} is no token", start)
    return text


def parse_text(buf: bytes, start: int, end: int) -> bytes:
    """A body without a grammar of its own, blanks at both sides left out; it may be empty.

    >>> parse_text(b" hello ", 0, 7)
    b'hello'
    """
    return buf[start:end].strip()


def serialise_text(text: bytes) -> bytes:
    """The text itself."""
    return text
