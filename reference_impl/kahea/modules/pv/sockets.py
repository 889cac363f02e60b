"""The socket that the message will leave from, and both ends of what is sent or received."""

from typing import Any, Final

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.net import PROTO_NAMES, SocketInfo, proto_of
from kahea.api.values import HdrType, Inner, MsgFlags, PvRegistry, find_socket, pv_of
from kahea.modules.pv.addresses import family_of
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of
from kahea.modules.pv.reply_target import reply_target, reply_uri, second_via

__all__: list[str] = []


def _set_fs(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    if not value.rs:
        msg.force_send_socket = None
        return
    sock = find_socket(msg.engine.sockets, value.rs)
    if sock is None:
        msg.engine.log.module("pv").err("%r is no socket that the server listens on", value.rs[:60])
    else:
        msg.force_send_socket = sock


@module.pv("fs", set=_set_fs)
def pv_force_sock(msg: SipMsg) -> bytes | None:
    """$fs: the socket that the message is to leave from, null while the server chooses."""
    return msg.force_send_socket.text if msg.force_send_socket is not None else None


def _set_fsn(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    if not value.rs:
        msg.force_send_socket = None
        return
    sock = msg.engine.sockets.named(value.rs)
    if sock is None:
        msg.engine.log.module("pv").err("no socket is named %r", value.rs[:60])
    else:
        msg.force_send_socket = sock


@module.pv("fsn", set=_set_fsn)
def pv_force_sock_name(msg: SipMsg) -> bytes | None:
    """$fsn: the name of that socket, null for one without."""
    return (msg.force_send_socket.name or None) if msg.force_send_socket is not None else None


@module.pv("fsp")
def pv_force_sock_port(msg: SipMsg) -> int:
    """$fsp: the port of that socket, 0 where none is forced."""
    return msg.force_send_socket.port if msg.force_send_socket is not None else 0


_SENT: Final = (b"ip", b"af", b"port", b"proto", b"sproto", b"buf", b"len")


def _sent_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("snd", inner, _SENT)


def _sent(msg: SipMsg, key: bytes, ip: bytes, port: int) -> bytes | int:
    """What is about to be sent, of the side at `ip` and `port`."""
    send = msg.snd
    values: dict[bytes, bytes | int] = {
        b"ip": ip,
        b"af": family_of(ip),
        b"port": port,
        b"proto": int(send.dst.proto),
        b"sproto": PROTO_NAMES[send.dst.proto],
        b"buf": send.data,
        b"len": len(send.data),
    }
    return values[key]


@module.pv("snd", inner=Inner.MUST, parse_name=_sent_key)
def pv_snd(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$snd(key): where the message that is about to be sent goes, in onsend_route; null elsewhere."""
    return _sent(msg, param.name, msg.snd.dst.ip, msg.snd.dst.port) if msg.snd is not None else None


@module.pv("sndto", inner=Inner.MUST, parse_name=_sent_key)
def pv_sndto(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$sndto(key): the side that it is sent to."""
    return pv_snd(msg, param)


@module.pv("sndfrom", inner=Inner.MUST, parse_name=_sent_key)
def pv_sndfrom(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$sndfrom(key): the side that it is sent from; null elsewhere, and while the transport has not chosen the socket."""
    sock: SocketInfo | None = msg.snd.dst.sock if msg.snd is not None else None
    return _sent(msg, param.name, sock.address, sock.port) if sock is not None else None


_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F or byte in b"\r\n\t" else 0x2E for byte in range(256))  # noqa: PLR2004  ASCII

_RECEIVED: dict[bytes, Any] = {
    b"buf": lambda msg: msg.buf,
    b"len": lambda msg: len(msg.buf),
    b"srcip": lambda msg: msg.rcv.src_ip,
    b"srcport": lambda msg: msg.rcv.src_port,
    b"rcvip": lambda msg: msg.rcv.dst_ip,
    b"rcvport": lambda msg: msg.rcv.dst_port,
    b"proto": lambda msg: int(msg.rcv.proto),
    b"sproto": lambda msg: PROTO_NAMES[msg.rcv.proto],
    b"af": lambda msg: family_of(msg.rcv.src_ip),
    b"safe": lambda msg: msg.buf.translate(_PRINTABLE),
    b"evtype": lambda _msg: b"raw",
}


def _received_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("rcv", inner, _RECEIVED)


def _set_rcv(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    if param.name != b"buf" or not value.rs:
        msg.engine.log.module("pv").err("of $rcv only buf can be set, and not to nothing")
    elif not msg.msg_flags & MsgFlags.FAKED:
        msg.engine.log.module("pv").err("$rcv(buf) can be set in event_route[core:msg-received] alone: the message is parsed")
    else:
        msg.buf = value.rs


@module.pv("rcv", "recv", set=_set_rcv, inner=Inner.MUST, parse_name=_received_key)
def pv_rcv(msg: SipMsg, param: PvParam) -> PvValue:
    """$rcv(key): what was received; in event_route[core:msg-received] it is not parsed yet."""
    return pv_of(_RECEIVED[param.name](msg))


_REPLY: dict[bytes, Any] = {
    b"duri": reply_uri,
    b"dhost": lambda via: reply_target(via)[0],
    b"dport": lambda via: reply_target(via)[1],
    b"dproto": lambda via: PROTO_NAMES[proto_of(via.transport)],
    b"dprotoid": lambda via: int(proto_of(via.transport)),
}


def _reply_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("rpl", inner, (*_REPLY, b"cntvia"))


@module.pv("rpl", inner=Inner.MUST, parse_name=_reply_key)
def pv_rpl(msg: SipMsg, param: PvParam) -> PvValue | None:
    """$rpl(key): where the reply goes, by its second Via, and how many it has; null in a request."""
    if param.name == b"cntvia":
        return None if msg.first_line.is_request else pv_of(len(msg.values(HdrType.VIA)))
    via = second_via(msg)
    return pv_of(_REPLY[param.name](via)) if via is not None else None
