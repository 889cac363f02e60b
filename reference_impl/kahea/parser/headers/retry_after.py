"""Retry-After: when to try again (RFC 3261 §20.33)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.seconds import Seconds, parse_seconds, serialise_seconds

__all__ = ["parse_retry_after"]


def parse_retry_after(buf: bytes, start: int, end: int) -> Seconds:
    """The seconds with comment and parameters.

    Raises:
        SipParseError: 400 when the body is something else.

    >>> parse_retry_after(b"120 (I am in a meeting);duration=60", 0, 35).comment
    b'(I am in a meeting)'
    """
    return parse_seconds(buf, start, end, "retry-after")


register(HdrType.RETRY_AFTER, b"Retry-After", parse_retry_after, serialise_seconds)
