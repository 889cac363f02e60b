"""Organization: the sender's organization (RFC 3261 §20.25)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_organization"]


def parse_organization(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_organization(b'Boxes by Bob ', 0, 13)
    b'Boxes by Bob'
    """
    return parse_text(buf, start, end)


register(HdrType.ORGANIZATION, b"Organization", parse_organization, serialise_text)
