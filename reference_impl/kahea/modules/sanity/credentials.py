"""Checks of credentials: that they are whole, not that they are true."""

from kahea.api import SipMsg
from kahea.api.values import AuthBody, HdrType, SipParseError
from kahea.modules.sanity.errors import SanityError

__all__ = ["check_authorization", "check_digest"]

_KINDS = (HdrType.AUTHORIZATION, HdrType.PROXYAUTH)
_NEEDED = (b"username", b"realm", b"nonce", b"uri", b"response")
_EMPTY = ((b"username", "Auth Empty User"), (b"nonce", "Auth Empty Nonce"), (b"response", "Auth Empty Response"))


def check_digest(msg: SipMsg, _uris: int) -> None:
    """2048: all credentials are whole ones of Digest."""
    _check_all(msg, is_digest_only=True)


def check_authorization(msg: SipMsg, _uris: int) -> None:
    """8192: credentials of Digest are whole; those of other schemes pass."""
    _check_all(msg, is_digest_only=False)


def _check_all(msg: SipMsg, *, is_digest_only: bool) -> None:
    for kind in _KINDS:
        for field in msg.hdrs(kind):
            try:
                body: AuthBody = field.parsed
            except SipParseError as error:
                raise SanityError(400, "Bad Auth Header") from error
            if body.is_digest:
                _check_whole(body)
            elif is_digest_only:
                raise SanityError(400, "Bad Auth Credentials")


def _check_whole(body: AuthBody) -> None:
    if any(body.params.find(name) is None for name in _NEEDED):
        raise SanityError(400, "Bad Auth Credentials")
    for name, reason in _EMPTY:
        if not body.params.get(name):
            raise SanityError(400, reason)
