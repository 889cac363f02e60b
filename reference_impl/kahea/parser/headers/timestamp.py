"""Timestamp: when the request was sent, by its sender's count (RFC 3261 §20.38)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_timestamp"]


def parse_timestamp(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_timestamp(b'54.2 0.1 ', 0, 9)
    b'54.2 0.1'
    """
    return parse_text(buf, start, end)


register(HdrType.TIMESTAMP, b"Timestamp", parse_timestamp, serialise_text)
