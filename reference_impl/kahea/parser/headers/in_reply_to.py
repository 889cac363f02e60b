"""In-Reply-To: the calls that this one answers (RFC 3261 §20.21)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_in_reply_to"]


def parse_in_reply_to(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_in_reply_to(b'a@h, b@h ', 0, 9)
    b'a@h, b@h'
    """
    return parse_text(buf, start, end)


register(HdrType.INREPLYTO, b"In-Reply-To", parse_in_reply_to, serialise_text, many=True)
