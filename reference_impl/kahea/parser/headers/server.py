"""Server: the answering program (RFC 3261 §20.35)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_server"]


def parse_server(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_server(b'kahea (0.1) ', 0, 12)
    b'kahea (0.1)'
    """
    return parse_text(buf, start, end)


register(HdrType.SERVER, b"Server", parse_server, serialise_text)
