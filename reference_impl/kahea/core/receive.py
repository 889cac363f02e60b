"""From received bytes to the routes (kamailio src/core/receive.c).

Bytes, event NET_DATA_RECV, keep-alives, event_route[core:msg-received], event NET_DATA_IN, parse and checks, counters; then
for a request the callbacks, event_route[core:pre-routing] and request_route, for a reply the callbacks, reply_route, and what
`forward_reply` does with it.
"""

from typing import TYPE_CHECKING, Final

from kahea.base.errors import KaheaError
from kahea.base.strutils import quote
from kahea.cfg.runtime import Routes
from kahea.core.error_reply import error_reply
from kahea.core.event_route import run_event_route
from kahea.core.events import SrEvent
from kahea.core.flags import MsgFlags
from kahea.core.forward import forward_reply
from kahea.core.net import DestInfo, Proto, ReceiveInfo, Send
from kahea.core.route import run_top_route
from kahea.core.script_cb import When
from kahea.core.sip_msg import SipMsg
from kahea.core.via1 import default_port
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HDR_EOH_F, HdrType
from kahea.parser.plain import is_plain
from kahea.parser.reply_parts import reply_parts
from kahea.parser.uri import parse_uri
from kahea.parser.verdict import Abilities, BadExtensionError, check_any, check_request

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["MIN_UDP_PACKET", "receive_msg"]

MIN_UDP_PACKET: Final = 20
"""Datagrams below this size only keep a binding of a NAT open (kamailio src/core/udp_server.c)."""

_ABLE = Abilities(schemes=frozenset((b"sip", b"sips", b"tel", b"tels", b"urn")))
"""Schemes that a route can do something with; whether it does is for the script to say."""

_WORDS: Final = 3
_BAD_URI_CODES: Final = (414, 416)
_FORCE_RPORT = int(MsgFlags.FORCE_RPORT)
# Members of enums that each message needs: to ask an enum for a member costs as much as a call.
_UDP, _DATA_RECV, _DATA_IN = Proto.UDP, SrEvent.NET_DATA_RECV, SrEvent.NET_DATA_IN
_PRE_REQUEST, _POST_REQUEST, _PRE_REPLY, _POST_REPLY = When.PRE_REQUEST, When.POST_REQUEST, When.PRE_REPLY, When.POST_REPLY
_PING, _PONG = b"\r\n\r\n", b"\r\n"
_NO_MESSAGE = b"OPTIONS sip:raw@localhost SIP/2.0\r\nVia: SIP/2.0/UDP localhost;branch=z9hG4bKraw\r\n\r\n"


def receive_msg(engine: "Engine", data: bytes, rcv: ReceiveInfo) -> None:
    """Nothing; the routes have done with `data`, which came as `rcv` says, what can be done without waiting."""
    if engine.events.is_heard(_DATA_RECV) and engine.events.emit(_DATA_RECV, data, rcv):
        return
    if data[:1] in b"\r\n\0" or (rcv.proto is _UDP and len(data) < MIN_UDP_PACKET):
        data = _without_keepalive(engine, data, rcv)
        if not data:
            return
    if len(data) > engine.core.msg_recv_max_size:
        _refuse_size(engine, data, rcv)
        return
    try:
        engine.start(_serve(engine, data, rcv))
    finally:
        engine.log_context.bind(None)


def _without_keepalive(engine: "Engine", data: bytes, rcv: ReceiveInfo) -> bytes:
    """What is behind the keep-alive that `data` is or begins with; empty when there is nothing."""
    rest = data.lstrip(b"\r\n\0")
    if len(rest) >= MIN_UDP_PACKET:
        return rest
    engine.statistics.keepalive_rx.update()
    if rcv.proto.is_stream and data == _PING and engine.core.tcp_crlf_ping:
        engine.send(Send(DestInfo(rcv.proto, rcv.src_ip, rcv.src_port, rcv.sock, rcv.con_id), _PONG, no_connect=True))
    return b""


def _refuse_size(engine: "Engine", data: bytes, rcv: ReceiveInfo) -> None:
    limit = engine.core.msg_recv_max_size
    engine.statistics.bad_msg.update()
    engine.log.module("core").err("a message of %d bytes is larger than %d src=%s", len(data), limit, _source(rcv))
    if engine.core.sip_conformance == "strict":
        reply = error_reply(engine, reply_parts(data), rcv, 513, "Message Too Large")
        if reply is not None:
            engine.send(reply)


def _source(rcv: ReceiveInfo) -> str:
    return DestInfo(rcv.proto, rcv.src_ip, rcv.src_port).text.decode()


async def _serve(engine: "Engine", data: bytes, rcv: ReceiveInfo) -> None:
    if engine.core.received_route_mode:
        routed = await _routed(engine, data, rcv, "core:msg-received")
        if routed is None:
            return
        data = routed
    if engine.events.is_heard(_DATA_IN):
        data = engine.events.emit(_DATA_IN, data, rcv) or data
    engine.messages += 1
    try:
        msg = SipMsg(data, rcv, engine)
        msg.id = engine.messages
        msg.now = engine.now
        _check(engine, msg)
    except SipParseError as error:
        await _refuse(engine, data, rcv, error)
        return
    engine.log_context.bind(msg)
    try:
        await (_request(engine, msg) if msg.first_line.is_request else _reply(engine, msg))
    except KaheaError as fault:
        engine.log.module("core").err("the message was not served: %s", fault)
        counters = engine.statistics
        (counters.err_requests if msg.first_line.is_request else counters.err_replies).update()


async def _routed(engine: "Engine", data: bytes, rcv: ReceiveInfo, event: str) -> bytes | None:
    """Bytes that are not parsed, or cannot be, as the event's route has left them (`$rcv(buf)`); None when it dropped them."""
    if engine.routes.get("event_route", event) is None:
        return data
    msg = SipMsg(_NO_MESSAGE, rcv, engine)
    msg.buf, msg.now, msg.id = data, engine.now, engine.messages
    msg.msg_flags |= MsgFlags.FAKED
    run = await run_event_route(msg, event)
    return None if run is not None and run.is_dropped else msg.buf


def _check(engine: "Engine", msg: SipMsg) -> None:
    """Nothing; the message may meet the routes.

    Raises:
        SipParseError: the reply to send.
    """
    if engine.core.sip_conformance != "strict":
        if msg.via1 is None:
            raise SipParseError(400, "missing Via", msg.eoh)
        return
    if is_plain(msg):
        return
    msg.parse_headers(HDR_EOH_F)
    check_any(msg)
    if msg.first_line.is_request:
        check_request(msg, None, _ABLE)


async def _refuse(engine: "Engine", data: bytes, rcv: ReceiveInfo, error: SipParseError) -> None:
    """Nothing; bytes that are no message, or a bad one, are counted, told once, and answered when RFC 3261 says so."""
    parts = reply_parts(data)
    statistics = engine.statistics
    if not _looks_like_sip(data):
        if engine.events.is_heard(SrEvent.RCV_NOSIP) and engine.events.emit(SrEvent.RCV_NOSIP, data, rcv):
            return
        statistics.bad_msg.update()
    elif parts.sent_by_host is None:
        statistics.bad_via.update()
    elif error.code in _BAD_URI_CODES or not _has_uri(data):
        statistics.bad_uris_rcvd.update()
    else:
        statistics.bad_msg_hdr.update()
    engine.log.module("core").err("a bad message src=%s: %s; it begins with %s", _source(rcv), error, quote(data, 60))
    if await _routed(engine, data, rcv, "core:receive-parse-error") is None or engine.core.sip_conformance != "strict":
        return
    reply = error_reply(engine, parts, rcv, error.code, error.reply_reason, extra=_headers(error))
    if reply is not None:
        engine.send(reply)


def _looks_like_sip(data: bytes) -> bool:
    """Whether the first line has the protocol's name in it."""
    return b"SIP/" in data[: data.find(b"\n") + 1 or 4096].upper()


def _has_uri(data: bytes) -> bool:
    """Whether the URI of a request line can be read; True for a line that is none."""
    words = data[: data.find(b"\n") + 1].split()
    if len(words) != _WORDS or words[0][:4].upper() == b"SIP/":
        return True
    try:
        parse_uri(words[1])
    except SipParseError:
        return False
    return True


def _headers(error: SipParseError) -> bytes:
    if isinstance(error, BadExtensionError):
        return b"Unsupported: " + b", ".join(error.extensions) + b"\r\n"
    return b""


async def _request(engine: "Engine", msg: SipMsg) -> None:
    statistics, callbacks = engine.statistics, engine.script_cbs
    statistics.request(msg.first_line.method)
    if engine.core.force_rport:
        msg.msg_flags |= _FORCE_RPORT
    if engine.core.tcp_accept_aliases and msg.rcv.proto.is_stream:
        _accept_alias(engine, msg)
    if not callbacks.run(_PRE_REQUEST, msg):
        statistics.drop_requests.update()
        return
    if engine.routes.get("event_route", "core:pre-routing") is not None:
        before = await run_event_route(msg, "core:pre-routing")
        if before is not None and before.is_dropped:
            statistics.drop_requests.update()
            return
    route = engine.routes.get("request_route")
    try:
        if route is not None:
            run = await run_top_route(route, msg, Routes.REQUEST)
            if run.is_dropped:
                statistics.drop_requests.update()
    finally:
        callbacks.run(_POST_REQUEST, msg)


def _accept_alias(engine: "Engine", msg: SipMsg) -> None:
    """Nothing; when the top Via says ``alias``, requests to its port go back over the connection (RFC 5923)."""
    via = msg.via1
    if via is not None and via.has_alias and engine.edge is not None:
        engine.edge.add_alias(msg.rcv.con_id, via.port or default_port(msg.rcv.proto))


async def _reply(engine: "Engine", msg: SipMsg) -> None:
    statistics, callbacks = engine.statistics, engine.script_cbs
    cseq = msg.parsed(HdrType.CSEQ)
    statistics.reply(msg.first_line.status, cseq.method if cseq is not None else b"")
    if not callbacks.run(_PRE_REPLY, msg):
        statistics.drop_replies.update()
        return
    try:
        if await _passes_reply_route(engine, msg):
            await forward_reply(msg)
        else:
            statistics.drop_replies.update()
    finally:
        callbacks.run(_POST_REPLY, msg)


async def _passes_reply_route(engine: "Engine", msg: SipMsg) -> bool:
    """Whether the reply goes on: no reply_route has dropped it, returned 0, or failed."""
    route = engine.routes.get("reply_route")
    if route is None:
        return True
    run = await run_top_route(route, msg, Routes.CORE_ONREPLY)
    if run.rc < 0:
        engine.log.module("core").warn("reply_route failed, the reply goes no further rc=%d", run.rc)
    return run.rc > 0 and not run.is_dropped
