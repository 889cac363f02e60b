"""Content-Disposition: what the body is for (RFC 3261 §20.11)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.value_params import ValueParams, parse_value_params, serialise_value_params

__all__ = ["parse_content_disposition"]


def parse_content_disposition(buf: bytes, start: int, end: int) -> ValueParams:
    """The word with its parameters.

    Raises:
        SipParseError: 400 when there is no word or something else follows.

    >>> parse_content_disposition(b"session;handling=optional", 0, 25).value
    b'session'
    """
    return parse_value_params(buf, start, end)


register(HdrType.CONTENTDISPOSITION, b"Content-Disposition", parse_content_disposition, serialise_value_params)
