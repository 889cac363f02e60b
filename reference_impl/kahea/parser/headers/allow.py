"""Allow: methods the sender takes (RFC 3261 §20.5)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_allow"]


def parse_allow(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_allow(b"INVITE, ACK", 0, 11)
    (b'INVITE', b'ACK')
    """
    return parse_tokens(buf, start, end)


register(HdrType.ALLOW, b"Allow", parse_allow, serialise_tokens, many=True)
