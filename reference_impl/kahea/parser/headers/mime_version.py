"""MIME-Version: the version of MIME the body follows (RFC 3261 §20.24)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_mime_version"]


def parse_mime_version(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_mime_version(b'1.0 ', 0, 4)
    b'1.0'
    """
    return parse_text(buf, start, end)


register(HdrType.MIMEVERSION, b"MIME-Version", parse_mime_version, serialise_text)
