"""Proxy-Require: extensions a proxy must have (RFC 3261 §20.29)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_proxy_require"]


def parse_proxy_require(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_proxy_require(b"sec-agree", 0, 9)
    (b'sec-agree',)
    """
    return parse_tokens(buf, start, end)


register(HdrType.PROXYREQUIRE, b"Proxy-Require", parse_proxy_require, serialise_tokens, many=True)
