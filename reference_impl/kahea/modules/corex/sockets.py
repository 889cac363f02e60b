"""Sockets and addresses that a script chooses, or pretends."""

from kahea.api import SipMsg
from kahea.api.net import Proto, ReceiveInfo, SocketInfo
from kahea.api.values import find_socket, parse_ip, socket_of
from kahea.modules.corex.exports import module

__all__: list[str] = []


def _found(msg: SipMsg, sock: SocketInfo | None, what: bytes) -> SocketInfo | None:
    if sock is None:
        msg.engine.log.module("corex").err("%r is no socket that the server listens on", what[:60])
    return sock


@module.function("set_send_socket")
def set_send_socket(msg: SipMsg, saddr: bytes) -> int:
    """1; the message leaves from the socket ``[proto:]address[:port]``; -1 when there is none such."""
    sock = _found(msg, find_socket(msg.engine.sockets, saddr), saddr)
    msg.force_send_socket = sock or msg.force_send_socket
    return 1 if sock is not None else -1


@module.function("set_send_socket_name")
def set_send_socket_name(msg: SipMsg, sname: bytes) -> int:
    """1; the message leaves from the socket of that name; -1 when there is none such."""
    sock = _found(msg, msg.engine.sockets.named(sname), sname)
    msg.force_send_socket = sock or msg.force_send_socket
    return 1 if sock is not None else -1


def _receive_on(msg: SipMsg, sock: SocketInfo | None) -> int:
    if sock is None:
        return -1
    rcv = msg.rcv
    msg.rcv = ReceiveInfo(sock.proto, rcv.src_ip, rcv.src_port, sock, rcv.con_id)
    return 1


@module.function("set_recv_socket")
def set_recv_socket(msg: SipMsg, saddr: bytes) -> int:
    """1; the message counts as received on that socket; -1 when there is none such."""
    return _receive_on(msg, _found(msg, find_socket(msg.engine.sockets, saddr), saddr))


@module.function("set_recv_socket_name")
def set_recv_socket_name(msg: SipMsg, sname: bytes) -> int:
    """1; the message counts as received on the socket of that name; -1 when there is none such."""
    return _receive_on(msg, _found(msg, msg.engine.sockets.named(sname), sname))


@module.function("set_source_address")
def set_source_address(msg: SipMsg, saddr: bytes) -> int:
    """1; the message counts as come from ``[proto:]address[:port]``; -1 when it is no address."""
    proto, host, port = socket_of(saddr.decode("utf-8", "replace"))
    ip = host.strip(b"[]")
    if parse_ip(ip) is None:
        msg.engine.log.module("corex").err("%r is no address", saddr[:60])
        return -1
    over = msg.rcv.proto if proto is Proto.NONE else proto
    msg.rcv = ReceiveInfo(over, ip, port or msg.rcv.src_port, msg.rcv.sock, msg.rcv.con_id)
    return 1


@module.function("is_socket_name")
def is_socket_name(msg: SipMsg, sockname: bytes) -> int:
    """1 when a socket of that name is listened on, -1 otherwise."""
    return 1 if msg.engine.sockets.named(sockname) is not None else -1


@module.function("add_tcp_alias")
def add_tcp_alias(msg: SipMsg, port: int) -> int:
    """1; requests to the sender's address at that port use the connection that the message came over; -1 without one."""
    if not msg.rcv.con_id or msg.engine.edge is None:
        return -1
    return 1 if msg.engine.edge.add_alias(msg.rcv.con_id, port) else -1
