"""Core functions about Via, sockets and connections (kamailio src/core/action.c, msg_translator.c)."""

from kahea.core.action import core_action
from kahea.core.action_args import PortNumber, SocketText, StaticText
from kahea.core.flags import MsgFlags
from kahea.core.sip_msg import SipMsg

__all__ = [
    "add_local_rport", "force_rport", "force_send_socket", "set_advertised_address", "set_advertised_port",
    "set_forward_close", "set_forward_no_connect", "set_reply_close", "set_reply_no_connect",
]  # fmt: skip


def _set(msg: SipMsg, flag: MsgFlags) -> int:
    msg.msg_flags |= int(flag)
    return 1


@core_action("force_rport", "add_rport")
def force_rport(msg: SipMsg) -> int:
    """1; replies go to the port that the request came from, as if its Via had rport (RFC 3581)."""
    return _set(msg, MsgFlags.FORCE_RPORT)


@core_action("add_local_rport")
def add_local_rport(msg: SipMsg) -> int:
    """1; the Via that is put on the request has rport."""
    return _set(msg, MsgFlags.ADD_LOCAL_RPORT)


@core_action("force_send_socket")
def force_send_socket(msg: SipMsg, socket: SocketText) -> int:
    """1; the message leaves from that socket."""
    msg.force_send_socket = socket
    return 1


@core_action("set_advertised_address")
def set_advertised_address(msg: SipMsg, address: StaticText) -> int:
    """1; Via and Record-Route of this message have that host."""
    msg.set_global_address = bytes(address)
    return 1


@core_action("set_advertised_port")
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
