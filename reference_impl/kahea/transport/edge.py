"""What the engine asks of the program around it, answered by the transports (`kahea.core.net.Edge`)."""

from collections.abc import Callable

from kahea.core.net import FileOwner, Listener
from kahea.transport.control import Connected, ControlSockets, Received, write_fifo
from kahea.transport.files import read_file, write_file
from kahea.transport.interfaces import source_ip
from kahea.transport.streams import Streams

__all__ = ["TransportEdge"]


class TransportEdge:
    """The edge of a serving engine.

    Modules are initialised before there is an event loop: what they listen on is asked for in ``child_init``.
    """

    def __init__(self, streams: Streams, control: ControlSockets, stop: Callable[[], None]) -> None:
        self._streams = streams
        self._control = control
        self._stop = stop

    def stop(self) -> None:
        """Nothing; the server shuts down as it does for SIGTERM."""
        self._stop()

    def listen_stream(self, path: str, owner: FileOwner, connected: Connected) -> Listener:
        """A stream socket in the file system, as `ControlSockets.listen_stream`."""
        return self._control.listen_stream(path, owner, connected)

    def listen_datagram(self, path: str, owner: FileOwner, received: Received) -> Listener:
        """A datagram socket in the file system, as `ControlSockets.listen_datagram`."""
        return self._control.listen_datagram(path, owner, received)

    def listen_tcp(self, host: str, port: int, connected: Connected) -> Listener:
        """A TCP socket that speaks no SIP, as `ControlSockets.listen_tcp`."""
        return self._control.listen_tcp(host, port, connected)

    def listen_fifo(self, path: str, owner: FileOwner, received: Callable[[bytes], None]) -> Listener:
        """A named pipe, as `ControlSockets.listen_fifo`."""
        return self._control.listen_fifo(path, owner, received)

    def add_alias(self, con_id: int, port: int) -> bool:
        """Whether the connection lives; requests to its peer at `port` go over it from now on."""
        connection = self._streams.table.by_id(con_id)
        if connection is None:
            return False
        self._streams.table.add_alias(connection, port)
        return True

    def is_connected(self, con_id: int) -> bool:
        """Whether the connection lives."""
        return self._streams.table.by_id(con_id) is not None

    def close_connection(self, con_id: int) -> None:
        """Nothing; the connection is closed."""
        connection = self._streams.table.by_id(con_id)
        if connection is not None:
            self._streams.end(connection, "closed by the script")

    def connections(self) -> list[dict[str, int | str]]:
        """One row per connection (RPC core.tcp_list)."""
        return self._streams.rows()

    def source_ip(self, ip: bytes) -> bytes | None:
        """The local address that the system's routes lead from to `ip`; None when none does."""
        return source_ip(ip)

    def read_file(self, path: str) -> bytes | None:
        """The content of a file; None for one that is too large or cannot be read."""
        return read_file(path)

    def write_file(self, path: str, data: bytes) -> bool:
        """Whether the file has that content and no other."""
        return write_file(path, data)

    def write_fifo(self, path: str, data: bytes) -> bool:
        """Whether the bytes went into the pipe at `path`, which a client has made and reads."""
        return write_fifo(path, data)
