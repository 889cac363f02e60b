"""The pipe and the sockets, and the answering of what comes over them."""

from collections.abc import Callable
from enum import IntFlag

from kahea.api import engine, log, now
from kahea.api.control import CodecError, JsonAnswer, JsonStream, JsonStyle, jsonrpc
from kahea.api.net import FileOwner, Peer
from kahea.modules.jsonrpcs import exports
from kahea.modules.jsonrpcs.exports import module

__all__ = ["Transports", "answer"]

_FIRST_WORKER = 1
_PARTS = 3
_PATIENCE_S = 1.0
"""How long the pipe waits for the rest of a document; clients write theirs in one piece."""


class Transports(IntFlag):
    """The bits of the parameter transport."""

    HTTP = 1
    FIFO = 2
    DGRAM = 4
    TCP = 8


def answer(data: bytes, send: Callable[[JsonAnswer], None]) -> None:
    """Nothing; the calls in `data` are being answered through `send`."""
    here = engine()
    style = JsonStyle.KAMAILIO if here.core.sip_conformance == "kamailio" else JsonStyle.STRICT
    here.start(jsonrpc.answer(data, here.rpcs, send, style=style, indent=bool(exports.pretty_format.value)))


def _wanted() -> Transports:
    return Transports(exports.transport.value or 15)


def _path(name: str) -> str:
    return name if name.startswith("/") else f"{engine().core.rundir}/{name}"


@module.on_child_init
def listen(rank: int) -> None:
    """The pipe and the sockets that are wanted are open once the first worker is there."""
    here = engine()
    if rank != _FIRST_WORKER or here.edge is None:
        return
    wanted = _wanted()
    if Transports.FIFO in wanted and exports.fifo_name.value:
        owner = FileOwner(mode=exports.fifo_mode.value, user=exports.fifo_user.value, group=exports.fifo_group.value)
        here.edge.listen_fifo(_path(exports.fifo_name.value), owner, _pipe())
    if Transports.DGRAM in wanted and exports.dgram_socket.value:
        owner = FileOwner(mode=exports.dgram_mode.value, user=exports.dgram_user.value, group=exports.dgram_group.value)
        here.edge.listen_datagram(_path(exports.dgram_socket.value), owner, _datagram)
    if Transports.TCP in wanted and exports.tcp_socket.value:
        host, port = _tcp_address(exports.tcp_socket.value)
        here.edge.listen_tcp(host, port, _connected)


def _tcp_address(text: str) -> tuple[str, int]:
    """Host and port of ``tcp:HOST:PORT``.

    Raises:
        KaheaError: it is in another form.
    """
    pieces = text.removeprefix("tcp:").rpartition(":")
    if len(pieces) != _PARTS or not pieces[0] or not pieces[2].isdigit():
        raise CodecError(f"tcp_socket {text!r} is no tcp:HOST:PORT", 0)
    return pieces[0].strip("[]"), int(pieces[2])


def _pipe() -> Callable[[bytes], None]:
    """What reads the pipe: whole documents, whoever wrote them; one that is broken, or whose writer is gone, is skipped."""
    stream = JsonStream()
    last = now()

    def received(data: bytes) -> None:
        nonlocal last
        if stream.pending_bytes and now() - last > _PATIENCE_S:
            log("jsonrpcs").notice("fifo: %d bytes without an end are dropped", stream.pending_bytes)
            stream.reset()
        last = now()
        for document in stream.feed(data):
            if isinstance(document, CodecError):
                log("jsonrpcs").notice("fifo: %s", document)
            else:
                answer(document, _write_reply)

    return received


def _write_reply(reply: JsonAnswer) -> None:
    """The answer goes to the pipe that the client has made in the reply directory."""
    here = engine()
    if reply.reply_name is None or here.edge is None:
        return
    path = f"{exports.fifo_reply_dir.value.rstrip('/')}/{reply.reply_name}"
    if not here.edge.write_fifo(path, reply.body):
        log("jsonrpcs").notice("no reply pipe at %s", path)


def _datagram(data: bytes, reply: Callable[[bytes], None]) -> None:
    answer(data, lambda made: reply(made.body))


def _connected(peer: Peer) -> Callable[[bytes], None]:
    """What is done with a new client of the TCP socket: documents in, answers out, in order of their ends."""
    stream = JsonStream()

    def received(data: bytes) -> None:
        for document in stream.feed(data):
            if isinstance(document, CodecError):
                peer.close()
                return
            answer(document, lambda made: peer.send(made.body))

    return received
