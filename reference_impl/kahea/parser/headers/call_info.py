"""Call-Info: more about the caller or the callee (RFC 3261 §20.9)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_call_info"]


def parse_call_info(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_call_info(b'<http://h/p.jpg>;purpose=icon ', 0, 30)
    b'<http://h/p.jpg>;purpose=icon'
    """
    return parse_text(buf, start, end)


register(HdrType.CALL_INFO, b"Call-Info", parse_call_info, serialise_text, many=True)
