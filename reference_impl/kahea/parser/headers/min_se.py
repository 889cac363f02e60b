"""Min-SE: the shortest session interval allowed (RFC 4028 §5)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.seconds import Seconds, parse_seconds, serialise_seconds

__all__ = ["parse_min_se"]


def parse_min_se(buf: bytes, start: int, end: int) -> Seconds:
    """The seconds with their parameters.

    Raises:
        SipParseError: 400 when the body is something else.

    >>> parse_min_se(b"90", 0, 2).delta_s
    90
    """
    return parse_seconds(buf, start, end, "min-se")


register(HdrType.MIN_SE, b"Min-SE", parse_min_se, serialise_seconds)
