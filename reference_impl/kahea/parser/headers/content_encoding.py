"""Content-Encoding: how the body is packed (RFC 3261 §20.12)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_content_encoding"]


def parse_content_encoding(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_content_encoding(b"gzip", 0, 4)
    (b'gzip',)
    """
    return parse_tokens(buf, start, end)


register(HdrType.CONTENTENCODING, b"Content-Encoding", parse_content_encoding, serialise_tokens, compact=b"e", many=True)
