"""SIP-ETag: the name the server gave a publication (RFC 3903 §11.3.1)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_token, serialise_text

__all__ = ["parse_sip_etag"]


def parse_sip_etag(buf: bytes, start: int, end: int) -> bytes:
    """The token.

    Raises:
        SipParseError: 400 when the body is none.

    >>> parse_sip_etag(b"dx200xyz", 0, 8)
    b'dx200xyz'
    """
    return parse_token(buf, start, end)


register(HdrType.SIPETAG, b"SIP-ETag", parse_sip_etag, serialise_text)
