"""Forwarding without a transaction, and what every forwarded message goes through (kamailio src/core/forward.c)."""

import inspect
from functools import lru_cache
from typing import TYPE_CHECKING

from kahea.base.ip_addr import parse_ip
from kahea.base.strutils import quote
from kahea.cfg.runtime import Routes
from kahea.core.action_via import mtu_proto
from kahea.core.flags import MsgFlags
from kahea.core.msg_translator import build_req_buf_from_sip_req, build_res_buf_from_sip_req, build_res_buf_from_sip_res
from kahea.core.net import DestInfo, Proto, Send, proto_of
from kahea.core.resolve import resolve_host, resolve_uri
from kahea.core.route import run_top_route
from kahea.core.send_socket import get_send_socket
from kahea.core.stateless_branch import is_stateless_branch, stateless_branch
from kahea.core.to_tag import reply_totag
from kahea.core.via1 import default_port, reply_dest
from kahea.core.via_builder import con_id_of
from kahea.parser import SipParseError, parse_uri
from kahea.parser.headers.via import ViaBody
from kahea.parser.hf import HdrType
from kahea.parser.verdict import BadExtensionError, check_forwarding

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = [
    "forward_reply",
    "forward_request",
    "forwarding_refusal",
    "may_be_sent_to",
    "next_hop",
    "prepare_request",
    "run_onsend",
]

_NO_CONNECT, _CLOSE = int(MsgFlags.FWD_NO_CONNECT), int(MsgFlags.FWD_CON_CLOSE)
_RPL_NO_CONNECT, _RPL_CLOSE = int(MsgFlags.RPL_NO_CONNECT), int(MsgFlags.RPL_CON_CLOSE)
_SENT, _FAILED = 1, -1
_KEPT_ANSWERS = 4_096


def next_hop(msg: "SipMsg") -> bytes:
    """The URI that decides where the request goes: the destination URI when a route has set one, else the request URI."""
    return msg.dst_uri or msg.ruri_text


@lru_cache(maxsize=_KEPT_ANSWERS)
def may_be_sent_to(ip: bytes) -> bool:
    """Whether a message may go to that address: not to everybody, a group or nobody.

    >>> may_be_sent_to(b"192.0.2.1"), may_be_sent_to(b"255.255.255.255"), may_be_sent_to(b"224.0.1.75"), may_be_sent_to(b"::")
    (True, False, False, False)
    """
    address = parse_ip(ip)
    if address is None:
        return False
    return not (address.is_multicast or address.is_unspecified or ip.endswith(b"255.255.255.255"))


def prepare_request(
    msg: "SipMsg",
    dst: DestInfo,
    branch: bytes,
    *,
    uri: bytes | None = None,
    path: bytes | None = None,
    extra: bytes = b"",
    may_switch: bool = True,
) -> tuple[DestInfo, bytes] | None:
    """Where the request really goes and its bytes; None when no socket can send there.

    One that is larger than udp_mtu goes over udp_mtu_try_proto instead, if a socket has that and `may_switch` (RFC 3261
    §18.1.1): the destination that comes back has another protocol then, and UDP is still there to be tried when that one fails.
    """
    engine = msg.engine
    sock = dst.sock or get_send_socket(engine, msg, dst.ip, dst.proto)
    if sock is None or not may_be_sent_to(dst.ip):
        engine.log.module("core").err("no socket can send to %s", dst.text.decode())
        return None
    dst = DestInfo(dst.proto, dst.ip, dst.port, sock, dst.con_id)
    data = build_req_buf_from_sip_req(msg, dst, sock, branch, uri=uri, path=path, extra=extra)
    limit = engine.core.udp_mtu
    if not may_switch or not limit or dst.proto is not Proto.UDP or len(data) <= limit:
        return dst, data
    proto = mtu_proto(msg) or proto_of(engine.core.udp_mtu_try_proto.encode())
    other = get_send_socket(engine, msg, dst.ip, proto)
    if other is None or proto is Proto.UDP:
        return dst, data
    port = default_port(proto) if dst.port == default_port(Proto.UDP) else dst.port
    dst = DestInfo(proto, dst.ip, port, other)
    return dst, build_req_buf_from_sip_req(msg, dst, other, branch, uri=uri, path=path, extra=extra)


async def run_onsend(msg: "SipMsg", send: Send) -> bool:
    """Whether `send` may leave: the onsend_route, which sees `msg` and where it goes, has not dropped it."""
    route = msg.engine.routes.get("onsend_route")
    if route is None:
        return True
    msg.snd = send
    try:
        run = await run_top_route(route, msg, Routes.ONSEND)
    finally:
        msg.snd = None
    return not run.is_dropped


def forwarding_refusal(msg: "SipMsg") -> tuple[int, bytes, bytes] | None:
    """Code, reason and header lines of the reply when no proxy may forward the request; None when it may be forwarded.

    No hops are left, or an extension is required of proxies that this one does not have.  Kamailio leaves both to the
    script, and so does its conformance here.
    """
    if msg.engine.core.sip_conformance != "strict":
        return None
    try:
        check_forwarding(msg)
    except BadExtensionError as error:
        return error.code, b"Bad Extension", b"Unsupported: " + b", ".join(error.extensions) + b"\r\n"
    except SipParseError as error:
        return error.code, error.reply_reason.encode(), b""
    return None


def _refuse(msg: "SipMsg", code: int, reason: bytes, extra: bytes) -> None:
    """Nothing; the sender has its reply, unless the request is an ACK."""
    msg.engine.statistics.drop_requests.update()
    if msg.first_line.method != b"ACK":
        msg.engine.send(Send(reply_dest(msg), build_res_buf_from_sip_req(msg, code, reason, reply_totag(msg), extra=extra)))


async def forward_request(msg: "SipMsg", dst: DestInfo | None = None, proto: Proto = Proto.NONE) -> int:
    """1 when the request was handed to the transport, 0 when it was refused instead, negative when it has nowhere to go.

    Without `dst` it goes to its next hop, over `proto` when that is given.  When the first destination fails, the next one that
    the name has is tried if use_dns_failover is on.
    """
    engine = msg.engine
    refusal = forwarding_refusal(msg)
    if refusal is not None:
        _refuse(msg, *refusal)
        return 0
    found = [dst] if dst is not None else await _next_destinations(msg, proto)
    if not engine.core.use_dns_failover:
        del found[1:]
    if not found:
        engine.statistics.err_requests.update()
        return _FAILED
    return await _forward_to(msg, [(each, True) for each in found], stateless_branch(msg))


async def _next_destinations(msg: "SipMsg", proto: Proto) -> list[DestInfo]:
    engine, uri = msg.engine, next_hop(msg)
    try:
        found = await resolve_uri(engine, parse_uri(uri), proto)
    except SipParseError as error:
        engine.log.module("core").err("the next hop is no URI uri=%s: %s", quote(uri), error)
        return []
    if not found:
        engine.log.module("core").err("the next hop cannot be resolved uri=%s", quote(uri))
    elif msg.ruri_con_id and found[0].proto.is_stream:
        found[0] = found[0]._replace(con_id=msg.ruri_con_id)
    return found


async def _forward_to(msg: "SipMsg", found: list[tuple[DestInfo, bool]], branch: bytes) -> int:
    """1 when the first destination that has a socket got the request; the others wait for its failure."""
    engine = msg.engine
    for at, (dst, may_switch) in enumerate(found):
        prepared = prepare_request(msg, dst, branch, may_switch=may_switch)
        if prepared is None:
            continue
        rest = found[at + 1 :]
        if prepared[0].proto is not dst.proto:
            rest.insert(0, (dst, False))
        send = _request_send(msg, prepared, rest, branch)
        if await run_onsend(msg, send):
            engine.send(send)
            engine.statistics.fwd_requests.update()
        return _SENT
    engine.statistics.err_requests.update()
    return _FAILED


def _request_send(msg: "SipMsg", prepared: tuple[DestInfo, bytes], rest: list[tuple[DestInfo, bool]], branch: bytes) -> Send:
    engine, flags = msg.engine, msg.msg_flags

    def failed(reason: str) -> None:
        engine.log.module("core").err("a request cannot be sent to=%s: %s", prepared[0].text.decode(), reason)
        engine.start(_forward_to(msg, rest, branch))

    return Send(*prepared, failed=failed, no_connect=bool(flags & _NO_CONNECT), close=bool(flags & _CLOSE))


async def forward_reply(msg: "SipMsg") -> int:
    """1 when the reply went on, 0 when a module has dealt with it, negative when it goes nowhere.

    Modules are asked first, tm among them.  What none of them knows goes to the second Via when it answers a request that was
    forwarded from here without a transaction; in the conformance of Kamailio, whatever it answers.  A reply goes on once: when
    a route has sent it on, the end of the route does not do so again.
    """
    if msg.msg_flags & MsgFlags.DISCARD:
        return 0
    engine = msg.engine
    statistics = engine.statistics
    if engine.core.check_via and not _is_ours(msg):
        statistics.drop_replies.update()
        return _FAILED
    for handler in engine.reply_handlers:
        answer = handler(msg)
        if inspect.isawaitable(answer):
            answer = await answer
        if answer == 0:
            return 0
    if engine.core.sip_conformance == "strict" and not (is_stateless_branch(msg) or any(c(msg) for c in engine.branch_checks)):
        statistics.drop_replies.update()
        return _FAILED
    dst = await _reply_dest(msg)
    if dst is None:
        statistics.err_replies.update()
        return _FAILED
    msg.msg_flags |= MsgFlags.DISCARD
    flags = msg.msg_flags
    data = build_res_buf_from_sip_res(msg, dst)
    send = Send(dst, data, no_connect=bool(flags & _RPL_NO_CONNECT), close=bool(flags & _RPL_CLOSE))
    if engine.core.onsend_route_reply and not await run_onsend(msg, send):
        statistics.drop_replies.update()
        return _FAILED
    engine.send(send)
    statistics.fwd_replies.update()
    return _SENT


def _is_ours(msg: "SipMsg") -> bool:
    """Whether the top Via is this server's (core parameter check_via)."""
    via = msg.via1
    if via is None:
        return False
    proto = proto_of(via.transport)
    return msg.engine.sockets.is_myself(via.host, via.port or default_port(proto), proto)


async def _reply_dest(msg: "SipMsg") -> DestInfo | None:
    """Where the second Via says that the reply goes (RFC 3261 §18.2.2); None when it says nothing that can be sent to."""
    engine = msg.engine
    vias: tuple[ViaBody, ...] = msg.values(HdrType.VIA)
    proto = proto_of(vias[1].transport) if len(vias) > 1 else Proto.NONE
    if not proto:
        engine.log.module("core").err("a reply has no second Via that names a transport status=%d", msg.first_line.status)
        return None
    via = vias[1]
    port = via.rport or via.port
    ips = [via.received] if via.received else await resolve_host(engine, via.host)
    ip = ips[0] if ips else b""
    sock = get_send_socket(engine, msg, ip, proto)
    if sock is None or not may_be_sent_to(ip):
        engine.log.module("core").err("a reply cannot be sent to=%s:%s", via.transport.decode("ascii", "replace"), quote(ip))
        return None
    con_id = con_id_of(vias[0].i) if proto.is_stream else 0
    return DestInfo(proto, ip, port or default_port(proto), sock, con_id)
