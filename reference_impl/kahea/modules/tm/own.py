"""Requests of our own (kamailio src/modules/tm/uac.c) and what becomes of their replies (t_reply.c local_reply())."""

from kahea.api import Routes, SipMsg
from kahea.api.net import DestInfo, Proto, ReceiveInfo, SocketInfo
from kahea.api.peers.tm import TmEvent, UacRequest, UacResult
from kahea.api.values import (
    HdrType,
    MsgFlags,
    SipParseError,
    create_via,
    get_send_socket,
    parse_uri,
    prepare_request,
    resolve_uri,
    run_event_route,
)
from kahea.modules.tm import params
from kahea.modules.tm.armed import Armed
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.failure import run_failure
from kahea.modules.tm.matching import callid_of, cseq_number
from kahea.modules.tm.own_ack import ack_success
from kahea.modules.tm.own_build import build_own, complete
from kahea.modules.tm.table import Tm, via_branch
from kahea.modules.tm.uac_side import send_branch
from kahea.modules.tm.uas import count_end, start_wait

__all__ = ["own_final", "own_provisional", "own_success", "start_own"]

_TIMED_OUT = 408


async def start_own(tm: Tm, request: UacRequest) -> Cell | None:
    """The transaction of the request, which was sent; None when it has nowhere to go, or its event route dropped it."""
    found = await _destinations(tm, request)
    sock = _socket(tm, request, found[0]) if found else None
    if sock is None:
        tm.module_log.err("own request: no way to %r", (request.next_hop or request.ruri)[:120])
        return None
    dst = DestInfo(found[0].proto, found[0].ip, found[0].port, sock, found[0].con_id)
    t, msg = _make_own(tm, request, dst, sock)
    run = await run_event_route(msg, "tm:local-request", Routes.LOCAL)
    if run is not None and run.is_dropped:
        return None
    t.flags = msg.flags
    tm.add(t)
    tm.stats.transactions_local += 1
    uac = Uac(t, 0, msg.ruri_text)
    prepared = await _prepared(tm, msg, dst, via_branch(t, 0))
    if prepared is None:
        tm.remove(t)
        tm.stats.active -= 1
        return None
    uac.dst, uac.sent = prepared
    uac.dests = tuple(found[1:])
    uac.on_reply, uac.on_branch_failure = t.armed.on_reply, t.armed.on_branch_failure
    t.uac.append(uac)
    if tm.callbacks:
        t.callbacks = tuple(tm.callbacks)
        t.tell(TmEvent.REQUEST_SENT, msg, None, 0)
    send_branch(uac)
    return t


async def _destinations(tm: Tm, request: UacRequest) -> list[DestInfo]:
    try:
        return await resolve_uri(tm.engine, parse_uri(request.next_hop or request.ruri), Proto.NONE)
    except SipParseError as error:
        tm.module_log.err("own request: %r is no URI: %s", (request.next_hop or request.ruri)[:120], error)
        return []


def _socket(tm: Tm, request: UacRequest, dst: DestInfo) -> SocketInfo | None:
    """The socket that the request names, by its name or as ``proto:host:port``, or one that fits."""
    if request.sock_name:
        for sock in tm.engine.sockets:
            if request.sock_name in (sock.name, sock.text):
                return sock
    return get_send_socket(tm.engine, None, dst.ip, dst.proto)


def _make_own(tm: Tm, request: UacRequest, dst: DestInfo, sock: SocketInfo) -> tuple[Cell, SipMsg]:
    """The transaction and its message, which has a Via of its own that is never sent."""
    dialog, others = complete(request, tm.engine.rng)
    via = create_via(tm.engine, None, dst, sock, b"z9hG4bKown")
    agent = tm.engine.core.user_agent_header.encode() + b"\r\n" if tm.engine.core.server_signature else b""
    data = build_own(request, dialog, others, via, sock=sock, agent=agent)
    msg = SipMsg(data, ReceiveInfo(sock.proto, sock.address, sock.port, sock), tm.engine)
    msg.now, msg.msg_flags = tm.engine.now, msg.msg_flags | MsgFlags.FAKED
    t = Cell(tm, msg, Armed())
    t.is_local = True
    t.callid, t.cseq = callid_of(msg), cseq_number(msg)
    t.done = request.done
    t.armed.no_auto_ack = request.no_ack
    t.armed.fr_ms, t.armed.fr_inv_ms = request.fr_ms, request.fr_inv_ms
    msg.t = t
    return t, msg


async def _prepared(tm: Tm, msg: SipMsg, dst: DestInfo, branch: bytes) -> tuple[DestInfo, bytes] | None:
    """Where the request goes and its bytes, the event route's changes in them."""
    if msg.dst_uri:
        try:
            found = await resolve_uri(tm.engine, parse_uri(msg.dst_uri), Proto.NONE)
        except SipParseError:
            return None
        if not found:
            return None
        dst = found[0]
    own = msg.clone()
    via = own.hdr(HdrType.VIA)
    if via is not None:
        own.add_rm.del_lump(via.start, via.len)
    return prepare_request(own, dst, branch)


def own_provisional(uac: Uac, msg: SipMsg, code: int) -> None:
    """Nothing; callbacks hear of it when pass_provisional_replies says so."""
    t = uac.t
    t.status = max(t.status, code)
    if params.pass_provisional_replies.value and t.callbacks:
        t.tell(TmEvent.LOCAL_RESPONSE_OUT, t.request, msg, code)


def own_success(uac: Uac, msg: SipMsg, code: int) -> None:
    """Nothing; an INVITE's 2xx is acknowledged, each copy of it, and the request has ended with the first."""
    t = uac.t
    if t.is_invite and not t.armed.no_auto_ack:
        t.tm.engine.start(ack_success(uac, msg))
    _ended(t, code, msg)


async def own_final(t: Cell, best: Uac | None) -> None:
    """Nothing; the request has ended with 300 or more; with enable_uac_fr its failure route has run before."""
    if best is not None and params.enable_uac_fr.value and await run_failure(t, best) and t.has_pending:
        return
    if best is None:
        _ended(t, _TIMED_OUT, None)
    else:
        _ended(t, best.last_code, best.reply)


def _ended(t: Cell, code: int, reply: SipMsg | None) -> None:
    if t.has_final:
        return
    t.status = code
    count_end(t, code)
    start_wait(t)
    if t.callbacks:
        t.tell(TmEvent.LOCAL_COMPLETED, t.request, reply, code)
    if t.done is not None:
        t.done(UacResult(code=code, reply=reply))
