"""Nonces that carry their own time and number, signed so that nobody else can make one (kamailio src/modules/auth/nonce.c).

nonce := expiry (8 hex) number (8 hex) signature (24 hex)

The signature covers the expiry, the number and what the nonce is bound to: Call-ID, From tag, source address ...
"""

from dataclasses import dataclass
from enum import Enum
from hashlib import blake2s
from hmac import compare_digest

__all__ = ["Nonce", "NonceState", "make_nonce", "read_nonce"]

_SIGNATURE_BYTES = 12
_FIELD_DIGITS = 8
_DIGITS = 2 * _FIELD_DIGITS + 2 * _SIGNATURE_BYTES
_MASK = 0xFFFFFFFF


class NonceState(Enum):
    """What a nonce in credentials is."""

    GOOD = "good"
    STALE = "stale"
    """Ours, and too old."""
    FORGED = "forged"
    """Not ours, or made for something else."""


@dataclass(frozen=True, slots=True)
class Nonce:
    """A nonce that was read: `expires` in seconds since 1970, its `number`, and what it is."""

    state: NonceState
    number: int = 0
    expires: int = 0


def make_nonce(secret: bytes, expires: int, number: int, bound: bytes) -> bytes:
    """The nonce with that number, good until `expires`, seconds since 1970."""
    head = b"%08x%08x" % (expires & _MASK, number & _MASK)
    return head + _signature(secret, head, bound)


def read_nonce(secret: bytes, text: bytes, bound: bytes, *, now: int, lifetime_s: int, drift_s: int) -> Nonce:
    """What the nonce `text` is at `now`, seconds since 1970.

    One that expires later than any made now could is from the future: refused when it is so by more than `drift_s`.

    >>> nonce = make_nonce(b"secret", 1300, 7, b"")
    >>> read_nonce(b"secret", nonce, b"", now=1000, lifetime_s=300, drift_s=3)
    Nonce(state=<NonceState.GOOD: 'good'>, number=7, expires=1300)
    >>> read_nonce(b"other", nonce, b"", now=1000, lifetime_s=300, drift_s=3).state
    <NonceState.FORGED: 'forged'>
    """
    if len(text) != _DIGITS or not compare_digest(
        _signature(secret, text[: 2 * _FIELD_DIGITS], bound), text[2 * _FIELD_DIGITS :]
    ):
        return Nonce(NonceState.FORGED)
    expires, number = int(text[:_FIELD_DIGITS], 16), int(text[_FIELD_DIGITS : 2 * _FIELD_DIGITS], 16)
    is_usable = now <= expires <= now + lifetime_s + drift_s
    return Nonce(NonceState.GOOD if is_usable else NonceState.STALE, number, expires)


def _signature(secret: bytes, head: bytes, bound: bytes) -> bytes:
    return blake2s(head + bound, key=secret[:32], digest_size=_SIGNATURE_BYTES).hexdigest().encode()
