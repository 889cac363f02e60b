"""Reason: why a dialog ends or a request is cancelled (RFC 3326 §2)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_reason"]


def parse_reason(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_reason(b'SIP ;cause=200 ', 0, 15)
    b'SIP ;cause=200'
    """
    return parse_text(buf, start, end)


register(HdrType.REASON, b"Reason", parse_reason, serialise_text, many=True)
