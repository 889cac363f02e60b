"""CSeq: the order of requests in a dialog (RFC 3261 §20.16)."""

from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import is_token, number, trim
from kahea.parser.errors import SipParseError
from kahea.parser.fline import KNOWN_METHODS
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_CSEQ, MAX_METHOD_BYTES

__all__ = ["CSeqBody", "parse_cseq", "serialise_cseq"]

_WORDS = 2
_SAFE_DIGITS = 9
"""A number of so many digits is below 2**31."""


@dataclass(slots=True)
class CSeqBody:
    """Number and method; not frozen, as building frozen values costs three times as much."""

    number: int
    method: bytes
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)


def parse_cseq(buf: bytes, start: int, end: int) -> CSeqBody:
    """The body ``number LWS method``.

    Raises:
        SipParseError: 400 when the number is not below 2**31, or the method is no token or too long.

    >>> parse_cseq(b"0009 INVITE", 0, 11)
    CSeqBody(number=9, method=b'INVITE')
    """
    start, end = trim(buf, start, end)
    raw = buf[start:end]
    plain, _, known = raw.partition(b" ")
    if known in KNOWN_METHODS and plain.isdigit() and len(plain) <= _SAFE_DIGITS:
        quick = CSeqBody(int(plain), known)
        quick.raw = raw
        return quick
    pieces = raw.split()
    digits, method = pieces if len(pieces) == _WORDS else (b"", b"")
    if not is_token(method):
        raise SipParseError(400, f"cseq: {quote(raw, 60)} is not a number and a method", start)
    if len(method) > MAX_METHOD_BYTES:
        raise SipParseError(400, f"cseq: method of {len(method)} bytes, the limit is {MAX_METHOD_BYTES}", start)
    cseq = CSeqBody(number(buf, start, start + len(digits), MAX_CSEQ, "cseq"), method)
    cseq.raw = raw
    return cseq


def serialise_cseq(cseq: CSeqBody) -> bytes:
    """The body's bytes: the received ones while nothing was replaced.

    >>> serialise_cseq(CSeqBody(1, b"BYE"))
    b'1 BYE'
    """
    return cseq.raw if cseq.raw is not None else b"%d %b" % (cseq.number, cseq.method)


register(HdrType.CSEQ, b"CSeq", parse_cseq, serialise_cseq)
