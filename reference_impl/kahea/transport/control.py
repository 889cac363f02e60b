"""Sockets and pipes that are not SIP's: for control interfaces, served in the same event loop."""

import asyncio
import os
import socket
import stat
from collections import deque
from collections.abc import Callable

from kahea.core.net import FileOwner, Listener, Peer
from kahea.transport.errors import TransportError
from kahea.transport.file_socket import bind_at, make_fifo, remove

__all__ = ["Connected", "ControlSockets", "Received", "write_fifo"]

_READ_BYTES = 65_536
_MAX_PEERS = 128
_MAX_QUEUED_BYTES = 4 * 1024 * 1024
_BACKLOG = 64

Enter = Callable[[Callable[[], object]], None]
Connected = Callable[[Peer], Callable[[bytes], None]]
Received = Callable[[bytes, Callable[[bytes], None]], None]


class _Place:
    """A listener: descriptors to watch, a path to remove."""

    def __init__(self, path: str, *close_first: Callable[[], object]) -> None:
        self._path = path
        self._close_first = close_first

    def close(self) -> None:
        """Nothing; no input comes any more, and the path is free."""
        for close in self._close_first:
            close()
        self._close_first = ()
        if self._path:
            remove(self._path)


class _StreamPeer:
    """One connection: what it sends goes to `received`, what is sent waits in a queue with a limit."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, sock: socket.socket, enter: Enter, ended: Callable[["_StreamPeer"], None]
    ) -> None:
        self.received: Callable[[bytes], None] = _ignore
        self._loop = loop
        self._enter = enter
        self._sock = sock
        self._ended = ended
        self._queue: deque[memoryview] = deque()
        self._queued = 0
        self._is_closing = False

    def send(self, data: bytes) -> None:
        """Nothing; the bytes leave when the peer takes them; a peer that takes nothing is ended."""
        if self._sock.fileno() < 0 or not data:
            return
        self._queue.append(memoryview(data))
        self._queued += len(data)
        self._write()
        if self._queued > _MAX_QUEUED_BYTES:
            self.end()

    def close(self) -> None:
        """Nothing; the connection ends once everything was sent."""
        self._is_closing = True
        if not self._queue:
            self.end()

    def _write(self) -> None:
        try:
            while self._queue:
                sent = self._sock.send(self._queue[0])
                self._queued -= sent
                self._queue[0] = self._queue[0][sent:]
                if not self._queue[0]:
                    self._queue.popleft()
        except (BlockingIOError, InterruptedError):
            self._loop.add_writer(self._sock.fileno(), self._write)
            return
        except OSError:
            self.end()
            return
        self._loop.remove_writer(self._sock.fileno())
        if self._is_closing:
            self.end()

    def read(self) -> None:
        """Nothing; what the peer has sent was handed on, in an entry of the engine."""
        try:
            data = self._sock.recv(_READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self._enter(lambda: self.received(data))
        else:
            self.end()

    def end(self) -> None:
        """Nothing; the connection is closed."""
        fd = self._sock.fileno()
        if fd < 0:
            return
        self._loop.remove_reader(fd)
        self._loop.remove_writer(fd)
        self._sock.close()
        self._ended(self)
        told, self.received = self.received, _ignore
        self._loop.call_soon(self._enter, lambda: told(b""))


class ControlSockets:
    """The listeners that modules have asked for; the application owns it.  Handlers run in entries of the engine."""

    def __init__(self, loop: asyncio.AbstractEventLoop, enter: Enter) -> None:
        self._loop = loop
        self._enter = enter
        self._places: list[_Place] = []
        self._peers: set[_StreamPeer] = set()

    def listen_stream(self, path: str, owner: FileOwner, connected: Connected) -> Listener:
        """A stream socket at `path`; `connected(peer)` gives the function that gets the peer's bytes, none at its end.

        Raises:
            TransportError: the path cannot be used.
        """
        return self._serve(_bound(socket.SOCK_STREAM, path, owner), connected, path)

    def listen_tcp(self, host: str, port: int, connected: Connected) -> Listener:
        """A TCP socket that speaks no SIP.

        Raises:
            TransportError: the address cannot be used.
        """
        try:
            sock = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except OSError as fault:
            raise TransportError(f"tcp:{host}:{port}: {fault.strerror or fault}") from fault
        return self._serve(sock, connected, "")

    def _serve(self, sock: socket.socket, connected: Connected, path: str) -> Listener:
        sock.setblocking(False)
        sock.listen(_BACKLOG)
        self._loop.add_reader(sock.fileno(), self._accept, sock, connected)
        return self._sock_place(sock, path)

    def _sock_place(self, sock: socket.socket, path: str) -> Listener:
        return self._place(path, lambda: self._loop.remove_reader(sock.fileno()), sock.close)

    def _place(self, path: str, *close_first: Callable[[], object]) -> Listener:
        place = _Place(path, *close_first)
        self._places.append(place)
        return place

    def _accept(self, listener: socket.socket, connected: Connected) -> None:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        if len(self._peers) >= _MAX_PEERS:
            sock.close()
            return
        sock.setblocking(False)
        peer = _StreamPeer(self._loop, sock, self._enter, self._peers.discard)
        self._peers.add(peer)
        peer.received = connected(peer)
        self._loop.add_reader(sock.fileno(), peer.read)

    def listen_datagram(self, path: str, owner: FileOwner, received: Received) -> Listener:
        """A datagram socket at `path`; `received(data, reply)` gets each datagram, and `reply` answers its sender.

        Raises:
            TransportError: the path cannot be used.
        """
        sock = _bound(socket.SOCK_DGRAM, path, owner)
        sock.setblocking(False)
        self._loop.add_reader(sock.fileno(), self._receive, sock, received)
        return self._sock_place(sock, path)

    def _receive(self, sock: socket.socket, received: Received) -> None:
        try:
            data, sender = sock.recvfrom(_READ_BYTES)
        except OSError:
            return
        self._enter(lambda: received(data, lambda answer: _answer(sock, answer, sender)))

    def listen_fifo(self, path: str, owner: FileOwner, received: Callable[[bytes], None]) -> Listener:
        """A named pipe at `path`; `received` gets what was written to it, in pieces.

        Raises:
            TransportError: the path cannot be used.
        """
        make_fifo(path, owner)
        # Open for writing too: else the pipe would end whenever the last client closes it.
        fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW)
        self._loop.add_reader(fd, self._read_fifo, fd, received)
        return self._place(path, lambda: self._loop.remove_reader(fd), lambda: os.close(fd))

    def _read_fifo(self, fd: int, received: Callable[[bytes], None]) -> None:
        try:
            data = os.read(fd, _READ_BYTES)
        except OSError:
            return
        if data:
            self._enter(lambda: received(data))

    def close(self) -> None:
        """Nothing; every connection and listener is closed."""
        for peer in tuple(self._peers):
            peer.end()
        for place in self._places:
            place.close()
        self._places.clear()


def write_fifo(path: str, data: bytes) -> bool:
    """Whether the bytes went into the pipe at `path`, which a client has made and reads; nothing else is ever written to."""
    try:
        fd = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        return stat.S_ISFIFO(os.fstat(fd).st_mode) and os.write(fd, data) == len(data)
    except OSError:
        return False
    finally:
        os.close(fd)


def _bound(kind: socket.SocketKind, path: str, owner: FileOwner) -> socket.socket:
    """A socket in the file system, bound at `path`.

    Raises:
        TransportError: the path cannot be used.
    """
    sock = socket.socket(socket.AF_UNIX, kind)
    try:
        bind_at(sock, path, owner)
    except TransportError:
        sock.close()
        raise
    return sock


def _answer(sock: socket.socket, data: bytes, sender: str) -> None:
    """The sender of a datagram gets `data`; one that has no address, or is gone, gets nothing."""
    if not sender:
        return
    try:
        sock.sendto(data, sender)
    except OSError:
        return


def _ignore(data: bytes) -> None:
    """Bytes before anybody listens."""
