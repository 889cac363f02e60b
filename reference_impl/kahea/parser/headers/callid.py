"""Call-ID: what all messages of one call share (RFC 3261 §20.8)."""

from kahea.base.strutils import quote
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register
from kahea.parser.lists import serialise_text

__all__ = ["parse_callid"]


def parse_callid(buf: bytes, start: int, end: int) -> bytes:
    """The identifier; it is compared byte by byte.

    Raises:
        SipParseError: 400 when it is empty or has a blank inside.

    >>> parse_callid(b"f81d4fae@foo.bar.com", 0, 20)
    b'f81d4fae@foo.bar.com'
    """
    pieces = buf[start:end].split()
    if len(pieces) != 1:
        raise SipParseError(400, f"call-id: {quote(buf[start:end], 60)} is not one word", start)
    return pieces[0]


register(HdrType.CALLID, b"Call-ID", parse_callid, serialise_text, compact=b"i")
