"""is_privacy(): what a caller asks to be hidden (RFC 3323 §4.2)."""

from typing import Annotated

from kahea.api import Fixup, SipMsg
from kahea.api.values import HdrType, SipParseError
from kahea.modules.textops.exports import module

__all__ = ["is_privacy", "read_privacy"]

_PRIVACY = HdrType.PRIVACY
_TYPES = (b"header", b"session", b"user", b"none", b"critical", b"id", b"history")


def read_privacy(text: str) -> bytes:
    """A kind of privacy, in lower case.

    Raises:
        ValueError: there is no such kind.

    >>> read_privacy("ID")
    b'id'
    """
    word = text.encode().lower()
    if word not in _TYPES:
        raise ValueError(f"must be one of {b', '.join(_TYPES).decode()}, not {text!r}")
    return word


@module.function("is_privacy")
def is_privacy(msg: SipMsg, privacy_type: Annotated[bytes, Fixup(read_privacy)]) -> int:
    """1 when Privacy asks for that kind; -1 when not, without the header, and when it cannot be read."""
    try:
        asked = [value.lower() for field in msg.hdrs(_PRIVACY) for value in field.parsed]
    except SipParseError:
        return -1
    return 1 if privacy_type in asked else -1
