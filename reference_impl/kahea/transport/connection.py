"""One stream connection: bytes in are cut into messages, bytes out wait in a queue with a limit; no event loop here."""

import errno
import os
import socket
from collections import deque
from collections.abc import Callable
from enum import Enum

from kahea.core.net import SocketInfo
from kahea.parser import StreamFraming
from kahea.parser.framing import Event

__all__ = ["Connection", "Standing"]

_AGAIN = (BlockingIOError, InterruptedError)


class Standing(Enum):
    """Where a connection is in its life."""

    CONNECTING = "connecting"
    OPEN = "open"
    CLOSING = "closing"
    """Nothing more is read; it ends once the queue is empty."""
    CLOSED = "closed"


class Connection:
    """A TCP connection, made by a peer or by us; the connection table owns it.

    `id` counts from 1 and is never used again.  `last_active` is the `now` of the last byte in or out, `started_at` the `now`
    when the message that is not whole yet began, None between messages.
    """

    __slots__ = (
        "_failed", "_queue", "framing", "id", "info", "is_outgoing", "last_active", "opened_at", "peer", "queued", "sock",
        "standing", "started_at", "stuck_since",
    )  # fmt: skip

    def __init__(
        self,
        con_id: int,
        sock: socket.socket,
        peer: tuple[bytes, int],
        info: SocketInfo,
        *,
        framing: StreamFraming,
        now: float,
        is_outgoing: bool = False,
    ) -> None:
        self.id = con_id
        self.sock = sock
        self.peer = peer
        self.info = info
        self.framing = framing
        self.is_outgoing = is_outgoing
        self.standing = Standing.CONNECTING if is_outgoing else Standing.OPEN
        self.opened_at = self.last_active = now
        self.started_at: float | None = None
        self.stuck_since: float | None = None
        """Since when the peer has taken nothing of a queue that is not empty."""
        self.queued = 0
        """Bytes that wait to be sent."""
        self._queue: deque[memoryview] = deque()
        self._failed: list[Callable[[str], None]] = []

    def fileno(self) -> int:
        """The descriptor, for the event loop."""
        return self.sock.fileno()

    def read(self, size: int, now: float) -> list[Event] | None:
        """The events of what the peer has sent; None when it has closed or the connection is broken."""
        try:
            data = self.sock.recv(size)
        except _AGAIN:
            return []
        except OSError:
            return None
        if not data:
            return None
        self.last_active = now
        events = self.framing.feed(data)
        self.started_at = (self.started_at or now) if self.framing.started and not events else None
        if events and self.framing.started:
            self.started_at = now
        return events

    def send(self, data: bytes, now: float, failed: Callable[[str], None] | None = None) -> None:
        """Nothing; the bytes are with the system or wait in order behind the others.

        `failed(reason)` is called once when the connection ends before they were taken.
        """
        if failed is not None:
            self._failed.append(failed)
        self._queue.append(memoryview(data))
        self.queued += len(data)
        if self.standing is not Standing.CONNECTING:
            self.write(now)

    def write(self, now: float) -> bool:
        """False when the connection is broken; as much as the peer takes has left."""
        if self.standing is Standing.CONNECTING and not self._is_connected():
            return False
        while self._queue:
            try:
                sent = self.sock.send(self._queue[0])
            except _AGAIN:
                break
            except OSError:
                return False
            self._took(sent, now)
        if not self._queue:
            self._failed.clear()
            self.stuck_since = None
        elif self.stuck_since is None:
            self.stuck_since = now
        return True

    def _took(self, sent: int, now: float) -> None:
        self.queued -= sent
        self.last_active = now
        self.stuck_since = now
        if sent == len(self._queue[0]):
            self._queue.popleft()
        else:
            self._queue[0] = self._queue[0][sent:]

    def _is_connected(self) -> bool:
        fault = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if fault:
            return False
        self.standing = Standing.OPEN
        return True

    @property
    def wants_write(self) -> bool:
        """Whether the loop shall say when the peer takes more."""
        return bool(self._queue) or self.standing is Standing.CONNECTING

    @property
    def fault(self) -> str:
        """The system's last error of the socket, in words; empty without one."""
        try:
            number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        except OSError:
            number = errno.EBADF
        return os.strerror(number) if number else ""

    def close(self, reason: str) -> list[Callable[[str], None]]:
        """Whom to tell that their bytes did not leave; the socket is closed."""
        self.standing = Standing.CLOSED
        self.sock.close()
        told, self._failed = self._failed if self._queue or reason else [], []
        self._queue.clear()
        self.queued = 0
        return told
