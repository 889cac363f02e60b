"""The sockets that `listen`, `socket` and ``-l`` ask for (kamailio src/core/socket_info.c fix_all_socket_lists())."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kahea.base.ip_addr import parse_ip
from kahea.cfg.errors import CheckError
from kahea.cfg.nodes import Listen, Socket, SocketStruct
from kahea.core.coreparam import CoreParams
from kahea.core.net import Proto, SocketInfo, bracketed, proto_of
from kahea.core.socket_info import SocketTable

__all__ = ["Interfaces", "find_socket", "listen_sockets", "socket_of"]


def _no_host(name: str) -> tuple[bytes, ...]:  # noqa: ARG001  the shape of a resolver
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interfaces:
    """The machine's addresses by interface, and `resolve`, which gives a host's addresses: empty when it has none."""

    addresses: Mapping[str, tuple[bytes, ...]] = field(default_factory=lambda: {"lo": (b"127.0.0.1",)})
    resolve: Callable[[str], tuple[bytes, ...]] = _no_host


def listen_sockets(
    statements: Iterable[Listen | SocketStruct], core: CoreParams, interfaces: Interfaces
) -> Iterator[SocketInfo]:
    """The sockets of the statements in their order; of every interface when there is no statement.

    Raises:
        CheckError: a host or interface is unknown, or a protocol is asked for that does not serve yet.
    """
    asked = tuple(statements)
    for statement in asked:
        yield from _of_statement(statement, core, interfaces)
    if not asked:
        for address in _every_address(core, interfaces):
            for proto in _default_protos(core):
                yield _advertising(core, None, SocketInfo(proto=proto, address=address, port=core.port))


def _of_statement(statement: Listen | SocketStruct, core: CoreParams, interfaces: Interfaces) -> Iterator[SocketInfo]:
    sockets = statement.sockets if isinstance(statement, Listen) else (statement.bind,)
    for socket in sockets:
        for port in _ports(socket, core):
            for address, host in _addresses(socket, interfaces):
                for proto in _protos(socket, core):
                    sock = SocketInfo(
                        proto=proto,
                        address=address,
                        port=port,
                        host=host,
                        name=_name(statement, socket, port),
                        agname=(statement.agname or "").encode(),
                        is_virtual=statement.is_virtual,
                    )
                    yield _advertising(core, statement.advertise, sock)


def _protos(socket: Socket, core: CoreParams) -> tuple[Proto, ...]:
    if socket.proto is None:
        return _default_protos(core)
    proto = proto_of(socket.proto.encode())
    if proto is Proto.TCP and core.disable_tcp:
        return ()
    if proto not in (Proto.UDP, Proto.TCP):
        raise CheckError(
            f"listen: {socket.proto} is not served",
            socket.position,
            expected="udp or tcp; others have no transport yet",
        )
    return (proto,)


def _default_protos(core: CoreParams) -> tuple[Proto, ...]:
    return (Proto.UDP,) if core.disable_tcp else (Proto.UDP, Proto.TCP)


def _ports(socket: Socket, core: CoreParams) -> range:
    first = socket.port or core.port
    return range(first, (socket.last_port or first) + 1)


def _addresses(socket: Socket, interfaces: Interfaces) -> Iterator[tuple[bytes, bytes]]:
    """Each address, and the host as it was written when that is something else."""
    for host in socket.hosts:
        plain = host.strip("[]").encode()
        if parse_ip(plain) is not None:
            yield plain, b""
            continue
        found = interfaces.addresses.get(host) or interfaces.resolve(host)
        if not found:
            raise CheckError(f"listen: {host!r} has no address", socket.position, expected="an address, an interface or a host")
        for address in found:
            yield address, b"" if host in interfaces.addresses else host.encode()


def _name(statement: Listen | SocketStruct, socket: Socket, port: int) -> bytes:
    """The socket's name; of a range of ports, each has its port behind the name."""
    name = (statement.name or "").encode()
    return name + b"%d" % port if name and socket.last_port else name


def _advertising(core: CoreParams, socket: Socket | None, sock: SocketInfo) -> SocketInfo:
    """`sock` with the host and port that the statement advertises, or the core's parameters."""
    if socket is not None:
        return replace(sock, advertise_host=socket.hosts[0].encode(), advertise_port=socket.port or 0)
    return replace(sock, advertise_host=core.advertised_address.encode(), advertise_port=core.advertised_port)


def _every_address(core: CoreParams, interfaces: Interfaces) -> Iterator[bytes]:
    for addresses in interfaces.addresses.values():
        for address in addresses:
            if b":" not in address or core.auto_bind_ipv6:
                yield address


def socket_of(text: str) -> tuple[Proto, bytes, int]:
    """Protocol, host and port of ``[proto:]host[:port]``; NONE and 0 where they are not written.

    >>> socket_of("tcp:example.org:5070"), socket_of("[::1]:5060"), socket_of("example.org")
    ((<Proto.TCP: 2>, b'example.org', 5070), (<Proto.NONE: 0>, b'[::1]', 5060), (<Proto.NONE: 0>, b'example.org', 0))
    """
    head, colon, rest = text.partition(":")
    proto = proto_of(head.encode()) if colon else Proto.NONE
    if proto is not Proto.NONE:
        text = rest
    host, colon, port = text.rpartition(":")
    if colon and port.isdigit() and (":" not in host or host.endswith("]")):
        return proto, host.encode(), int(port)
    address = text.encode()
    return proto, bracketed(address) if b":" in address and not address.startswith(b"[") else address, 0


def find_socket(sockets: SocketTable, text: bytes) -> SocketInfo | None:
    """The listening socket that ``proto:host:port`` means, protocol and port being optional; None when there is none."""
    proto, host, port = socket_of(text.decode("utf-8", "replace"))
    return sockets.find(host, port, proto)
