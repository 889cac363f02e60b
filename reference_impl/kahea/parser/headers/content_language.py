"""Content-Language: the body's languages (RFC 3261 §20.13)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_content_language"]


def parse_content_language(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_content_language(b"fr, en", 0, 6)
    (b'fr', b'en')
    """
    return parse_tokens(buf, start, end)


register(HdrType.CONTENTLANGUAGE, b"Content-Language", parse_content_language, serialise_tokens, many=True)
