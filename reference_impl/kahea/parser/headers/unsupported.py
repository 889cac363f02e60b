"""Unsupported: extensions the server lacks (RFC 3261 §20.40)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_unsupported"]


def parse_unsupported(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_unsupported(b"foo", 0, 3)
    (b'foo',)
    """
    return parse_tokens(buf, start, end)


register(HdrType.UNSUPPORTED, b"Unsupported", parse_unsupported, serialise_tokens, many=True)
