"""Where messages come from and go to, and what the core asks of the transports below the edge.

Addresses are bytes as they are written in messages, IPv6 without brackets: ``b"127.0.0.1"``, ``b"2001:db8::1"``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

__all__ = [
    "PROTO_NAMES",
    "DestInfo",
    "Edge",
    "FileOwner",
    "Listener",
    "Peer",
    "Proto",
    "ReceiveInfo",
    "Send",
    "SocketInfo",
    "bracketed",
    "proto_of",
]


class Proto(IntEnum):
    """Transport protocols, with the numbers of kamailio src/core/ip_addr.h (``$prid``)."""

    NONE = 0
    UDP = 1
    TCP = 2
    TLS = 3
    SCTP = 4
    WS = 5
    WSS = 6

    @property
    def is_stream(self) -> bool:
        """Whether it runs over connections that can be reused and closed."""
        return self in _STREAMS


_STREAMS = frozenset((Proto.TCP, Proto.TLS, Proto.WS, Proto.WSS))
PROTO_NAMES = {proto: proto.name.lower().encode() for proto in Proto}
"""The name of each protocol as it stands in a URI's transport parameter."""


def proto_of(name: bytes) -> Proto:
    """The protocol called `name` in any case; `Proto.NONE` for a name that is none.

    >>> proto_of(b"TCP"), proto_of(b"smoke")
    (<Proto.TCP: 2>, <Proto.NONE: 0>)
    """
    return Proto.__members__.get(name.decode("ascii", "replace").upper(), Proto.NONE)


def bracketed(ip: bytes) -> bytes:
    """The address as it stands in a URI or a Via: IPv6 between brackets.

    >>> bracketed(b"::1"), bracketed(b"127.0.0.1")
    (b'[::1]', b'127.0.0.1')
    """
    return b"[" + ip + b"]" if b":" in ip else ip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SocketInfo:
    """One listening socket (Kamailio's ``struct socket_info``); there is one object for each, so identity tells them apart.

    `advertise_host` and `advertise_port` stand in for the address in Via, Record-Route and Path when they are given.
    """

    proto: Proto
    address: bytes
    port: int
    name: bytes = b""
    advertise_host: bytes = b""
    advertise_port: int = 0
    agname: bytes = b""
    is_virtual: bool = False
    host: bytes = b""
    """The host as the configuration names it, when that is not the address."""

    @property
    def sent_by(self) -> tuple[bytes, int]:
        """Host, bracketed when it must be, and port that other hosts shall use."""
        return self.advertise_host or bracketed(self.address), self.advertise_port or self.port

    @property
    def text(self) -> bytes:
        """The socket as the configuration writes it: ``udp:127.0.0.1:5060``."""
        return b"%b:%b:%d" % (PROTO_NAMES[self.proto], bracketed(self.address), self.port)


class ReceiveInfo(NamedTuple):
    """How a message came (Kamailio's ``struct receive_info``); `con_id` is 0 where there is no connection.

    A tuple, as one is made for each message, which takes a third of the time of a frozen dataclass.
    """

    proto: Proto
    src_ip: bytes
    src_port: int
    sock: SocketInfo
    con_id: int = 0

    @property
    def dst_ip(self) -> bytes:
        """The address it was received on."""
        return self.sock.address

    @property
    def dst_port(self) -> int:
        """The port it was received on."""
        return self.sock.port


class DestInfo(NamedTuple):
    """Where a message shall go (Kamailio's ``struct dest_info``); a tuple for the same reason.

    `con_id` names the connection to use first; 0 lets the transport choose or open one.
    """

    proto: Proto
    ip: bytes
    port: int
    sock: SocketInfo | None = None
    con_id: int = 0

    @property
    def text(self) -> bytes:
        """The destination for logs: ``tcp:192.0.2.1:5060``."""
        return b"%b:%b:%d" % (PROTO_NAMES[self.proto], bracketed(self.ip), self.port)


class Send:
    """Bytes to be sent; the edge calls `failed` once, with a reason, when they cannot be.

    `no_connect` forbids opening a connection, `close` asks to close it behind the bytes.
    """

    __slots__ = ("close", "data", "dst", "failed", "no_connect")

    def __init__(
        self,
        dst: DestInfo,
        data: bytes,
        *,
        failed: Callable[[str], None] | None = None,
        no_connect: bool = False,
        close: bool = False,
    ) -> None:
        self.dst = dst
        self.data = data
        self.failed = failed
        self.no_connect = no_connect
        self.close = close

    def __repr__(self) -> str:
        return f"Send({self.dst.text.decode()}, {self.data[:40]!r}, {len(self.data)} bytes)"


class Listener(Protocol):
    """A socket or pipe that a module serves (`ctl`, `jsonrpcs`, `mi_datagram`)."""

    def close(self) -> None:
        """Nothing; no more input is delivered, and what the listener made in the file system is gone."""


class Peer(Protocol):
    """One connection of a `Listener`."""

    def send(self, data: bytes) -> None:
        """Nothing; the bytes leave when the connection takes them."""

    def close(self) -> None:
        """Nothing; the connection ends once everything was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOwner:
    """Who may use a socket or pipe in the file system; empty names leave the server's own."""

    mode: int = 0o600
    user: str = ""
    group: str = ""


class Edge(Protocol):
    """What the program around the engine does for it: connections, listeners, processes (`Engine.edge`)."""

    def add_alias(self, con_id: int, port: int) -> bool:
        """Whether the connection lives; requests to its peer at `port` go over it from now on."""

    def is_connected(self, con_id: int) -> bool:
        """Whether the connection lives."""

    def close_connection(self, con_id: int) -> None:
        """Nothing; the connection is closed."""

    def connections(self) -> list[dict[str, int | str]]:
        """One row per connection (RPC core.tcp_list)."""

    def source_ip(self, ip: bytes) -> bytes | None:
        """The address of this machine from which its routes lead to `ip` (core parameter mhomed); None when none does."""

    def listen_stream(self, path: str, owner: FileOwner, connected: Callable[[Peer], Callable[[bytes], None]]) -> Listener:
        """A stream socket in the file system; `connected(peer)` gives the function that gets the peer's bytes, none at its end.

        Raises:
            KaheaError: the path cannot be used.
        """

    def listen_datagram(
        self, path: str, owner: FileOwner, received: Callable[[bytes, Callable[[bytes], None]], None]
    ) -> Listener:
        """A datagram socket in the file system; `received(data, reply)` gets each datagram.

        Raises:
            KaheaError: the path cannot be used.
        """

    def listen_tcp(self, host: str, port: int, connected: Callable[[Peer], Callable[[bytes], None]]) -> Listener:
        """A TCP socket that speaks no SIP.

        Raises:
            KaheaError: the address cannot be used.
        """

    def listen_fifo(self, path: str, owner: FileOwner, received: Callable[[bytes], None]) -> Listener:
        """A named pipe; `received` gets what was written to it, in pieces.

        Raises:
            KaheaError: the path cannot be used.
        """

    def write_fifo(self, path: str, data: bytes) -> bool:
        """Whether the bytes went into the pipe at `path`, which a client has made and reads."""

    def read_file(self, path: str) -> bytes | None:
        """The content of a file; None for one that is too large or cannot be read."""

    def write_file(self, path: str, data: bytes) -> bool:
        """Whether the file has that content and no other."""

    def stop(self) -> None:
        """Nothing; the server shuts down as it does for SIGTERM."""
