"""Subject: what the call is about (RFC 3261 §20.36)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_subject"]


def parse_subject(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_subject(b'lunch ', 0, 6)
    b'lunch'
    """
    return parse_text(buf, start, end)


register(HdrType.SUBJECT, b"Subject", parse_subject, serialise_text, compact=b"s")
