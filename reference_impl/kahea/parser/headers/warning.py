"""Warning: more about the reply's status (RFC 3261 §20.43)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_warning"]


def parse_warning(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_warning(b'399 h "text" ', 0, 13)
    b'399 h "text"'
    """
    return parse_text(buf, start, end)


register(HdrType.WARNING, b"Warning", parse_warning, serialise_text, many=True)
