"""Class ``sock``: parts of a socket's text, ``udp:127.0.0.1:5060``."""

from kahea.api.net import PROTO_NAMES, Proto
from kahea.api.values import TrClass, socket_of
from kahea.modules.corex.exports import module

__all__ = ["sock"]

sock = module.transformations(TrClass("sock"))


def _parts(text: bytes) -> tuple[Proto, bytes, int]:
    return socket_of(text.decode("utf-8", "replace"))


@sock.add("host")
def sock_host(text: bytes) -> bytes:
    """The address.

    >>> sock_host(b"udp:127.0.0.1:5060")
    b'127.0.0.1'
    """
    return _parts(text)[1]


@sock.add("port")
def sock_port(text: bytes) -> bytes:
    """The port; empty without one.

    >>> sock_port(b"udp:127.0.0.1:5060"), sock_port(b"udp:127.0.0.1")
    (b'5060', b'')
    """
    port = _parts(text)[2]
    return b"%d" % port if port else b""


@sock.add("proto")
def sock_proto(text: bytes) -> bytes:
    """The protocol; empty without one.

    >>> sock_proto(b"tcp:127.0.0.1:5060")
    b'tcp'
    """
    proto = _parts(text)[0]
    return PROTO_NAMES[proto] if proto is not Proto.NONE else b""


@sock.add("touri")
def sock_touri(text: bytes) -> bytes:
    """The socket as a URI.

    >>> sock_touri(b"tcp:127.0.0.1:5060")
    b'sip:127.0.0.1:5060;transport=tcp'
    """
    proto, host, port = _parts(text)
    if not host:
        return b""
    at = b":%d" % port if port else b""
    return b"sip:" + host + at + (b";transport=" + PROTO_NAMES[proto] if proto is not Proto.NONE else b"")
