"""Error-Info: where more is told about the error (RFC 3261 §20.18)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_error_info"]


def parse_error_info(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_error_info(b'<sip:announce@h> ', 0, 17)
    b'<sip:announce@h>'
    """
    return parse_text(buf, start, end)


register(HdrType.ERROR_INFO, b"Error-Info", parse_error_info, serialise_text, many=True)
