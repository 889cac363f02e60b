"""Questions about URIs, and their parts set in a variable."""

from kahea.api import PvSpec, SipMsg, log
from kahea.api.values import SipParseError, SipUri, UriType, parse_uri, pv_str, uri_text_fits
from kahea.api.values import cmp_uri as is_same_uri
from kahea.modules.siputils.exports import module

__all__: list[str] = []

_SIP_PORT, _SIPS_PORT = 5060, 5061
_PUBLIC, _TEMPORARY = 1, 2
_BAD_URI = -2
_ENDS_HOST = b":;?"


def _parsed(text: bytes) -> SipUri | None:
    try:
        return parse_uri(text)
    except SipParseError:
        return None


@module.function("is_uri")
def is_uri(msg: SipMsg, uri: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 for a sip, sips, tel, tels or urn URI."""
    parsed = _parsed(uri)
    return 1 if parsed is not None and parsed.type is not UriType.OTHER else -1


@module.function("cmp_uri")
def cmp_uri(msg: SipMsg, str1: bytes, str2: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 when both URIs mean the same (RFC 3261 §19.1.4), -1 when they do not, -2 when one is no URI."""
    first, second = _parsed(str1), _parsed(str2)
    if first is None or second is None:
        return _BAD_URI
    return 1 if is_same_uri(first, second) else -1


@module.function("cmp_aor")
def cmp_aor(msg: SipMsg, str1: bytes, str2: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 when both URIs have the same user, host and port, whatever else they have; -1 when not, -2 when one is no URI."""
    first, second = _parsed(str1), _parsed(str2)
    if first is None or second is None:
        return _BAD_URI
    if not (first.is_sip and second.is_sip):
        return 1 if is_same_uri(first, second) else -1
    return 1 if is_same_uri(_aor(first), _aor(second)) else -1


def _aor(uri: SipUri) -> SipUri:
    port = uri.port_no or (_SIPS_PORT if uri.type is UriType.SIPS else _SIP_PORT)
    return SipUri(uri.type, uri.scheme, user=uri.user, host=uri.host, port_no=port)


@module.function("is_gruu")
def is_gruu(msg: SipMsg, uri: bytes | None = None) -> int:
    """1 for a public GRUU, 2 for a temporary one, -1 for another URI; the request URI where none is given (RFC 5627)."""
    parsed = _parsed(uri) if uri is not None else msg.ruri_or_none
    gr = parsed.gr if parsed is not None else None
    if gr is None:
        return -1
    return _PUBLIC if gr else _TEMPORARY


@module.function("set_uri_user")
def set_uri_user(msg: SipMsg, uri: PvSpec, user: bytes) -> int:
    """Put `user`, none when it is empty, into the URI in the variable; a password goes with the old one."""
    scheme, colon, rest = uri.get(msg).rs.partition(b":")
    if not colon or not uri_text_fits(user):
        log("siputils").err("set_uri_user(): the variable holds no URI, or the user cannot stand in one")
        return -1
    _, at, host = rest.rpartition(b"@")
    uri.set(msg, pv_str(b"%b:%b%b%b" % (scheme, user, b"@" if user else b"", host if at else rest)))
    return 1


@module.function("set_uri_host")
def set_uri_host(msg: SipMsg, uri: PvSpec, host: bytes) -> int:
    """Put `host` into the URI in the variable; its port and parameters stay."""
    scheme, colon, rest = uri.get(msg).rs.partition(b":")
    if not colon or not host or not uri_text_fits(host):
        log("siputils").err("set_uri_host(): the variable holds no URI, or the host cannot stand in one")
        return -1
    user, at, old = rest.rpartition(b"@")
    end = old.find(b"]") + 1 if old[:1] == b"[" else min([old.find(bytes((mark,))) % (len(old) + 1) for mark in _ENDS_HOST])
    uri.set(msg, pv_str(b"%b:%b%b%b%b" % (scheme, user, at, host, old[end:])))
    return 1
