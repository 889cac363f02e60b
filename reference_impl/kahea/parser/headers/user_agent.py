"""User-Agent: the sender's program (RFC 3261 §20.41)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_user_agent"]


def parse_user_agent(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_user_agent(b'Phone/1.0 (beta) ', 0, 17)
    b'Phone/1.0 (beta)'
    """
    return parse_text(buf, start, end)


register(HdrType.USERAGENT, b"User-Agent", parse_user_agent, serialise_text)
