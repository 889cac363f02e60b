"""What loose_route() has found out about a request, kept with it: our own Route, and what is left of the others."""

from dataclasses import dataclass

from kahea.api import SipMsg, engine, log
from kahea.api.net import Proto, SocketInfo, bracketed, proto_of
from kahea.api.values import HdrType, SipParseError, SipUri
from kahea.modules.rr.routes import RouteSet

__all__ = ["Routed", "is_own", "next_route", "params_text", "routed", "socket_of_uri"]

_KEY = "rr"
_ROUTE = HdrType.ROUTE
_SIP_PORT, _SIPS_PORT = 5060, 5061


@dataclass(slots=True)
class Routed:
    """`own` is our Route, or the request URI that stood for it; `code` what loose_route() answered, 0 before it was called."""

    own: SipUri | None = None
    code: int = 0
    has_next: bool = False
    """Whether a Route behind our own says where the request goes."""
    routes: RouteSet | None = None


def routed(msg: SipMsg) -> Routed:
    """What is known about the request; before loose_route() that is the parameters of its first Route, if that is ours."""
    found: Routed | None = msg.attached.get(_KEY)
    if found is None:
        found = msg.attached[_KEY] = Routed(own=_own_route(msg))
    return found


def _own_route(msg: SipMsg) -> SipUri | None:
    if not msg.count(_ROUTE):
        return None
    try:
        uri: SipUri = msg.parsed(_ROUTE)[0].parsed_uri
    except SipParseError as error:
        log("rr").err("the first Route cannot be read: %s", error)
        return None
    return uri if is_own(uri) else None


def next_route(msg: SipMsg) -> bytes:
    """The URI on top of the Routes that the request leaves with, as far as it is known; empty without any."""
    routes = routed(msg).routes
    if routes is not None:
        return routes.next
    try:
        uri: bytes = msg.parsed(_ROUTE)[0].uri
    except SipParseError:
        return b""
    return uri


def is_own(uri: SipUri) -> bool:
    """Whether the URI is this server's, whatever its transport; never a GRUU, which is a device's (RFC 5627)."""
    return uri.is_sip and uri.gr is None and engine().sockets.is_myself(uri.host, _port(uri))


def _port(uri: SipUri) -> int:
    return uri.port_no or (_SIPS_PORT if _proto(uri) is Proto.TLS else _SIP_PORT)


def _proto(uri: SipUri) -> Proto:
    if uri.transport is not None:
        return proto_of(uri.transport)
    return Proto.TLS if uri.scheme.lower() == b"sips" else Proto.UDP


def socket_of_uri(uri: SipUri, *, by_name: bool) -> SocketInfo | None:
    """The socket that an own URI is the address of, real or advertised; `by_name` looks at the parameter sn first."""
    sockets = engine().sockets
    name = uri.params.get(b"sn") if by_name else None
    named = sockets.named(name) if name else None
    if named is not None:
        return named
    host, port, proto = uri.host.lower(), _port(uri), _proto(uri)
    for sock in sockets:
        real = (sock.address, bracketed(sock.address), sock.host.lower())
        is_real = host in real and port == sock.port
        if sock.proto is proto and (is_real or (host, port) == (sock.advertise_host.lower(), sock.sent_by[1])):
            return sock
    return None


def params_text(uri: SipUri | None) -> bytes:
    """The URI's parameters as they are written, each with its semicolon; empty without a URI."""
    if uri is None:
        return b""
    return b"".join([b";" + name if value is None else b";%b=%b" % (name, value) for name, value in uri.params])
