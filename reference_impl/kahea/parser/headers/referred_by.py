"""Referred-By: who asked for the request (RFC 3892 §3)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address, serialise_to

__all__ = ["parse_referred_by"]


def parse_referred_by(buf: bytes, start: int, end: int) -> ToBody:
    """The one address.

    Raises:
        SipParseError: 400 when it is bad or a second one follows.

    >>> parse_referred_by(b'"Al" <sip:a@b>;x=1', 0, 18).uri
    b'sip:a@b'
    """
    return parse_address(buf, start, end)


register(HdrType.REFERREDBY, b"Referred-By", parse_referred_by, serialise_to, compact=b"b")
