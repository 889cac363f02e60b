"""Alert-Info: another ring tone (RFC 3261 §20.4)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_alert_info"]


def parse_alert_info(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_alert_info(b'<http://h/ring.wav> ', 0, 20)
    b'<http://h/ring.wav>'
    """
    return parse_text(buf, start, end)


register(HdrType.ALERT_INFO, b"Alert-Info", parse_alert_info, serialise_text, many=True)
