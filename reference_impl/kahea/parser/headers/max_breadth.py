"""Max-Breadth: branches a request may still be forked into (RFC 5393 §5.3)."""

from kahea.parser.abnf import number
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_DELTA_SECONDS

__all__ = ["parse_max_breadth", "serialise_max_breadth"]


def parse_max_breadth(buf: bytes, start: int, end: int) -> int:
    """The number of branches.

    Raises:
        SipParseError: 400 when it is no number or too great.

    >>> parse_max_breadth(b"60", 0, 2)
    60
    """
    return number(buf, start, end, MAX_DELTA_SECONDS, "max-breadth")


def serialise_max_breadth(value: int) -> bytes:
    """The number in decimal digits.

    >>> serialise_max_breadth(60)
    b'60'
    """
    return b"%d" % value


register(HdrType.MAX_BREADTH, b"Max-Breadth", parse_max_breadth, serialise_max_breadth)
