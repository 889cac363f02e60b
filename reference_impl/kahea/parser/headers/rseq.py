"""RSeq: the number of a reliable provisional reply (RFC 3262 §7.1)."""

from kahea.parser.abnf import number
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_DELTA_SECONDS

__all__ = ["parse_rseq", "serialise_rseq"]


def parse_rseq(buf: bytes, start: int, end: int) -> int:
    """The number, below 2**32.

    Raises:
        SipParseError: 400 when it is no number or too great.

    >>> parse_rseq(b"988789", 0, 6)
    988789
    """
    return number(buf, start, end, MAX_DELTA_SECONDS, "rseq")


def serialise_rseq(value: int) -> bytes:
    """The number in decimal digits.

    >>> serialise_rseq(988789)
    b'988789'
    """
    return b"%d" % value


register(HdrType.RSEQ, b"RSeq", parse_rseq, serialise_rseq)
