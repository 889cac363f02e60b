"""What auth provides: credentials checked up to the password, for modules that know where passwords are."""

from dataclasses import dataclass
from typing import Protocol

from kahea.core.sip_msg import SipMsg
from kahea.parser import AuthBody, HdrField

__all__ = ["AuthApi", "Credentials"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Credentials that are whole and have a good nonce: `user` and `domain` tell whose password is wanted."""

    field: HdrField
    body: AuthBody
    user: bytes
    domain: bytes
    algorithm: bytes
    number: int
    """The nonce's number."""
    expires: int
    """When the nonce expires, seconds since 1970."""
    method: bytes


class AuthApi(Protocol):
    """Digest authentication (Kamailio's ``auth_api_s_t``); codes are those of the script functions."""

    def pre_auth(self, msg: SipMsg, realm: bytes, *, is_proxy: bool, method: bytes = b"") -> Credentials | int:
        """The credentials, all but the password checked; or the code to give to the script."""

    def check_response(self, msg: SipMsg, credentials: Credentials, ha1: bytes) -> int:
        """1 when the response proves `ha1`; else the code for the script."""

    def ha1(self, credentials: Credentials, password: bytes) -> bytes:
        """The digest that stands for `password` in the algorithm of the credentials."""

    def is_own_identity(self, msg: SipMsg) -> bool:
        """Whether the user of the checked credentials is the one that is registered (To), or that calls (From)."""

    def authorized(self, msg: SipMsg) -> AuthBody | None:
        """The credentials that were proved true; None without any."""
