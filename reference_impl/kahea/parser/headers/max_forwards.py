"""Max-Forwards: hops that are left (RFC 3261 §20.22)."""

from kahea.parser.abnf import number
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_MAX_FORWARDS

__all__ = ["parse_max_forwards", "serialise_max_forwards"]


def parse_max_forwards(buf: bytes, start: int, end: int) -> int:
    """The number of hops, 0 to 255.

    Raises:
        SipParseError: 400 when it is no number or too great.

    >>> parse_max_forwards(b"0068", 0, 4)
    68
    """
    return number(buf, start, end, MAX_MAX_FORWARDS, "max-forwards")


def serialise_max_forwards(value: int) -> bytes:
    """The number in decimal digits.

    >>> serialise_max_forwards(68)
    b'68'
    """
    return b"%d" % value


register(HdrType.MAXFORWARDS, b"Max-Forwards", parse_max_forwards, serialise_max_forwards)
