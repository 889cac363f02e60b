"""Accept-Encoding: how bodies may be packed (RFC 3261 §20.2)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import split_list
from kahea.parser.value_params import ValueParams, parse_value_params, serialise_value_params

__all__ = ["parse_accept_encoding", "serialise_accept_encoding"]


def parse_accept_encoding(buf: bytes, start: int, end: int) -> tuple[ValueParams, ...]:
    """The words with their parameters; an empty body gives none.

    Raises:
        SipParseError: 400 when a piece has no word.

    >>> [each.value for each in parse_accept_encoding(b"gzip, identity;q=0.5", 0, 20)]
    [b'gzip', b'identity']
    """
    if not buf[start:end].strip():
        return ()
    return tuple(parse_value_params(buf, left, right) for left, right in split_list(buf, start, end))


def serialise_accept_encoding(values: tuple[ValueParams, ...]) -> bytes:
    """The words joined by commas."""
    return b", ".join([serialise_value_params(value) for value in values])


register(HdrType.ACCEPTENCODING, b"Accept-Encoding", parse_accept_encoding, serialise_accept_encoding, many=True)
