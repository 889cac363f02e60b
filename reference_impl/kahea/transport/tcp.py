"""TCP: listening sockets and outgoing connections, as sockets that do not block."""

import socket
from typing import TYPE_CHECKING

from kahea.core.net import SocketInfo
from kahea.transport.errors import TransportError

if TYPE_CHECKING:
    from kahea.core.coreparam import CoreParams

__all__ = ["accept", "connect", "listen", "tune"]


def listen(info: SocketInfo, core: "CoreParams") -> socket.socket:
    """The listening socket of `info`.

    Raises:
        TransportError: the address cannot be bound.
    """
    sock = socket.socket(_family(info.address), socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((info.address.decode(), info.port))
        sock.listen(core.tcp_listen_backlog)
    except OSError as fault:
        sock.close()
        raise TransportError(f"{info.text.decode()}: {fault.strerror or fault}") from fault
    return sock


def accept(listener: socket.socket) -> tuple[socket.socket, tuple[bytes, int]] | None:
    """A peer's connection and address; None when none waits.

    Raises:
        OSError: the system has no descriptor or memory for it.
    """
    try:
        sock, address = listener.accept()
    except (BlockingIOError, InterruptedError, ConnectionAbortedError):
        return None
    sock.setblocking(False)
    return sock, (address[0].partition("%")[0].encode(), address[1])


def connect(ip: bytes, port: int, source: str = "") -> socket.socket:
    """A socket on its way to `ip`; writable once it is there, or has failed.

    Raises:
        OSError: the connection cannot even be tried.
    """
    sock = socket.socket(_family(ip), socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        if source:
            sock.bind((source, 0))
        sock.connect((ip.decode(), port))
    except BlockingIOError:
        pass
    except OSError:
        sock.close()
        raise
    return sock


def tune(sock: socket.socket, core: "CoreParams") -> None:
    """Nothing; the socket has the options of the core's tcp parameters."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not core.tcp_keepalive:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    wanted = {
        "TCP_KEEPIDLE": core.tcp_keepidle,
        "TCP_KEEPINTVL": core.tcp_keepintvl,
        "TCP_KEEPCNT": core.tcp_keepcnt,
    }
    for name, value in wanted.items():
        if value and hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _family(ip: bytes) -> socket.AddressFamily:
    return socket.AF_INET6 if b":" in ip else socket.AF_INET
