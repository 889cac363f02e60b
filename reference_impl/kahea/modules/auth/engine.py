"""Credentials of a request checked in the order in which each can fail (kamailio src/modules/auth/api.c)."""

from dataclasses import dataclass
from hmac import compare_digest

from kahea.api import SipMsg, engine, provide, rng, wall_time
from kahea.api.peers.auth import AuthApi, Credentials
from kahea.api.values import AuthBody, HdrField, HdrType, SipParseError, ToBody, add_lump_rpl
from kahea.modules.auth.algorithm import Algorithm, digest_response, make_ha1
from kahea.modules.auth.bound import bound_to
from kahea.modules.auth.codes import AuthCode
from kahea.modules.auth.exports import (
    add_authinfo_hdr,
    module,
    nc_array_size,
    nonce_auth_max_drift,
    nonce_count,
    nonce_expire,
    one_time_nonce,
    otn_in_flight_no,
    realm_prefix,
    secret,
    use_domain,
)
from kahea.modules.auth.nonce import Nonce, NonceState, make_nonce, read_nonce
from kahea.modules.auth.quoted import quoted
from kahea.modules.auth.replay import UsedNonces

__all__ = ["AUTHORIZED", "STALE", "Digests", "new_nonce"]

AUTHORIZED, STALE = "auth.authorized", "auth.stale"
_SECRET_BYTES = 32
_NO_DIGEST = (b"ACK", b"CANCEL")
_QOPS = (b"auth", b"auth-int")
_NC_DIGITS = 8


@dataclass(slots=True)
class _Kept:
    """What the module keeps in one engine: the key of its nonces, the last number, and what was used."""

    key: bytes
    used: UsedNonces
    last: int = 0


def _make() -> _Kept:
    key = secret.value.encode() or rng().randbytes(_SECRET_BYTES)
    most = otn_in_flight_no.value if one_time_nonce.value else nc_array_size.value
    return _Kept(key, UsedNonces(most))


_kept = module.state(_make)


def new_nonce(msg: SipMsg) -> bytes:
    """A nonce for a challenge to `msg`, good for `nonce_expire` seconds."""
    kept = _kept()
    kept.last += 1
    return make_nonce(kept.key, int(wall_time()) + nonce_expire.value, kept.last, bound_to(msg))


def _plain_realm(realm: bytes) -> bytes:
    return realm.removeprefix(realm_prefix.value.encode())


class Digests:
    """`AuthApi`: the checks, for auth's own functions and for modules that know where passwords are."""

    def find(self, msg: SipMsg, realm: bytes, *, is_proxy: bool) -> tuple[HdrField, AuthBody] | None:
        """The credentials for `realm` and the header they stand in; None when the request has none that can be read."""
        kind = HdrType.PROXYAUTH if is_proxy else HdrType.AUTHORIZATION
        for field in msg.hdrs(kind):
            try:
                body: AuthBody = field.parsed
            except SipParseError:
                continue
            if body.is_digest and (not realm or _plain_realm(body.realm or b"") == _plain_realm(realm)):
                return field, body
        return None

    def pre_auth(self, msg: SipMsg, realm: bytes, *, is_proxy: bool, method: bytes = b"") -> Credentials | int:
        """The credentials, all but the password checked; or the code to give to the script."""
        if msg.first_line.method in _NO_DIGEST:
            return AuthCode.OK
        found = self.find(msg, realm, is_proxy=is_proxy)
        if found is None:
            return AuthCode.NO_CREDENTIALS
        field, body = found
        if not _is_whole(body):
            return AuthCode.ERROR
        try:
            algorithm = Algorithm.of(body.algorithm)
        except ValueError:
            return AuthCode.ERROR
        nonce = self._read(msg, body)
        if nonce.state is not NonceState.GOOD:
            msg.attached[STALE] = nonce.state is NonceState.STALE
            return AuthCode.STALE_NONCE
        user, _, domain = (body.username or b"").partition(b"@")
        if domain and use_domain.value and domain.lower() != _plain_realm(body.realm or b"").lower():
            return AuthCode.USER_MISMATCH
        return Credentials(
            field=field,
            body=body,
            user=user,
            domain=domain or _plain_realm(body.realm or b""),
            algorithm=algorithm.value,
            number=nonce.number,
            expires=nonce.expires,
            method=method or msg.first_line.method,
        )

    def _read(self, msg: SipMsg, body: AuthBody) -> Nonce:
        return read_nonce(
            _kept().key,
            body.nonce or b"",
            bound_to(msg),
            now=int(wall_time()),
            lifetime_s=nonce_expire.value,
            drift_s=nonce_auth_max_drift.value,
        )

    def check_response(self, msg: SipMsg, credentials: Credentials, ha1: bytes) -> int:
        """1 when the response proves `ha1` and the nonce was not used like this before; else the code for the script."""
        body = credentials.body
        expected = digest_response(
            Algorithm.of(credentials.algorithm),
            ha1.lower(),
            method=credentials.method,
            uri=body.uri or b"",
            nonce=body.nonce or b"",
            cnonce=body.cnonce or b"",
            nc=body.nc or b"",
            qop=body.qop or b"",
            body=msg.body if (body.qop or b"").lower() == b"auth-int" else b"",
        )
        if not compare_digest(expected, (body.response or b"").lower()):
            return AuthCode.INVALID_PASSWORD
        if not _is_fresh(msg, credentials):
            msg.attached[STALE] = True
            return AuthCode.NONCE_REUSED
        msg.attached[AUTHORIZED] = credentials.field
        if add_authinfo_hdr.value and body.qop is not None:
            add_lump_rpl(msg, _authentication_info(credentials, ha1))
        return AuthCode.OK

    def ha1(self, credentials: Credentials, password: bytes) -> bytes:
        """The digest that stands for `password` in the algorithm of the credentials."""
        body = credentials.body
        return make_ha1(Algorithm.of(credentials.algorithm), body.username or b"", body.realm or b"", password)

    def is_own_identity(self, msg: SipMsg) -> bool:
        """Whether the user of the checked credentials is the one that is registered (To), or that calls (From)."""
        field = msg.attached.get(AUTHORIZED)
        if field is None:
            return msg.first_line.method in _NO_DIGEST
        kind = HdrType.TO if msg.first_line.method == b"REGISTER" else HdrType.FROM
        try:
            who: ToBody | None = msg.parsed(kind)
            user = who.parsed_uri.user if who is not None else None
        except SipParseError:
            return False
        return bool(user) and user == (field.parsed.username or b"").partition(b"@")[0]

    def authorized(self, msg: SipMsg) -> AuthBody | None:
        """The credentials that were proved true; None without any."""
        field: HdrField | None = msg.attached.get(AUTHORIZED) if msg.has("attached") else None
        return field.parsed if field is not None else None

    def consume(self, msg: SipMsg) -> bool:
        """Whether there were checked credentials; they do not leave with the request."""
        field = msg.attached.get(AUTHORIZED) if msg.has("attached") else None
        if field is None:
            return False
        msg.add_rm.del_lump(field.start, field.len)
        return True


def _is_whole(body: AuthBody) -> bool:
    """Whether the credentials have every part that they need (RFC 3261 §22.4)."""
    if None in (body.username, body.realm, body.nonce, body.uri, body.response):
        return False
    if body.qop is None:
        return True
    nc = body.nc or b""
    is_count = len(nc) == _NC_DIGITS and not nc.translate(None, b"0123456789abcdefABCDEF") and int(nc, 16) > 0
    return body.qop.lower() in _QOPS and bool(body.cnonce) and is_count


def _authentication_info(credentials: Credentials, ha1: bytes) -> bytes:
    """The header line with which a reply proves that the server knows the password (RFC 7616 §3.5)."""
    body = credentials.body
    cnonce, nc = body.cnonce or b"", body.nc or b""
    proof = digest_response(
        Algorithm.of(credentials.algorithm),
        ha1.lower(),
        method=b"",
        uri=body.uri or b"",
        nonce=body.nonce or b"",
        cnonce=cnonce,
        nc=nc,
        qop=b"auth",
    )
    return b'Authentication-Info: rspauth="%b", qop=auth, cnonce=%b, nc=%b\r\n' % (proof, quoted(cnonce), nc)


def _is_fresh(msg: SipMsg, credentials: Credentials) -> bool:
    """Whether the nonce may be used like this.

    In strict conformance always asked: the count must grow, and a nonce without a count serves one request.  Kamailio asks only
    when nonce_count or one_time_nonce is set.
    """
    here = engine()
    if here.core.sip_conformance == "kamailio" and not (nonce_count.value or one_time_nonce.value):
        return True
    count = 1 if one_time_nonce.value or credentials.body.qop is None else int(credentials.body.nc or b"0", 16)
    return _kept().used.use(credentials.number, credentials.expires, count, _identity(msg), int(wall_time()))


def _identity(msg: SipMsg) -> bytes:
    """What tells one request from another, and is the same for its retransmission."""
    via, callid, cseq = msg.via1, msg.hdr(HdrType.CALLID), msg.hdr(HdrType.CSEQ)
    return b"\0".join((
        (via.branch or b"") if via is not None else b"",
        callid.body if callid is not None else b"",
        cseq.body if cseq is not None else b"",
        msg.rcv.src_ip,
    ))  # fmt: skip


@module.on_init
def mod_init() -> None:
    """The checks are provided to other modules."""
    provide(AuthApi, Digests())
