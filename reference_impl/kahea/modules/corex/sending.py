"""Bytes sent as they are: the message itself, or data of the script's own."""

from kahea.api import Routes, SipMsg
from kahea.api.net import DestInfo, Proto, Send, SocketInfo
from kahea.api.values import SipParseError, find_socket, get_send_socket, parse_uri, resolve_host, resolve_uri, socket_of
from kahea.modules.corex.exports import module

__all__: list[str] = []

_SIP_PORT = 5060


def _leave(msg: SipMsg, dst: DestInfo, data: bytes) -> int:
    """1 when the bytes were handed to the transport, -1 when no socket can send there."""
    sock = dst.sock or get_send_socket(msg.engine, msg, dst.ip, dst.proto)
    if sock is None:
        msg.engine.log.module("corex").err("no socket sends to %s", dst.text.decode())
        return -1
    msg.engine.send(Send(DestInfo(dst.proto, dst.ip, dst.port, sock), data))
    return 1


async def _send(msg: SipMsg, target: bytes, proto: Proto) -> int:
    """1 when the received bytes went to ``host[:port]``, or to the next hop without it."""
    if not target:
        return await _send_to_uri(msg, msg.dst_uri or msg.ruri_text, msg.buf, proto=proto)
    _, host, port = socket_of(target.decode("utf-8", "replace"))
    addresses = await resolve_host(msg.engine, host)
    if not addresses:
        return -1
    return _leave(msg, DestInfo(proto, addresses[0], port or _SIP_PORT), msg.buf)


async def _send_to_uri(
    msg: SipMsg, uri: bytes, data: bytes, *, proto: Proto = Proto.NONE, sock: SocketInfo | None = None
) -> int:
    try:
        found = await resolve_uri(msg.engine, parse_uri(uri), proto)
    except SipParseError as error:
        msg.engine.log.module("corex").err("%s", error)
        return -1
    if not found:
        return -1
    first = found[0]
    if sock is not None and sock.proto is not first.proto:
        msg.engine.log.module("corex").err("%s does not send to %s", sock.text.decode(), first.text.decode())
        return -1
    return _leave(msg, DestInfo(first.proto, first.ip, first.port, sock), data)


@module.function("send_udp", routes=Routes.REQUEST | Routes.FAILURE)
async def send_udp(msg: SipMsg, target: bytes = b"") -> int:
    """1; the message left over UDP as it was received, to ``host[:port]`` or to its next hop."""
    return await _send(msg, target, Proto.UDP)


@module.function("send_tcp", routes=Routes.REQUEST | Routes.FAILURE)
async def send_tcp(msg: SipMsg, target: bytes = b"") -> int:
    """1; the message left over TCP as it was received, to ``host[:port]`` or to its next hop."""
    return await _send(msg, target, Proto.TCP)


@module.function("send_data")
async def send_data(msg: SipMsg, uri: bytes, data: bytes) -> int:
    """1; the data left for the URI, whatever they are."""
    return await _send_to_uri(msg, uri, data)


@module.function("sendx")
async def sendx(msg: SipMsg, uri: bytes, sock: bytes, data: bytes) -> int:
    """1; the data left for the URI, from the socket ``proto:address:port``."""
    found = find_socket(msg.engine.sockets, sock)
    if found is None:
        msg.engine.log.module("corex").err("%r is no socket that the server listens on", sock[:60])
        return -1
    return await _send_to_uri(msg, uri, data, proto=found.proto, sock=found)
