"""Event: the event package (RFC 6665 §8.2.1)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.value_params import ValueParams, parse_value_params, serialise_value_params

__all__ = ["parse_event"]


def parse_event(buf: bytes, start: int, end: int) -> ValueParams:
    """The word with its parameters.

    Raises:
        SipParseError: 400 when there is no word or something else follows.

    >>> parse_event(b"presence;id=1", 0, 13).value
    b'presence'
    """
    return parse_value_params(buf, start, end)


register(HdrType.EVENT, b"Event", parse_event, serialise_value_params, compact=b"o")
