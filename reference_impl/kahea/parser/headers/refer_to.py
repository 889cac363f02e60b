"""Refer-To: whom the receiver shall contact (RFC 3515 §2.1)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address, serialise_to

__all__ = ["parse_refer_to"]


def parse_refer_to(buf: bytes, start: int, end: int) -> ToBody:
    """The one address.

    Raises:
        SipParseError: 400 when it is bad or a second one follows.

    >>> parse_refer_to(b'"Al" <sip:a@b>;x=1', 0, 18).uri
    b'sip:a@b'
    """
    return parse_address(buf, start, end)


register(HdrType.REFER_TO, b"Refer-To", parse_refer_to, serialise_to, compact=b"r")
