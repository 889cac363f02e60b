"""SIP-If-Match: the publication to refresh (RFC 3903 §11.3.2)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_token, serialise_text

__all__ = ["parse_sip_if_match"]


def parse_sip_if_match(buf: bytes, start: int, end: int) -> bytes:
    """The token.

    Raises:
        SipParseError: 400 when the body is none.

    >>> parse_sip_if_match(b"dx200xyz", 0, 8)
    b'dx200xyz'
    """
    return parse_token(buf, start, end)


register(HdrType.SIPIFMATCH, b"SIP-If-Match", parse_sip_if_match, serialise_text)
