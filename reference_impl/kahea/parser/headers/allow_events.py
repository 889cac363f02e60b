"""Allow-Events: event packages the sender takes (RFC 6665 §8.2.2)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_tokens, serialise_tokens

__all__ = ["parse_allow_events"]


def parse_allow_events(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The tokens of the list, in order.

    Raises:
        SipParseError: 400 when a piece is no token.

    >>> parse_allow_events(b"presence, reg", 0, 13)
    (b'presence', b'reg')
    """
    return parse_tokens(buf, start, end)


register(HdrType.ALLOWEVENTS, b"Allow-Events", parse_allow_events, serialise_tokens, compact=b"u", many=True)
