"""Content-Length: bytes of the body (RFC 3261 §20.14)."""

from kahea.parser.abnf import number
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_DELTA_SECONDS

__all__ = ["parse_content_length", "serialise_content_length"]


def parse_content_length(buf: bytes, start: int, end: int) -> int:
    """The number of bytes.

    Raises:
        SipParseError: 400 when it is no number or too great.

    >>> parse_content_length(b"142", 0, 3)
    142
    """
    return number(buf, start, end, MAX_DELTA_SECONDS, "content-length")


def serialise_content_length(value: int) -> bytes:
    """The number in decimal digits.

    >>> serialise_content_length(142)
    b'142'
    """
    return b"%d" % value


register(HdrType.CONTENTLENGTH, b"Content-Length", parse_content_length, serialise_content_length, compact=b"l")
