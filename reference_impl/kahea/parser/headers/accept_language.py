"""Accept-Language: the languages the sender wants (RFC 3261 §20.3)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import split_list
from kahea.parser.value_params import ValueParams, parse_value_params, serialise_value_params

__all__ = ["parse_accept_language", "serialise_accept_language"]


def parse_accept_language(buf: bytes, start: int, end: int) -> tuple[ValueParams, ...]:
    """The words with their parameters; an empty body gives none.

    Raises:
        SipParseError: 400 when a piece has no word.

    >>> [each.value for each in parse_accept_language(b"da, en;q=0.7", 0, 12)]
    [b'da', b'en']
    """
    if not buf[start:end].strip():
        return ()
    return tuple(parse_value_params(buf, left, right) for left, right in split_list(buf, start, end))


def serialise_accept_language(values: tuple[ValueParams, ...]) -> bytes:
    """The words joined by commas."""
    return b", ".join([serialise_value_params(value) for value in values])


register(HdrType.ACCEPTLANGUAGE, b"Accept-Language", parse_accept_language, serialise_accept_language, many=True)
