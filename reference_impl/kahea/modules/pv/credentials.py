"""What a client says of itself in Authorization or Proxy-Authorization, and the user for accounting."""

from kahea.api import SipMsg, peer
from kahea.api.peers.auth import AuthApi
from kahea.api.values import AuthBody, HdrType
from kahea.modules.pv.exports import module

__all__: list[str] = []


def _credentials(msg: SipMsg) -> AuthBody | None:
    """The first credentials: those for a server before those for a proxy, of the kind that has any.

    Raises:
        SipParseError: they are bad.
    """
    kind = HdrType.PROXYAUTH if msg.count(HdrType.PROXYAUTH) else HdrType.AUTHORIZATION
    body: AuthBody | None = msg.parsed(kind)
    return body


def _username(msg: SipMsg) -> bytes | None:
    auth = _credentials(msg)
    return (auth.username or None) if auth is not None else None


@module.pv("ar")
def pv_auth_realm(msg: SipMsg) -> bytes | None:
    """$ar: the realm."""
    auth = _credentials(msg)
    return auth.realm if auth is not None else None


@module.pv("au")
def pv_auth_user(msg: SipMsg) -> bytes | None:
    """$au: the user name without its domain."""
    name = _username(msg)
    return name.partition(b"@")[0] if name else None


@module.pv("ad")
def pv_auth_domain(msg: SipMsg) -> bytes | None:
    """$ad: the domain of the user name."""
    name = _username(msg)
    return (name.partition(b"@")[2] or None) if name else None


@module.pv("aU")
def pv_auth_username(msg: SipMsg) -> bytes | None:
    """$aU: the whole user name."""
    return _username(msg)


@module.pv("aa")
def pv_auth_algorithm(msg: SipMsg) -> bytes | None:
    """$aa: the algorithm."""
    auth = _credentials(msg)
    return auth.algorithm if auth is not None else None


@module.pv("adu")
def pv_auth_uri(msg: SipMsg) -> bytes | None:
    """$adu: the URI that the digest was made over."""
    auth = _credentials(msg)
    return auth.uri if auth is not None else None


@module.pv("adn")
def pv_auth_nonce(msg: SipMsg) -> bytes | None:
    """$adn: the server's nonce."""
    auth = _credentials(msg)
    return auth.nonce if auth is not None else None


@module.pv("adc")
def pv_auth_cnonce(msg: SipMsg) -> bytes | None:
    """$adc: the client's nonce."""
    auth = _credentials(msg)
    return auth.cnonce if auth is not None else None


@module.pv("adr")
def pv_auth_response(msg: SipMsg) -> bytes | None:
    """$adr: the digest."""
    auth = _credentials(msg)
    return auth.response if auth is not None else None


@module.pv("ado")
def pv_auth_opaque(msg: SipMsg) -> bytes | None:
    """$ado: the opaque value."""
    auth = _credentials(msg)
    return auth.opaque if auth is not None else None


def _proven(msg: SipMsg) -> AuthBody | None:
    """The credentials that module auth has found true; None without any: what a client claims is not charged to anybody."""
    auth = peer(AuthApi)
    return auth.authorized(msg) if auth is not None else None


@module.pv("Au")
def pv_acc_username(msg: SipMsg) -> bytes | None:
    """$Au: user and realm of credentials that were proved true, user and host of From without any."""
    proven = _proven(msg)
    if proven is not None and proven.username:
        user = proven.username.partition(b"@")[0]
        return b"%b@%b" % (user, proven.realm) if proven.realm else user
    sender = msg.parsed(HdrType.FROM)
    if sender is None:
        return None
    uri = sender.parsed_uri
    return b"%b@%b" % (uri.user, uri.host) if uri.user else uri.host


@module.pv("AU")
def pv_acc_user(msg: SipMsg) -> bytes | None:
    """$AU: the user of credentials that were proved true, that of From without any."""
    proven = _proven(msg)
    if proven is not None and proven.username:
        return proven.username.partition(b"@")[0]
    sender = msg.parsed(HdrType.FROM)
    return sender.parsed_uri.user if sender is not None else None
