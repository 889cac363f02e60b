"""Require: extensions the server must have (RFC 3261 §20.32)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_require"]


def parse_require(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_require(b"100rel", 0, 6)
    (b'100rel',)
    """
    return parse_tokens(buf, start, end)


register(HdrType.REQUIRE, b"Require", parse_require, serialise_tokens, many=True)
