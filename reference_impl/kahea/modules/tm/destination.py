"""Destinations as scripts write them: a host and a port, or ``proto:host:port``."""

from kahea.api.net import DestInfo, Proto, proto_of
from kahea.api.values import SipParseError, parse_uri, resolve_uri
from kahea.modules.tm.table import Tm

__all__ = ["Proxy", "first_destination", "parse_proxy", "proxy_uri"]

Proxy = tuple[Proto, bytes, int]
"""Protocol, host (IPv6 in brackets) and port; NONE and 0 where none is written."""

_MOST_PORT = 65_535


def parse_proxy(text: bytes) -> Proxy | None:
    """What ``proto:host:port`` says, protocol and port being optional; None when it says nothing that can be used.

    >>> parse_proxy(b"tcp:192.0.2.1:5070"), parse_proxy(b"192.0.2.1:5070"), parse_proxy(b"tls:[2001:db8::1]")
    ((<Proto.TCP: 2>, b'192.0.2.1', 5070), (<Proto.NONE: 0>, b'192.0.2.1', 5070), (<Proto.TLS: 3>, b'[2001:db8::1]', 0))
    """
    proto = Proto.NONE
    name, colon, rest = text.partition(b":")
    if colon and proto_of(name):
        proto, text = proto_of(name), rest
    host, port = text, b""
    if text.startswith(b"["):
        close = text.find(b"]")
        host, port = text[: close + 1], text[close + 1 :].removeprefix(b":")
    elif text.count(b":") == 1:
        host, _, port = text.partition(b":")
    if not host or (port and not port.isdigit()) or int(port or 0) > _MOST_PORT:
        return None
    return proto, host, int(port or 0)


def proxy_uri(proxy: Proxy) -> bytes:
    """The URI that means the same.

    >>> proxy_uri((Proto.TCP, b"192.0.2.1", 5070))
    b'sip:192.0.2.1:5070;transport=tcp'
    """
    proto, host, port = proxy
    uri = b"sip:" + host
    if port:
        uri += b":%d" % port
    return uri + b";transport=%b" % proto.name.lower().encode() if proto else uri


async def first_destination(tm: Tm, proxy: Proxy) -> DestInfo | None:
    """Where the proxy is; None when its name has no address."""
    try:
        found = await resolve_uri(tm.engine, parse_uri(proxy_uri(proxy)), proxy[0])
    except SipParseError as error:
        tm.module_log.err("no destination host=%r: %s", proxy[1][:120], error)
        return None
    return found[0] if found else None
