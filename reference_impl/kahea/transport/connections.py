"""The table of stream connections: found by number or by where they lead, counted by who made them."""

from collections import Counter
from collections.abc import Iterator

from kahea.core.net import Proto
from kahea.transport.connection import Connection, Standing

__all__ = ["Connections"]

_Key = tuple[Proto, bytes, int]


class Connections:
    """All stream connections; the transport manager owns it.

    A connection is known under its peer's address, and under aliases: other ports of the same peer that requests may go to
    (RFC 5923).  `most` bounds all, `most_per_ip` those that one address has opened.
    """

    __slots__ = ("_aliases", "_by_id", "_by_ip", "_by_peer", "_last", "most", "most_per_ip")

    def __init__(self, most: int, most_per_ip: int) -> None:
        self.most = most
        self.most_per_ip = most_per_ip
        self._by_id: dict[int, Connection] = {}
        self._by_peer: dict[_Key, Connection] = {}
        self._aliases: dict[int, list[_Key]] = {}
        self._by_ip: Counter[bytes] = Counter()
        self._last = 0

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._by_id.values()))

    def next_id(self) -> int:
        """A number for a new connection."""
        self._last += 1
        return self._last

    def refusal(self, ip: bytes) -> str | None:
        """Why a connection from `ip` may not be taken; None when it may."""
        if len(self._by_id) >= self.most:
            return f"{self.most} connections are open (tcp_max_connections)"
        if self._by_ip[ip] >= self.most_per_ip:
            return f"{self.most_per_ip} connections from {ip.decode()} are open (tcp_accept_iplimit)"
        return None

    def add(self, connection: Connection) -> None:
        """Nothing; the connection is found by its number, and by its peer where no older one is."""
        self._by_id[connection.id] = connection
        if not connection.is_outgoing:
            self._by_ip[connection.peer[0]] += 1
        self._put(connection, connection.peer[1])

    def add_alias(self, connection: Connection, port: int) -> None:
        """Nothing; requests to the peer at `port` find this connection from now on, the newest alias winning."""
        key = (connection.info.proto, connection.peer[0], port)
        self._by_peer[key] = connection
        self._aliases.setdefault(connection.id, []).append(key)

    def _put(self, connection: Connection, port: int) -> None:
        key = (connection.info.proto, connection.peer[0], port)
        if key not in self._by_peer:
            self._by_peer[key] = connection
            self._aliases.setdefault(connection.id, []).append(key)

    def by_id(self, con_id: int) -> Connection | None:
        """The connection of that number while it can be sent on; None otherwise."""
        found = self._by_id.get(con_id)
        return found if found is not None and found.standing in (Standing.OPEN, Standing.CONNECTING) else None

    def to(self, proto: Proto, ip: bytes, port: int) -> Connection | None:
        """The connection that leads to that address; None when there is none."""
        found = self._by_peer.get((proto, ip, port))
        return found if found is not None and found.standing in (Standing.OPEN, Standing.CONNECTING) else None

    def remove(self, connection: Connection) -> None:
        """Nothing; neither the number nor the addresses find it any more."""
        if self._by_id.pop(connection.id, None) is None:
            return
        if not connection.is_outgoing:
            self._by_ip[connection.peer[0]] -= 1
            if not self._by_ip[connection.peer[0]]:
                del self._by_ip[connection.peer[0]]
        for key in self._aliases.pop(connection.id, ()):
            if self._by_peer.get(key) is connection:
                del self._by_peer[key]
