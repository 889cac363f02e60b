"""The script functions."""

from kahea.api import FixedStr, Routes, SipMsg, log, peer
from kahea.api.db import DbError
from kahea.api.peers.auth import AuthApi, Credentials
from kahea.api.values import SipParseError, parse_avp_name, parse_uri
from kahea.modules.auth_db.exports import calculate_ha1, force_generate_avps, load_credentials, module
from kahea.modules.auth_db.subscribers import Found, find, is_there, open_database

__all__ = ["auth_check", "is_subscriber", "proxy_authenticate", "www_authenticate"]

_OK, _ERROR, _WRONG_PASSWORD, _UNKNOWN, _MISMATCH = 1, -1, -2, -3, -8
_CHECK_USER = 1
_ON_DOMAIN = 1


async def _digest(msg: SipMsg, realm: bytes, table: str, *, is_proxy: bool, method: bytes = b"") -> int:
    """1 when the request's credentials are those of a user in `table`; else what is wrong, as a negative code."""
    auth = peer(AuthApi)
    if auth is None or not realm:
        return _ERROR
    credentials = auth.pre_auth(msg, realm, is_proxy=is_proxy, method=method)
    if isinstance(credentials, int):
        return credentials
    try:
        found = await find(table, credentials)
    except DbError as fault:
        log("auth_db").err("%s: %s", table, fault)
        return _ERROR
    if found is None:
        auth.check_response(msg, credentials, b"0" * 32)  # as long as for a user that exists
        return _UNKNOWN
    return _check(msg, auth, credentials, found)


def _check(msg: SipMsg, auth: AuthApi, credentials: Credentials, found: Found) -> int:
    ha1 = auth.ha1(credentials, found.password) if calculate_ha1.value else found.password
    code = auth.check_response(msg, credentials, ha1)
    if code == _OK or (code == _WRONG_PASSWORD and force_generate_avps.value):
        for column, value in zip(load_credentials.value or (), found.loaded, strict=True):
            if not value.nul:
                msg.avps.add_avp(
                    parse_avp_name(column.avp), value.val if isinstance(value.val, bytes | int) else str(value.val).encode()
                )
    return code


@module.function("www_authenticate", "www_authorize", routes=Routes.REQUEST)
async def www_authenticate(msg: SipMsg, realm: bytes, table: FixedStr, method: bytes = b"") -> int:
    """Check the Authorization for `realm` against the users of `table`: 1, or what is wrong as a negative code."""
    return await _digest(msg, realm, table, is_proxy=False, method=method)


@module.function("proxy_authenticate", "proxy_authorize", routes=Routes.REQUEST)
async def proxy_authenticate(msg: SipMsg, realm: bytes, table: FixedStr) -> int:
    """Check the Proxy-Authorization for `realm` against the users of `table`, as www_authenticate."""
    return await _digest(msg, realm, table, is_proxy=True)


@module.function("auth_check", routes=Routes.REQUEST)
async def auth_check(msg: SipMsg, realm: bytes, table: FixedStr, flags: int) -> int:
    """Check whichever credentials fit the method; flags: 1 the user must be the one of To or From."""
    auth = peer(AuthApi)
    code = await _digest(msg, realm, table, is_proxy=msg.first_line.method != b"REGISTER")
    if code != _OK or auth is None:
        return code
    if flags & _CHECK_USER and not auth.is_own_identity(msg):
        return _MISMATCH
    return _OK


@module.function("is_subscriber")
async def is_subscriber(msg: SipMsg, uri: bytes, dbtable: FixedStr, flags: int) -> int:  # noqa: ARG001  a script function's first
    """1 when the user of `uri` is in the table; flags 1: use_domain is meant even where the parameter says no."""
    try:
        parsed = parse_uri(uri)
    except SipParseError:
        return -1
    if not parsed.user:
        return -1
    try:
        return 1 if await is_there(dbtable, parsed.user, parsed.host, with_domain=bool(flags & _ON_DOMAIN)) else -1
    except DbError as fault:
        log("auth_db").err("%s: %s", dbtable, fault)
        return -1


@module.on_init
def mod_init() -> None:
    """The database is there before the first request."""
    open_database()
