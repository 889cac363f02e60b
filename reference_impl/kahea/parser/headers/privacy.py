"""Privacy: what a server shall hide (RFC 3323 §4.2)."""

from kahea.base.strutils import quote
from kahea.parser.abnf import is_token
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register

__all__ = ["parse_privacy", "serialise_privacy"]


def parse_privacy(buf: bytes, start: int, end: int) -> tuple[bytes, ...]:
    """The values, parted by semicolons; a comma is taken too, since senders write it.

    Raises:
        SipParseError: 400 when a value is no token.

    >>> parse_privacy(b"header; id", 0, 10)
    (b'header', b'id')
    """
    values = tuple(value.strip() for value in buf[start:end].replace(b",", b";").split(b";"))
    for value in values:
        if not is_token(value):
            raise SipParseError(400, f"privacy: {quote(value, 40)} is no token", start)
    return values


def serialise_privacy(values: tuple[bytes, ...]) -> bytes:
    """The values parted by semicolons."""
    return b";".join(values)


register(HdrType.PRIVACY, b"Privacy", parse_privacy, serialise_privacy)
