"""Min-Expires: the shortest time a server grants (RFC 3261 §20.23)."""

from kahea.parser.abnf import number
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_DELTA_SECONDS

__all__ = ["parse_min_expires", "serialise_min_expires"]


def parse_min_expires(buf: bytes, start: int, end: int) -> int:
    """The seconds, below 2**32.

    Raises:
        SipParseError: 400 when it is no number or too great.

    >>> parse_min_expires(b"60", 0, 2)
    60
    """
    return number(buf, start, end, MAX_DELTA_SECONDS, "min-expires")


def serialise_min_expires(value: int) -> bytes:
    """The number in decimal digits.

    >>> serialise_min_expires(60)
    b'60'
    """
    return b"%d" % value


register(HdrType.MINEXPIRES, b"Min-Expires", parse_min_expires, serialise_min_expires)
