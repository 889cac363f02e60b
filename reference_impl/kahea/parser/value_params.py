"""The shape many headers share: one word, then parameters.  Each header's file says which word."""

from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import gen_value_end, trim
from kahea.parser.errors import SipParseError
from kahea.parser.params import EMPTY, Params, parse_params, serialise_params

__all__ = ["ValueParams", "parse_value_params", "serialise_value_params"]


@dataclass(frozen=True, slots=True)
class ValueParams:
    """A word with parameters."""

    value: bytes
    params: Params = EMPTY
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)


def parse_value_params(buf: bytes, start: int, end: int) -> ValueParams:
    """The word up to the first semicolon and the parameters behind it.

    Raises:
        SipParseError: 400 when there is no word, or something else follows.

    >>> parse_value_params(b"active;expires=60", 0, 17).params.get(b"expires")
    b'60'
    """
    start, end = trim(buf, start, end)
    stop = gen_value_end(buf, start, end)
    params, pos = parse_params(buf, stop, end)
    if stop == start or pos != end:
        raise SipParseError(400, f"{quote(buf[start:end], 60)} is not a word with parameters", start)
    value = ValueParams(buf[start:stop], params)
    object.__setattr__(value, "raw", buf[start:end])
    return value


def serialise_value_params(value: ValueParams) -> bytes:
    """The bytes: the received ones while nothing was replaced.

    >>> serialise_value_params(ValueParams(b"presence"))
    b'presence'
    """
    return value.raw if value.raw is not None else value.value + serialise_params(value.params)
