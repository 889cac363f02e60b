"""Reply-To: where to call back (RFC 3261 §20.31)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address, serialise_to

__all__ = ["parse_reply_to"]


def parse_reply_to(buf: bytes, start: int, end: int) -> ToBody:
    """The one address.

    Raises:
        SipParseError: 400 when it is bad or a second one follows.

    >>> parse_reply_to(b'"Al" <sip:a@b>;x=1', 0, 18).uri
    b'sip:a@b'
    """
    return parse_address(buf, start, end)


register(HdrType.REPLYTO, b"Reply-To", parse_reply_to, serialise_to)
