"""The top Via of a received request, as its replies and its forwarded copies carry it (RFC 3261 §18.2.1, RFC 3581 §4)."""

from typing import TYPE_CHECKING

from kahea.base.ip_addr import parse_ip
from kahea.core.flags import MsgFlags
from kahea.core.net import DestInfo, Proto
from kahea.parser.headers.via import ViaBody

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["default_port", "is_sent_from", "reply_dest", "via1_text", "wants_rport"]

_STREAMS = frozenset(proto for proto in Proto if proto.is_stream)
_FORCE_RPORT = int(MsgFlags.FORCE_RPORT)
_RPL_NO_CONNECT = int(MsgFlags.RPL_NO_CONNECT)
_SIP_PORT, _SIPS_PORT = 5060, 5061


def default_port(proto: Proto) -> int:
    """The port that is meant where none is written: 5061 for TLS, 5060 for everything else."""
    return _SIPS_PORT if proto in (Proto.TLS, Proto.WSS) else _SIP_PORT


def is_sent_from(host: bytes, ip: bytes) -> bool:
    """Whether the host of a sent-by is that address; a name never is, since RFC 3261 §18.2.1 wants received then.

    >>> is_sent_from(b"[2001:DB8::1]", b"2001:db8::1"), is_sent_from(b"example.org", b"192.0.2.1")
    (True, False)
    """
    return host == ip or (host[:1] == b"[" and parse_ip(host) == parse_ip(ip))


def wants_rport(msg: "SipMsg", via: ViaBody) -> bool:
    """Whether replies go to the port the request came from: the sender has asked, or the script says so."""
    return bool(msg.msg_flags & _FORCE_RPORT) or via.params.find(b"rport") is not None


def via1_text(msg: "SipMsg") -> bytes | None:
    """The first value of the top Via with the source that was seen, None when it can stay as it came.

    What the sender wrote as received or as a value of rport is not believed; received stands beside every
    rport that was asked for (RFC 3581 §4).
    """
    via = msg.via1
    if via is None or via.raw is None:
        return None
    asks_rport = has_received = False
    others = b""
    for name, value in via.params:
        low = name.lower()
        if low == b"rport":
            asks_rport = True
        elif low == b"received":
            has_received = True
        else:
            others += b";" + name if value is None else b";%b=%b" % (name, value)
    rcv = msg.rcv
    is_foreign = via.host != rcv.src_ip and not is_sent_from(via.host, rcv.src_ip)
    has_rport = asks_rport or msg.msg_flags & _FORCE_RPORT
    if not is_foreign and not has_rport and not has_received:
        return None
    end = len(via.raw) - len(via.comment)
    semicolon = via.raw.find(b";", 0, end)
    received = b";received=" + rcv.src_ip if is_foreign or asks_rport else b""
    rport = b";rport=%d" % rcv.src_port if has_rport else b""
    comment = b" " + via.comment if via.comment else b""
    return b"".join((via.raw[: semicolon if semicolon >= 0 else end].rstrip(), received, rport, others, comment))


def reply_dest(msg: "SipMsg") -> DestInfo:
    """Where a reply to the request `msg` goes (RFC 3261 §18.2.2, RFC 3581 §4).

    Back over its connection; over UDP to its source address, at the source port where rport is wanted, else at the port of the
    sent-by.  maddr is not followed: it would let a stranger aim our replies.
    """
    rcv = msg.rcv
    port = rcv.src_port
    if rcv.proto not in _STREAMS:
        via = msg.via1
        if via is not None and not wants_rport(msg, via):
            port = via.port or default_port(rcv.proto)
    return DestInfo(rcv.proto, rcv.src_ip, port, msg.force_send_socket or rcv.sock, rcv.con_id)
