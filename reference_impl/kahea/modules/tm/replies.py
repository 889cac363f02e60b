"""What branches answer, and what becomes of it (kamailio src/modules/tm/t_reply.c reply_received())."""

from collections.abc import Coroutine
from typing import Any

from kahea.api import Routes, SipMsg
from kahea.api.net import Send
from kahea.api.peers.tm import TmEvent
from kahea.api.values import HdrType, SipParseError, run_top_route
from kahea.modules.tm import params
from kahea.modules.tm.cancel import (
    REQUEST_TERMINATED,
    cancel_answered,
    cancel_branches,
    reason_of_reply,
    send_cancel,
)
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.failover import next_destination
from kahea.modules.tm.failure import run_branch_failure, run_failure
from kahea.modules.tm.local_build import branch_ack
from kahea.modules.tm.own import own_final, own_provisional, own_success
from kahea.modules.tm.pick import pick_branch
from kahea.modules.tm.relay import relay_message, send_best
from kahea.modules.tm.states import CANCEL, FAIL, SEND_ACK, TIMEOUT, UP, ClientEvent
from kahea.modules.tm.table import Tm
from kahea.modules.tm.uac_side import client_table, fr_inv_ms, set_fr, stop_branch
from kahea.modules.tm.uas import retr2_ms
from kahea.modules.tm.work import enqueue

__all__ = ["accept_reply", "branch_event", "branch_of", "conclude", "is_late_success", "lend", "reply_came"]

_EVENTS = (ClientEvent.REPLY_1XX, ClientEvent.REPLY_1XX, ClientEvent.REPLY_2XX, ClientEvent.REPLY_3XX)
_TRYING, _RINGING, _FINAL, _NEGATIVE, _GLOBAL = 100, 180, 200, 300, 600
_SEND_FAULT, _UNAVAILABLE, _CANCELLED, _TIMED_OUT = 477, 503, 487, 408


def branch_of(tm: Tm, msg: SipMsg) -> tuple[Uac, bytes] | None:
    """The branch that the reply `msg` answers, and the method it answers; None when it answers none of ours."""
    try:
        via, cseq = msg.via1, msg.parsed(HdrType.CSEQ)
    except SipParseError:
        return None
    branch = via.branch if via is not None else None
    if branch is None or cseq is None:
        return None
    uac = tm.of_branch(branch)
    if uac is None or (cseq.method != uac.t.method and not (cseq.method == b"CANCEL" and uac.t.is_invite)):
        return None
    if tm.conf.callid_matching and msg.parsed(HdrType.CALLID) != uac.t.callid:
        return None
    return uac, cseq.method


def reply_came(tm: Tm, msg: SipMsg) -> int | Coroutine[Any, Any, int]:
    """0 when the reply belonged to a transaction and was dealt with, 1 when it is to be forwarded without state."""
    found = branch_of(tm, msg)
    if found is None:
        return _stray(msg) if params.on_sl_reply.value else 1
    uac, method = found
    tm.stats.rpl_received += 1
    if method == b"CANCEL" and uac.t.method != b"CANCEL":
        if msg.first_line.status >= _FINAL:
            cancel_answered(uac)
        tm.stats.rpl_absorbed += 1
        return 0
    msg.t, msg.t_branch = uac.t, uac.index
    enqueue(uac.t, _answered, uac, msg)
    return 0


def is_late_success(tm: Tm, msg: SipMsg) -> bool:
    """Whether the reply is a 2xx to an INVITE that was relayed by a transaction which is forgotten by now.

    It is repeated until its ACK has come, up to 64 times T1, and goes on without state (RFC 6026 §8).
    """
    try:
        via, cseq, callid = msg.via1, msg.parsed(HdrType.CSEQ), msg.parsed(HdrType.CALLID)
    except SipParseError:
        return False
    branch = via.branch if via is not None else None
    if branch is None or cseq is None or callid is None or cseq.method != b"INVITE":
        return False
    return _FINAL <= msg.first_line.status < _NEGATIVE and tm.is_own(branch, callid)


async def _stray(msg: SipMsg) -> int:
    """Parameter on_sl_reply: the route for replies without a transaction."""
    route = msg.engine.routes.get("onreply_route", params.on_sl_reply.value)
    if route is None:
        return 1
    run = await run_top_route(route, msg, Routes.TM_ONREPLY)
    return 0 if run.is_dropped or run.rc == 0 else 1


async def _answered(uac: Uac, msg: SipMsg) -> None:
    """One reply to the request of a branch."""
    t, code = uac.t, msg.first_line.status
    if t.ended:
        return
    event = _EVENTS[min(code // 100, 3)]
    was_pending = uac.is_pending
    uac.state, act = client_table(uac)[uac.state][event]
    if act & SEND_ACK and not (t.is_local and t.armed.no_auto_ack):
        _acknowledge(uac, msg)
    if act & CANCEL:
        send_cancel(uac, b"")
    if not act & UP:
        t.tm.stats.rpl_absorbed += 1
        if uac.on_reply and t.tm.conf.is_kamailio:
            await _run_onreply(uac, msg)
        return
    if code < _FINAL:
        _provisional_timers(uac, code)
        if t.tm.conf.is_kamailio and uac.cancel is not None and not uac.received_code:
            # Kamailio cancels the branch now, and is done with its provisional replies (t_reply.c reply_received()).
            t.tm.stats.rpl_absorbed += 1
            return
    elif was_pending:
        stop_branch(uac)
        uac.wants_cancel = False
    if t.callbacks:
        t.tell(TmEvent.RESPONSE_IN, t.request, msg, code)
    if uac.on_reply and not await _run_onreply(uac, msg) and code < _FINAL:
        # A final reply cannot be dropped: the caller would wait for ever.
        t.tm.stats.rpl_absorbed += 1
        uac.received_code = max(uac.received_code, code)
        return
    if t.suspended_reply is None or t.suspended_reply[0] is not msg:
        await accept_reply(uac, msg, code)


async def accept_reply(uac: Uac, msg: SipMsg, code: int) -> None:
    """Nothing; the reply has had its routes, and takes its way."""
    uac.was_answered = uac.received_code > 0
    uac.received_code = max(uac.received_code, code)
    uac.last_code = code if code >= _FINAL or uac.last_code < _FINAL else uac.last_code
    uac.reason = msg.first_line.reason
    if code < _FINAL:
        _provisional(uac, msg, code)
    elif code < _NEGATIVE:
        await _success(uac, msg, code)
    else:
        uac.reply, uac.is_faked = msg, False
        await _branch_final(uac)


def _acknowledge(uac: Uac, msg: SipMsg) -> None:
    """The ACK to a final reply of 300 and above (RFC 3261 §17.1.1.3)."""
    to = msg.hdr(HdrType.TO)
    if uac.dst is not None and to is not None and uac.sent:
        uac.t.tm.engine.send(Send(uac.dst, branch_ack(uac, to.body)))


def _provisional_timers(uac: Uac, code: int) -> None:
    """Retransmissions end for an INVITE and slow down for others; timer C runs from here (RFC 3261 §16.7 step 2)."""
    t = uac.t
    if not t.is_invite:
        uac.interval_ms = retr2_ms(t)
        return
    t.tm.timers.stop(uac.retr)
    uac.retr = None
    if uac.cancel is not None:
        return
    is_first = not uac.received_code
    if is_first or t.tm.conf.restart_fr or (code >= _RINGING and code > uac.received_code):
        set_fr(uac, fr_inv_ms(t))
    if uac.wants_cancel:
        send_cancel(uac, uac.reason_header)


async def _run_onreply(uac: Uac, msg: SipMsg) -> bool:
    """Whether the reply goes on: not when its route has dropped it."""
    t = uac.t
    route = t.tm.engine.routes.get("onreply_route", uac.on_reply)
    if route is None:
        return True
    lend(t, msg)
    msg.bflags = uac.flags
    run = await run_top_route(route, msg, Routes.TM_ONREPLY)
    t.flags = t.request.flags = msg.flags
    uac.flags = msg.bflags
    return not run.is_dropped and run.rc != 0


def lend(t: Cell, msg: SipMsg) -> None:
    """Nothing; `msg` has the transaction's flags and AVPs."""
    msg.flags = t.flags
    if t.request is not None:
        msg.avps, msg.xavps = t.request.avps, t.request.xavps


def _provisional(uac: Uac, msg: SipMsg, code: int) -> None:
    """1xx: relayed unless it is a 100 (RFC 3261 §16.7 step 5), or answers no INVITE (RFC 4320 §4.1)."""
    t = uac.t
    if t.is_local:
        own_provisional(uac, msg, code)
        return
    is_kept = code == _TRYING and not params.relay_100.value
    is_kept = is_kept or t.is_replicated or t.status >= _FINAL
    if is_kept or (not t.is_invite and not t.tm.conf.is_kamailio and code != _TRYING):
        t.tm.stats.rpl_absorbed += 1
        return
    relay_message(t, msg, code)


async def _success(uac: Uac, msg: SipMsg, code: int) -> None:
    """2xx: relayed at once, every one of an INVITE's; the other branches are cancelled (RFC 3261 §16.7 steps 5 and 10)."""
    t = uac.t
    uac.reply = msg if t.is_local else None
    if t.is_local:
        own_success(uac, msg, code)
    elif t.is_replicated:
        t.tm.stats.rpl_absorbed += 1
        if not t.has_pending:
            send_best(t, uac)
        return
    else:
        relay_message(t, msg, code)
        uac.sent = uac.sent[: uac.sent.find(b"\r\n\r\n") + 4]  # an ACK may still be built of it, but needs no body
    cancel_branches(t, reason_of_reply(code), besides=uac)


async def branch_event(uac: Uac, event: ClientEvent) -> None:
    """Nothing; the branch has run out of time, or its request could not be sent (RFC 3261 §16.8, §16.9)."""
    t = uac.t
    if t.ended:
        return
    uac.was_answered = uac.received_code > 0
    uac.state, act = client_table(uac)[uac.state][event]
    if not act & (TIMEOUT | FAIL):
        return
    stop_branch(uac)
    t.is_suspended = t.is_suspended and not uac.is_blind
    if act & CANCEL:
        send_cancel(uac, b"")
    uac.is_faked, uac.reply = True, None
    if act & FAIL:
        uac.last_code = _SEND_FAULT if t.tm.conf.is_kamailio else _UNAVAILABLE
        uac.reason = b"Unable to send" if t.tm.conf.is_kamailio else b"Service Unavailable"
    elif t.is_canceled and t.is_invite:
        uac.last_code, uac.reason = _CANCELLED, REQUEST_TERMINATED
    else:
        uac.is_timed_out = True
        uac.last_code, uac.reason = params.reply_408_code.value, params.reply_408_reason.value.encode()
    await _branch_final(uac)


async def _branch_final(uac: Uac) -> None:
    """A branch has ended with 300 or more: go on elsewhere, wait for the others, or end the transaction."""
    t = uac.t
    if t.status >= _FINAL:
        t.tm.stats.rpl_absorbed += 1
        return
    if uac.on_branch_failure:
        await run_branch_failure(uac)
        if t.status >= _FINAL:
            return
    if uac.last_code >= _GLOBAL and not _ignores_6xx(t):
        cancel_branches(t, reason_of_reply(uac.last_code), besides=uac)
    elif await next_destination(uac):
        return
    if not t.has_pending:
        await conclude(t)


def _ignores_6xx(t: Cell) -> bool:
    armed = t.armed.disable_6xx
    return bool(params.disable_6xx_block.value) if armed is None else armed


async def conclude(t: Cell) -> None:
    """Nothing; no branch is pending: the failure route has run, and the best reply has gone, unless the route did otherwise."""
    best = pick_branch(t.uac, params.faked_reply_prio.value)
    if t.is_local:
        await own_final(t, best)
        return
    if best is not None and await run_failure(t, best):
        if t.status >= _FINAL or t.has_pending or t.ended:
            return
        best = pick_branch(t.uac, params.faked_reply_prio.value)
    send_best(t, best)
