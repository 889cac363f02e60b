"""Questions about a message: what it is, where it comes from, what it carries."""

from kahea.api import Routes, SipMsg, log, peer, wall_time
from kahea.api.net import bracketed
from kahea.api.peers.auth import AuthApi
from kahea.api.values import HdrType, SipParseError, SipUri, hdr_type, parse_uri
from kahea.modules.siputils.exports import module

__all__: list[str] = []

_MUST_BE_IP = 0


def _answer(claim: object) -> int:
    return 1 if claim else -1


@module.function("has_totag")
def has_totag(msg: SipMsg) -> int:
    """1 when To has a tag: the message belongs to a dialog."""
    try:
        to = msg.parsed(HdrType.TO)
    except SipParseError:
        return -1
    return _answer(to is not None and to.tag_value)


@module.function("is_request")
def is_request(msg: SipMsg) -> int:
    """1 for a request."""
    return _answer(msg.is_request)


@module.function("is_reply")
def is_reply(msg: SipMsg) -> int:
    """1 for a reply."""
    return _answer(not msg.is_request)


@module.function("is_sip")
def is_sip(msg: SipMsg) -> int:
    """1 for a message of SIP."""
    return _answer(msg.first_line.version[:4].upper() == b"SIP/")


@module.function("is_http")
def is_http(msg: SipMsg) -> int:
    """1 for a message of HTTP."""
    return _answer(msg.first_line.version[:5].upper() == b"HTTP/")


@module.function("sip_parse_headers")
def sip_parse_headers(msg: SipMsg) -> int:
    """1 when every header line has a name and a colon."""
    try:
        _ = msg.headers
    except SipParseError:
        return -1
    return 1


@module.function("cmp_hdr_name")
def cmp_hdr_name(msg: SipMsg, str1: bytes, str2: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 when both name the same header, in any case, long or compact."""
    kind = hdr_type(str1.strip())
    return _answer(kind is hdr_type(str2.strip()) and (kind is not HdrType.OTHER or str1.lower() == str2.lower()))


@module.function("is_user", routes=Routes.REQUEST | Routes.LOCAL)
def is_user(msg: SipMsg, username: bytes) -> int:
    """1 when the credentials that were proved true are of that user; -1 as long as none were."""
    auth = peer(AuthApi)
    body = auth.authorized(msg) if auth is not None else None
    if body is None:
        log("siputils").err("is_user() is for a request whose credentials were checked before")
        return -1
    return _answer(body.username == username)


@module.function("is_supported")
def is_supported(msg: SipMsg, option: bytes) -> int:
    """1 when Supported lists the extension."""
    try:
        return _answer(option.lower() in [each.lower() for each in msg.values(HdrType.SUPPORTED)])
    except SipParseError:
        return -1


@module.function("is_first_hop")
def is_first_hop(msg: SipMsg, mode: int = _MUST_BE_IP) -> int:
    """1 when nobody stands between us and the sender: one Via in a request, our Record-Route on top in a reply.

    With mode 0 that must be an address other than the one that the reply comes from, lest it has come from ourselves.
    """
    try:
        if msg.is_request:
            return _answer(len(msg.values(HdrType.VIA)) == 1)
        routes = msg.parsed(HdrType.RECORDROUTE)
        uri = parse_uri(routes[0].uri) if routes else None
    except SipParseError:
        return -1
    if uri is None or not msg.engine.sockets.is_myself(uri.host, uri.port_no or 5060):
        return -1
    return _answer(mode != _MUST_BE_IP or _is_other_ip(msg, uri))


def _is_other_ip(msg: SipMsg, uri: SipUri) -> bool:
    is_ip = uri.host[:1] == b"[" or not uri.host.translate(None, b"0123456789.")
    return is_ip and uri.host != bracketed(msg.rcv.src_ip)


@module.function("hdr_date_check")
def hdr_date_check(msg: SipMsg, tdiff: int) -> int:
    """1 when Date is no more than `tdiff` seconds ago; -1 without one, -2 for one that cannot be read, -4 for an older one."""
    try:
        date = msg.parsed(HdrType.DATE)
    except SipParseError:
        return -2
    if date is None:
        return -1
    return 1 if date.timestamp() >= wall_time() - tdiff else -4
