"""Session-Expires: how long a session lives without refresh (RFC 4028 §4)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.seconds import Seconds, parse_seconds, serialise_seconds

__all__ = ["parse_session_expires"]


def parse_session_expires(buf: bytes, start: int, end: int) -> Seconds:
    """The seconds with their parameters.

    Raises:
        SipParseError: 400 when the body is something else.

    >>> parse_session_expires(b"1800;refresher=uac", 0, 18).delta_s
    1800
    """
    return parse_seconds(buf, start, end, "session-expires")


register(HdrType.SESSIONEXPIRES, b"Session-Expires", parse_session_expires, serialise_seconds, compact=b"x")
