"""All stream connections at work: accepting, connecting, reading, writing, and ending those that take too long."""

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from kahea.core.net import PROTO_NAMES, ReceiveInfo, Send, SocketInfo, bracketed
from kahea.parser import BadStream, Frame, Ping, StreamFraming
from kahea.transport.connection import Connection, Standing
from kahea.transport.connections import Connections
from kahea.transport.tcp import accept, connect, tune

if TYPE_CHECKING:
    from kahea.base.log import ModuleLog
    from kahea.core.coreparam import CoreParams

__all__ = ["Streams", "Watcher"]

_MAX_ACCEPTS = 64


class Watcher(Protocol):
    """The part of an event loop that is needed: who wants to read, who wants to write."""

    def add_reader(self, fd: int, callback: Callable[[], object]) -> object:
        """`callback` is called whenever `fd` can be read."""

    def remove_reader(self, fd: int) -> object:
        """It is not any more."""

    def add_writer(self, fd: int, callback: Callable[[], object]) -> object:
        """`callback` is called whenever `fd` can be written."""

    def remove_writer(self, fd: int) -> object:
        """It is not any more."""


class Streams:
    """The stream side of the transports; the transport manager owns it and hands in the clock.

    `received(data, rcv)` gets each whole message, `closed(con_id, reason)` is told of each end.
    """

    def __init__(
        self,
        core: "CoreParams",
        watcher: Watcher,
        clock: Callable[[], float],
        *,
        received: Callable[[bytes, ReceiveInfo], None],
        closed: Callable[[int, str], None],
        log: "ModuleLog",
    ) -> None:
        self.table = Connections(core.tcp_max_connections, core.tcp_accept_iplimit)
        self._core = core
        self._watcher = watcher
        self._clock = clock
        self._received = received
        self._closed = closed
        self._log = log

    # Opening

    def accept_all(self, listener: socket.socket, info: SocketInfo) -> None:
        """Nothing; the peers that wait are connected, or turned away where a limit says so."""
        for _ in range(_MAX_ACCEPTS):
            try:
                taken = accept(listener)
            except OSError as fault:
                self._log.err("%s: cannot accept: %s", info.text.decode(), fault)
                return
            if taken is None:
                return
            sock, peer = taken
            refusal = self.table.refusal(peer[0])
            if refusal is not None:
                self._log.warn("connection from %s refused: %s", peer[0].decode(), refusal)
                sock.close()
                continue
            self._add(Connection(self.table.next_id(), sock, peer, info, framing=self._framing(), now=self._clock()))

    def _open(self, send: Send, info: SocketInfo) -> Connection | str:
        """A new connection for `send`, or why there is none."""
        core, dst = self._core, send.dst
        if core.tcp_no_connect or send.no_connect:
            return "no connection is open and none may be opened"
        if len(self.table) >= self.table.most:
            return f"{self.table.most} connections are open (tcp_max_connections)"
        source = core.tcp_source_ipv6 if b":" in dst.ip else core.tcp_source_ipv4
        try:
            sock = connect(dst.ip, dst.port, source)
        except (OSError, ValueError) as fault:
            return str(fault)
        peer = (dst.ip, dst.port)
        made = Connection(self.table.next_id(), sock, peer, info, framing=self._framing(), now=self._clock(), is_outgoing=True)
        self._add(made)
        return made

    def _framing(self) -> StreamFraming:
        return StreamFraming(accept_no_length=bool(self._core.tcp_accept_no_cl))

    def _add(self, connection: Connection) -> None:
        tune(connection.sock, self._core)
        self.table.add(connection)
        self._watcher.add_reader(connection.fileno(), lambda: self._read(connection))
        self._watch(connection)

    # Sending

    def send(self, send: Send, info: SocketInfo) -> None:
        """Nothing; the bytes go over the connection that is named, one that leads there, or a new one."""
        found: Connection | str | None = self.table.by_id(send.dst.con_id) if send.dst.con_id else None
        if found is None:
            found = self.table.to(send.dst.proto, send.dst.ip, send.dst.port)
        if found is None:
            found = self._open(send, info)
        if isinstance(found, str):
            _tell(send.failed, found)
            return
        if found.queued + len(send.data) > self._core.tcp_conn_wq_max and found.queued:
            _tell(send.failed, f"{found.queued} bytes wait on the connection already (tcp_conn_wq_max)")
            return
        found.send(send.data, self._clock(), send.failed)
        if send.close:
            found.standing = Standing.CLOSING if found.queued else found.standing
            if not found.queued:
                self.end(found, "")
                return
        self._watch(found)

    def _watch(self, connection: Connection) -> None:
        if connection.wants_write:
            self._watcher.add_writer(connection.fileno(), lambda: self._write(connection))
        else:
            self._watcher.remove_writer(connection.fileno())

    def _write(self, connection: Connection) -> None:
        if not connection.write(self._clock()):
            self.end(connection, connection.fault or "the connection is broken")
        elif connection.standing is Standing.CLOSING and not connection.wants_write:
            self.end(connection, "")
        else:
            self._watch(connection)

    # Receiving

    def _read(self, connection: Connection) -> None:
        events = connection.read(self._core.tcp_rd_buf_size, self._clock())
        if events is None:
            self.end(connection, "closed by the peer")
            return
        for event in events:
            if isinstance(event, Frame):
                self._received(event.data, self._info(connection))
            elif isinstance(event, Ping) and self._core.tcp_crlf_ping:
                connection.send(b"\r\n", self._clock())
                self._watch(connection)
            elif isinstance(event, BadStream):
                self._refuse(connection, event)
                return

    def _refuse(self, connection: Connection, event: BadStream) -> None:
        """The bytes are handed on once, so that they can be answered; then the connection ends."""
        self._log.notice("%s: %s", connection.peer[0].decode(), event.error)
        self._received(event.data, self._info(connection))
        if connection.queued:
            connection.standing = Standing.CLOSING
            self._watcher.remove_reader(connection.fileno())
        else:
            self.end(connection, str(event.error))

    def _info(self, connection: Connection) -> ReceiveInfo:
        return ReceiveInfo(connection.info.proto, connection.peer[0], connection.peer[1], connection.info, connection.id)

    # Ending

    def end(self, connection: Connection, reason: str) -> None:
        """Nothing; the connection is closed, and those whose bytes did not leave are told why."""
        if connection.standing is Standing.CLOSED:
            return
        self._watcher.remove_reader(connection.fileno())
        self._watcher.remove_writer(connection.fileno())
        self.table.remove(connection)
        for failed in connection.close(reason):
            failed(reason)
        self._closed(connection.id, reason)

    def sweep(self, now: float) -> None:
        """Nothing; connections that took too long at something have ended.  To be called every second or so."""
        for connection in self.table:
            reason = self._overdue(connection, now)
            if reason is not None:
                self._log.info("%s: %s", connection.peer[0].decode(), reason)
                self.end(connection, reason)

    def _overdue(self, connection: Connection, now: float) -> str | None:
        core = self._core
        if connection.standing is Standing.CONNECTING:
            return _after(now, connection.opened_at, core.tcp_connect_timeout, "not connected")
        if connection.stuck_since is not None:
            return _after(now, connection.stuck_since, core.tcp_send_timeout, "the peer takes nothing")
        if connection.started_at is not None:
            return _after(now, connection.started_at, core.tcp_msg_read_timeout, "a message is not whole")
        if not connection.is_outgoing and connection.last_active == connection.opened_at:
            return _after(now, connection.opened_at, core.tcp_msg_data_timeout, "nothing came")
        return _after(now, connection.last_active, core.tcp_connection_lifetime, "idle")

    def rows(self) -> list[dict[str, int | str]]:
        """One row per connection (RPC core.tcp_list)."""
        return [
            {
                "id": each.id,
                "type": PROTO_NAMES[each.info.proto].decode().upper(),
                "state": each.standing.value,
                "src_ip": bracketed(each.peer[0]).decode(),
                "src_port": each.peer[1],
                "dst_ip": bracketed(each.info.address).decode(),
                "dst_port": each.info.port,
                "queued": each.queued,
            }
            for each in self.table
        ]

    def close(self) -> None:
        """Nothing; every connection is closed."""
        for connection in self.table:
            self.end(connection, "the server stops")


def _after(now: float, since: float, limit_s: int, what: str) -> str | None:
    return f"{what} after {limit_s} s" if now - since >= limit_s else None


def _tell(failed: Callable[[str], None] | None, reason: str) -> None:
    if failed is not None:
        failed(reason)
