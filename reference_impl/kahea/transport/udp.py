"""UDP sockets: a readable socket is drained in one go, since a turn of an event loop costs more than a datagram."""

import socket
from collections import deque
from collections.abc import Callable

from kahea.core.net import SocketInfo
from kahea.transport.errors import TransportError

__all__ = ["MAX_DRAIN", "UdpSocket"]

MAX_DRAIN = 64
"""Datagrams taken in one go, so that timers and other sockets get their turn."""

_MAX_DATAGRAM = 65_535
_MAX_QUEUED = 1_024

Received = Callable[[bytes, bytes, int, SocketInfo], None]


class UdpSocket:
    """One listening UDP socket; `received(data, ip, port, info)` gets each datagram, `drained()` is called behind the last.

    Raises:
        TransportError: the address cannot be bound.
    """

    __slots__ = ("_buffer", "_drained", "_queue", "_received", "_view", "info", "sock")

    def __init__(
        self, info: SocketInfo, received: Received, drained: Callable[[], None], *, rcvbuf: int = 0, tos: int = 0
    ) -> None:
        self._received = received
        self._drained = drained
        self._buffer = bytearray(_MAX_DATAGRAM)
        self._view = memoryview(self._buffer)
        self._queue: deque[tuple[bytes, tuple[str, int]]] = deque()
        self.sock = _bound(info, rcvbuf, tos)
        self.info = info

    def fileno(self) -> int:
        """The descriptor, for the event loop."""
        return self.sock.fileno()

    def read(self) -> int:
        """The number of datagrams that were handed on: all that wait, up to `MAX_DRAIN`."""
        count = self._drain()
        if count:
            self._drained()
        return count

    def _drain(self) -> int:
        receive, buffer, view, received, info = self.sock.recvfrom_into, self._buffer, self._view, self._received, self.info
        for count in range(MAX_DRAIN):
            try:
                size, address = receive(buffer)
            except (BlockingIOError, InterruptedError):
                return count
            except OSError:
                continue  # an ICMP error of an earlier send: the next datagram may be there
            received(bytes(view[:size]), address[0].partition("%")[0].encode(), address[1], info)
        return MAX_DRAIN

    @property
    def has_queued(self) -> bool:
        """Whether datagrams wait for room in the system's buffer: call `write` when the socket is writable."""
        return bool(self._queue)

    def send(self, data: bytes, ip: bytes, port: int) -> str | None:
        """Why the datagram cannot be sent; None when it is with the system, or queued behind others."""
        if self._queue:
            return self._enqueue(data, ip, port)
        try:
            self.sock.sendto(data, (ip.decode(), port))
        except (BlockingIOError, InterruptedError):
            return self._enqueue(data, ip, port)
        except (OSError, ValueError) as fault:
            return str(fault)
        return None

    def write(self) -> None:
        """Nothing; what was queued is with the system as far as it takes it."""
        while self._queue:
            data, address = self._queue[0]
            try:
                self.sock.sendto(data, address)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                pass  # its sender was told that it is on its way: UDP may lose it
            self._queue.popleft()

    def close(self) -> None:
        """Nothing; the port is free."""
        self.sock.close()

    def _enqueue(self, data: bytes, ip: bytes, port: int) -> str | None:
        if len(self._queue) >= _MAX_QUEUED:
            return f"{_MAX_QUEUED} datagrams wait already"
        self._queue.append((data, (ip.decode(), port)))
        return None


def _bound(info: SocketInfo, rcvbuf: int, tos: int) -> socket.socket:
    family = socket.AF_INET6 if b":" in info.address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        elif tos:
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)
        if rcvbuf:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        sock.bind((info.address.decode(), info.port))
    except OSError as fault:
        sock.close()
        raise TransportError(f"{info.text.decode()}: {fault.strerror or fault}") from fault
    return sock
