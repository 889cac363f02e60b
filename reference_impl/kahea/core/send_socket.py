"""Which of our sockets a message leaves from (kamailio src/core/forward.c get_send_socket2())."""

from typing import TYPE_CHECKING

from kahea.core.net import Proto, SocketInfo

if TYPE_CHECKING:
    from kahea.core.engine import Engine
    from kahea.core.sip_msg import SipMsg

__all__ = ["get_send_socket"]

_RIDES_ON = {Proto.WS: Proto.TCP, Proto.WSS: Proto.TLS}


def get_send_socket(engine: "Engine", msg: "SipMsg | None", ip: bytes, proto: Proto) -> SocketInfo | None:
    """The socket to send from to the address `ip` over `proto`; None when no socket fits.

    In turn: the one that a route has forced, or its address's socket of the right protocol; with mhomed the one at the address
    from which the machine's routes lead there; the one the message came on; the first one of protocol and address family.
    """
    sockets = engine.sockets
    is_ipv6 = b":" in ip
    if msg is not None and msg.force_send_socket is not None:
        forced = msg.force_send_socket
        if forced.proto is proto:
            return forced
        twin = sockets.find(forced.address, forced.port, proto) or sockets.find(forced.address, 0, proto)
        if twin is not None:
            return twin
    if engine.core.mhomed and engine.edge is not None:
        source = engine.edge.source_ip(ip)
        if source is not None:
            found = sockets.find(source, 0, proto)
            if found is not None:
                return found
    if msg is not None:
        sock = msg.rcv.sock
        if sock.proto is proto and (b":" in sock.address) == is_ipv6 and not sock.is_virtual:
            return sock
    return sockets.first(proto, is_ipv6=is_ipv6) or sockets.first(_RIDES_ON.get(proto, proto), is_ipv6=is_ipv6)
