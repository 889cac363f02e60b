"""The sockets, their connections, and the answering of what comes over them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kahea.api import engine, log
from kahea.api.control import BinrpcStream, CodecError, binrpc
from kahea.api.net import FileOwner, Peer
from kahea.modules.ctl.address import CtlAddress, CtlKind, parse_address
from kahea.modules.ctl.exports import autoconversion, group, mode, module, user
from kahea.modules.ctl.exports import binrpc as binrpc_param

__all__ = ["Connection", "served"]

_FIRST_WORKER = 1
_DEFAULT_NAME = "kamailio_ctl"


@dataclass(slots=True)
class Connection:
    """One client of a stream socket."""

    number: int
    address: CtlAddress
    peer: Peer
    stream: BinrpcStream = field(default_factory=BinrpcStream)

    def received(self, data: bytes) -> None:
        """Nothing; the packets that `data` completes are being answered; without any the client is gone."""
        if not data:
            self.close()
            return
        try:
            packets = self.stream.feed(data)
        except CodecError as fault:
            log("ctl").notice("%s: %s", self.address.text, fault)
            self.close()
            return
        for packet in packets:
            _answer(packet, self.peer.send, self.address)

    def close(self) -> None:
        """Nothing; the connection ends, and is not listed any more."""
        served().connections.pop(self.number, None)
        self.peer.close()


@dataclass(slots=True)
class Served:
    """What the module serves in one engine."""

    listeners: list[CtlAddress] = field(default_factory=list)
    connections: dict[int, Connection] = field(default_factory=dict)
    last: int = 0
    """The number of the newest connection."""


served = module.state(Served)


def _answer(packet: bytes, send: Callable[[bytes], None], address: CtlAddress) -> None:
    here = engine()

    async def run() -> None:
        try:
            await binrpc.answer(packet, here.rpcs, send, autoconvert=bool(autoconversion.value))
        except CodecError as fault:
            here.log.module("ctl").notice("%s: %s", address.text, fault)

    here.start(run())


def _connected(address: CtlAddress) -> Callable[[Peer], Callable[[bytes], None]]:
    """What is done with a new client of the socket at `address`."""
    state = served()

    def connect(peer: Peer) -> Callable[[bytes], None]:
        state.last += 1
        connection = Connection(state.last, address, peer)
        state.connections[connection.number] = connection
        return connection.received

    return connect


def _datagram(address: CtlAddress) -> Callable[[bytes, Callable[[bytes], None]], None]:
    return lambda data, reply: _answer(data, reply, address)


@module.on_child_init
def listen(rank: int) -> None:
    """The sockets are open once the first worker is there; without any named, one in the run directory is."""
    here = engine()
    if rank != _FIRST_WORKER or here.edge is None:
        return
    asked = binrpc_param.value or [parse_address(f"unixs:{here.core.rundir}/{_DEFAULT_NAME}")]
    owner = FileOwner(mode=mode.value, user=user.value, group=group.value)
    for address in asked:
        if address.kind is CtlKind.UNIX_STREAM:
            here.edge.listen_stream(address.place, owner, _connected(address))
        elif address.kind is CtlKind.TCP:
            here.edge.listen_tcp(address.place, address.port, _connected(address))
        else:
            here.edge.listen_datagram(address.place, owner, _datagram(address))
        served().listeners.append(address)
