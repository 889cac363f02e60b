"""The sockets that the server listens on, and which hosts it takes for itself (kamailio src/core/socket_info.c)."""

from collections.abc import Callable, Iterator

from kahea.core.net import Proto, SocketInfo, bracketed

__all__ = ["SocketTable"]


class SocketTable:
    """The listening sockets in the order of the configuration, the aliases, and what modules claim; the engine owns it."""

    __slots__ = ("_aliases", "_claims", "_own", "_sockets")

    def __init__(self) -> None:
        self._sockets: list[SocketInfo] = []
        self._own: set[tuple[bytes, int, Proto]] = set()
        self._aliases: set[tuple[bytes, int, Proto]] = set()
        self._claims: list[Callable[[bytes, int, Proto], bool]] = []

    def add(self, sock: SocketInfo) -> None:
        """Nothing; the server listens there."""
        self._sockets.append(sock)
        for host in (sock.address, bracketed(sock.address), sock.host.lower()):
            self._note(host, sock.port, sock.proto)
        self._note(sock.advertise_host.lower(), sock.sent_by[1], sock.proto)

    def _note(self, host: bytes, port: int, proto: Proto) -> None:
        """Every question that host, port and protocol are an answer to."""
        if host:
            self._own.update((host, each, over) for each in (0, port) for over in (Proto.NONE, proto))

    def __iter__(self) -> Iterator[SocketInfo]:
        return iter(self._sockets)

    def __len__(self) -> int:
        return len(self._sockets)

    def add_alias(self, host: bytes, port: int = 0, proto: Proto = Proto.NONE) -> None:
        """Nothing; the host is the server's own, at any port and over any protocol where 0 and NONE are given."""
        self._aliases.add((host.lower(), port, proto))

    def aliases(self) -> list[tuple[bytes, int, Proto]]:
        """The aliases: host, port, protocol (RPC core.aliases_list)."""
        return sorted(self._aliases)

    def claim(self, check: Callable[[bytes, int, Proto], bool]) -> None:
        """Nothing; `check(host, port, proto)` is asked too (Kamailio's register_check_self_func())."""
        self._claims.append(check)

    def is_myself(self, host: bytes, port: int = 0, proto: Proto = Proto.NONE) -> bool:
        """Whether host, port and protocol mean this server; 0 and NONE mean any (Kamailio's check_self()).

        >>> table = SocketTable()
        >>> table.add(SocketInfo(proto=Proto.UDP, address=b"127.0.0.1", port=5060, advertise_host=b"sip.example.org"))
        >>> table.is_myself(b"127.0.0.1", 5060), table.is_myself(b"SIP.example.org"), table.is_myself(b"127.0.0.1", 5070)
        (True, True, False)
        """
        host = host.lower()
        if (host, port, proto) in self._own:
            return True
        if self._aliases and self._is_alias(host, port, proto):
            return True
        return bool(self._claims) and any(check(host, port, proto) for check in self._claims)

    def _is_alias(self, host: bytes, port: int, proto: Proto) -> bool:
        return any(
            alias == host and (not port or not known or known == port) and (not proto or not over or over == proto)
            for alias, known, over in self._aliases
        )

    def find(self, address: bytes, port: int, proto: Proto) -> SocketInfo | None:
        """The socket at that address, port 0 and NONE meaning any (Kamailio's grep_sock_info()); None when there is none."""
        for sock in self._sockets:
            is_there = address in (sock.address, bracketed(sock.address), sock.host) and port in (0, sock.port)
            if is_there and proto in (Proto.NONE, sock.proto):
                return sock
        return None

    def named(self, name: bytes) -> SocketInfo | None:
        """The socket of that name; None when there is none."""
        return next((sock for sock in self._sockets if sock.name and sock.name == name), None)

    def first(self, proto: Proto, *, is_ipv6: bool | None = None) -> SocketInfo | None:
        """The first socket of a protocol, and of an address family when that is given; None when there is none."""
        for sock in self._sockets:
            if sock.proto is proto and (is_ipv6 is None or is_ipv6 == (b":" in sock.address)):
                return sock
        return None
