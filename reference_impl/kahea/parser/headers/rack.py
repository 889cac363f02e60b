"""RAck: the provisional reply that a PRACK acknowledges (RFC 3262 §7.2)."""

from dataclasses import dataclass

from kahea.base.strutils import quote
from kahea.parser.abnf import is_token, number
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_CSEQ, MAX_DELTA_SECONDS

__all__ = ["RackBody", "parse_rack", "serialise_rack"]

_WORDS = 3


@dataclass(frozen=True, slots=True)
class RackBody:
    """The reply's RSeq, and number and method of its CSeq."""

    rseq: int
    cseq: int
    method: bytes


def parse_rack(buf: bytes, start: int, end: int) -> RackBody:
    """The three words of the body.

    Raises:
        SipParseError: 400 when they are not two numbers and a method.

    >>> parse_rack(b"776656 1 INVITE", 0, 15)
    RackBody(rseq=776656, cseq=1, method=b'INVITE')
    """
    words = buf[start:end].split()
    if len(words) != _WORDS or not is_token(words[2]):
        raise SipParseError(400, f"rack: {quote(buf[start:end], 60)} is not two numbers and a method", start)
    rseq = number(words[0], 0, len(words[0]), MAX_DELTA_SECONDS, "rack")
    return RackBody(rseq, number(words[1], 0, len(words[1]), MAX_CSEQ, "rack"), words[2])


def serialise_rack(rack: RackBody) -> bytes:
    """The three words.

    >>> serialise_rack(RackBody(1, 2, b"INVITE"))
    b'1 2 INVITE'
    """
    return b"%d %d %b" % (rack.rseq, rack.cseq, rack.method)


register(HdrType.RACK, b"RAck", parse_rack, serialise_rack)
