"""Expires: how long something stays valid (RFC 3261 §20.19)."""

from kahea.parser.abnf import number
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_DELTA_SECONDS

__all__ = ["parse_expires", "serialise_expires"]


def parse_expires(buf: bytes, start: int, end: int) -> int:
    """The seconds, below 2**32.

    Raises:
        SipParseError: 400 when it is no number or too great.

    >>> parse_expires(b"3600", 0, 4)
    3600
    """
    return number(buf, start, end, MAX_DELTA_SECONDS, "expires")


def serialise_expires(value: int) -> bytes:
    """The number in decimal digits.

    >>> serialise_expires(3600)
    b'3600'
    """
    return b"%d" % value


register(HdrType.EXPIRES, b"Expires", parse_expires, serialise_expires)
