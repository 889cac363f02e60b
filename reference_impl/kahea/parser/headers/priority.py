"""Priority: how urgent the caller finds it (RFC 3261 §20.26)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_token, serialise_text

__all__ = ["parse_priority"]


def parse_priority(buf: bytes, start: int, end: int) -> bytes:
    """The token.

    Raises:
        SipParseError: 400 when the body is none.

    >>> parse_priority(b"emergency", 0, 9)
    b'emergency'
    """
    return parse_token(buf, start, end)


register(HdrType.PRIORITY, b"Priority", parse_priority, serialise_text)
