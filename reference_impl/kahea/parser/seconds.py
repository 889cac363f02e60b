"""Seconds with a comment and parameters: the shape of Retry-After, Session-Expires, Min-SE."""

from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import LPAREN, comment_end, number, skip_lws, token_end, trim
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_DELTA_SECONDS, MAX_NESTING
from kahea.parser.params import EMPTY, Params, parse_params, serialise_params

__all__ = ["Seconds", "parse_seconds", "serialise_seconds"]


@dataclass(frozen=True, slots=True)
class Seconds:
    """A number of seconds below 2**32."""

    delta_s: int
    params: Params = EMPTY
    comment: bytes = b""
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)


def parse_seconds(buf: bytes, start: int, end: int, what: str = "seconds") -> Seconds:
    """The seconds that fill the body.

    Raises:
        SipParseError: 400 when the number is bad or something else follows.

    >>> parse_seconds(b"18000;duration=3600", 0, 19).delta_s
    18000
    """
    start, end = trim(buf, start, end)
    stop = token_end(buf, start, end)
    delta_s = number(buf, start, stop, MAX_DELTA_SECONDS, what)
    pos, comment = skip_lws(buf, stop, end), b""
    if pos < end and buf[pos] == LPAREN:
        stop = comment_end(buf, pos, end, MAX_NESTING)
        comment, pos = buf[pos:stop], stop
    params, pos = parse_params(buf, pos, end, what)
    if pos != end:
        raise SipParseError(400, f"{what}: found {quote(buf[pos:end], 20)} behind the seconds", pos)
    seconds = Seconds(delta_s, params, comment)
    object.__setattr__(seconds, "raw", buf[start:end])
    return seconds


def serialise_seconds(seconds: Seconds) -> bytes:
    """The bytes: the received ones while nothing was replaced.

    >>> serialise_seconds(Seconds(90, comment=b"(soon)"))
    b'90 (soon)'
    """
    if seconds.raw is not None:
        return seconds.raw
    comment = b" " + seconds.comment if seconds.comment else b""
    return b"%d%b%b" % (seconds.delta_s, comment, serialise_params(seconds.params))
