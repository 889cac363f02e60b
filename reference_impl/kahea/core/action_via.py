"""Core functions about Via, sockets and connections (kamailio src/core/action.c, msg_translator.c)."""

from kahea.core.action import NOT_ONSEND, core_action
from kahea.core.action_args import PortNumber, ProtoWord, SocketText, StaticText
from kahea.core.flags import MsgFlags
from kahea.core.net import Proto
from kahea.core.sip_msg import SipMsg
from kahea.core.via1 import default_port

__all__ = [
    "add_local_rport", "force_rport", "force_send_socket", "force_tcp_alias", "mtu_proto", "set_advertised_address",
    "set_advertised_port", "set_forward_close", "set_forward_no_connect", "set_reply_close", "set_reply_no_connect",
    "udp_mtu_try_proto",
]  # fmt: skip


def _set(msg: SipMsg, flag: int) -> int:
    msg.msg_flags |= flag
    return 1


@core_action("force_rport", "add_rport", routes=NOT_ONSEND)
def force_rport(msg: SipMsg) -> int:
    """1; replies go to the port that the request came from, as if its Via had rport (RFC 3581)."""
    return _set(msg, MsgFlags.FORCE_RPORT)


@core_action("add_local_rport", routes=NOT_ONSEND)
def add_local_rport(msg: SipMsg) -> int:
    """1; the Via that is put on the request has rport."""
    return _set(msg, MsgFlags.ADD_LOCAL_RPORT)


@core_action("force_send_socket", routes=NOT_ONSEND)
def force_send_socket(msg: SipMsg, socket: SocketText) -> int:
    """1; the message leaves from that socket."""
    msg.force_send_socket = socket
    return 1


@core_action("set_advertised_address", routes=NOT_ONSEND)
def set_advertised_address(msg: SipMsg, address: StaticText) -> int:
    """1; Via and Record-Route of this message have that host."""
    msg.set_global_address = bytes(address)
    return 1


@core_action("set_advertised_port", routes=NOT_ONSEND)
def set_advertised_port(msg: SipMsg, port: PortNumber) -> int:
    """1; Via and Record-Route of this message have that port."""
    msg.set_global_port = int(port)
    return 1


@core_action("set_forward_no_connect")
def set_forward_no_connect(msg: SipMsg) -> int:
    """1; the request is forwarded over a connection that is open, or not at all."""
    return _set(msg, MsgFlags.FWD_NO_CONNECT)


@core_action("set_forward_close")
def set_forward_close(msg: SipMsg) -> int:
    """1; the connection is closed behind the forwarded request."""
    return _set(msg, MsgFlags.FWD_CON_CLOSE)


@core_action("set_reply_no_connect")
def set_reply_no_connect(msg: SipMsg) -> int:
    """1; replies are sent over a connection that is open, or not at all."""
    return _set(msg, MsgFlags.RPL_NO_CONNECT)


@core_action("set_reply_close")
def set_reply_close(msg: SipMsg) -> int:
    """1; the connection is closed behind the final reply."""
    return _set(msg, MsgFlags.RPL_CON_CLOSE)


_MTU_FLAGS = {Proto.TCP: MsgFlags.MTU_TCP, Proto.TLS: MsgFlags.MTU_TLS, Proto.SCTP: MsgFlags.MTU_SCTP}


@core_action("udp_mtu_try_proto", routes=NOT_ONSEND)
def udp_mtu_try_proto(msg: SipMsg, proto: ProtoWord) -> int:
    """1; the request goes over `proto` when it is larger than udp_mtu, UDP meaning what the core's parameter says."""
    msg.msg_flags &= ~(MsgFlags.MTU_TCP | MsgFlags.MTU_TLS | MsgFlags.MTU_SCTP)
    return _set(msg, _MTU_FLAGS.get(Proto(proto), 0))


def mtu_proto(msg: SipMsg) -> Proto:
    """The protocol that `udp_mtu_try_proto` has chosen for the message; `Proto.NONE` when it has not."""
    return next((proto for proto, flag in _MTU_FLAGS.items() if msg.msg_flags & flag), Proto.NONE)


@core_action("force_tcp_alias", "add_tcp_alias", routes=NOT_ONSEND)
def force_tcp_alias(msg: SipMsg, port: PortNumber | None = None) -> int:
    """1; requests to the sender at `port`, that of its Via by default, use the connection this message came over.

    True for a message that came over no connection, -1 when the connection is gone.
    """
    rcv, edge = msg.rcv, msg.engine.edge
    if not rcv.proto.is_stream:
        return 1
    via = msg.via1
    written = via.port if via is not None else 0
    return 1 if edge is not None and edge.add_alias(rcv.con_id, port or written or default_port(rcv.proto)) else -1
