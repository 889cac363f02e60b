"""Identity: the signed identity of the caller (RFC 8224 §4)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_identity"]


def parse_identity(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_identity(b'eyJhbGciOi;info=<https://h/c> ', 0, 30)
    b'eyJhbGciOi;info=<https://h/c>'
    """
    return parse_text(buf, start, end)


register(HdrType.IDENTITY, b"Identity", parse_identity, serialise_text, compact=b"y", many=True)
