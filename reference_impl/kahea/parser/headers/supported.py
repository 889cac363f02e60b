"""Supported: extensions the sender has (RFC 3261 §20.37)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_supported"]


def parse_supported(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_supported(b"100rel, timer", 0, 13)
    (b'100rel', b'timer')
    """
    return parse_tokens(buf, start, end)


register(HdrType.SUPPORTED, b"Supported", parse_supported, serialise_tokens, compact=b"k", many=True)
