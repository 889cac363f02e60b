"""The script functions that check credentials against a password that the script has."""

from kahea.api import PvSpec, Routes, SipMsg
from kahea.api.peers.auth import Credentials
from kahea.api.values import parse_avp_name, pv_str
from kahea.modules.auth.challenge import QOP_AUTH, QOP_AUTH_INT, STALE_FLAG, challenge_lines
from kahea.modules.auth.codes import AuthCode
from kahea.modules.auth.engine import Digests
from kahea.modules.auth.exports import challenge_attr, module

__all__ = ["consume_credentials", "has_credentials", "pv_auth_check"]

_IS_HA1, _KEEP_PLAIN, _KEEP_AUTH, _KEEP_INT, _KEEP_STALE = 1, 2, 4, 8, 16
_CHECK_USER = 1
_digests = Digests()


def _authenticate(msg: SipMsg, realm: bytes, password: bytes, flags: int, *, is_proxy: bool, method: bytes = b"") -> int:
    """The code of the check, the challenge being left in an AVP where the flags ask for it."""
    if not realm:
        return AuthCode.ERROR
    found = _digests.pre_auth(msg, realm, is_proxy=is_proxy, method=method)
    code = found if isinstance(found, int) else _check(msg, found, password, flags)
    if code < 0 and flags & (_KEEP_PLAIN | _KEEP_AUTH | _KEEP_INT):
        _keep_challenge(msg, realm, flags, is_proxy=is_proxy)
    return code


def _check(msg: SipMsg, credentials: Credentials, password: bytes, flags: int) -> int:
    ha1 = password if flags & _IS_HA1 else _digests.ha1(credentials, password)
    return _digests.check_response(msg, credentials, ha1)


def _keep_challenge(msg: SipMsg, realm: bytes, flags: int, *, is_proxy: bool) -> None:
    """The AVP of the parameter challenge_attr has the header line for the script's own reply."""
    bits = QOP_AUTH * bool(flags & _KEEP_AUTH) | QOP_AUTH_INT * bool(flags & _KEEP_INT) | STALE_FLAG * bool(flags & _KEEP_STALE)
    lines = challenge_lines(msg, realm, bits, is_proxy=is_proxy)
    name = challenge_attr.value.removeprefix("$avp(").removesuffix(")").removeprefix("$").encode()
    msg.avps.add_avp(parse_avp_name(name), lines)


@module.function("pv_www_authenticate", "pv_www_authorize", routes=Routes.REQUEST)
def pv_www_authenticate(msg: SipMsg, realm: bytes, passwd: bytes, flags: int, method: bytes = b"") -> int:
    """Check the Authorization for `realm` against a password: 1, or what is wrong as a negative code.

    Flags: 1 `passwd` is an HA1; 2, 4, 8 leave a challenge without qop, with auth, with auth-int in the AVP; 16 marks it stale.
    """
    return _authenticate(msg, realm, passwd, flags, is_proxy=False, method=method)


@module.function("pv_proxy_authenticate", "pv_proxy_authorize", routes=Routes.REQUEST)
def pv_proxy_authenticate(msg: SipMsg, realm: bytes, passwd: bytes, flags: int) -> int:
    """Check the Proxy-Authorization for `realm` against a password, as pv_www_authenticate."""
    return _authenticate(msg, realm, passwd, flags, is_proxy=True)


@module.function("pv_auth_check", routes=Routes.REQUEST)
def pv_auth_check(msg: SipMsg, realm: bytes, passwd: bytes, flags: int, checks: int) -> int:
    """Check whichever credentials fit the method; with `checks` 1 the user must also be the one of To or From."""
    is_proxy = msg.first_line.method != b"REGISTER"
    code = _authenticate(msg, realm, passwd, flags, is_proxy=is_proxy)
    if code == AuthCode.OK and checks & _CHECK_USER and not _digests.is_own_identity(msg):
        return AuthCode.USER_MISMATCH
    return code


@module.function("consume_credentials", routes=Routes.REQUEST)
def consume_credentials(msg: SipMsg) -> int:
    """Remove the credentials that were checked, so that the next server does not see them; -1 when none were."""
    return 1 if _digests.consume(msg) else -1


@module.function("has_credentials", routes=Routes.REQUEST)
def has_credentials(msg: SipMsg, realm: bytes) -> int:
    """1 when the request has credentials for `realm`, good or not; -1 when it has none."""
    found = _digests.find(msg, realm, is_proxy=False) or _digests.find(msg, realm, is_proxy=True)
    return 1 if found is not None else -1


@module.function("auth_get_www_authenticate", routes=Routes.REQUEST)
def auth_get_www_authenticate(msg: SipMsg, realm: bytes, flags: int, dst: PvSpec) -> int:
    """Put the body of a challenge for `realm` into a variable, for a reply that the script makes itself."""
    line = challenge_lines(msg, realm, flags, is_proxy=False)
    dst.set(msg, pv_str(line.partition(b": ")[2].rstrip()))
    return 1
