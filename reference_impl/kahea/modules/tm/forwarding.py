"""Relaying requests within a transaction (kamailio src/modules/tm/t_funcs.c t_relay_to(), t_fwd.c t_forward_nonack())."""

from kahea.api import SipMsg
from kahea.api.net import DestInfo, Proto
from kahea.api.peers.tm import TmEvent
from kahea.api.values import HdrType, forward_request
from kahea.modules.tm import params
from kahea.modules.tm.branches import add_branches, branches_of, send_branches
from kahea.modules.tm.cancel import cancel_branches, reason_of_cancel
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.faults import Fault, note_fault, reply_of
from kahea.modules.tm.lookup import Ack, ack_of, cancelled_of, find, make_cell
from kahea.modules.tm.loops import breadths, has_looped
from kahea.modules.tm.matching import NoIdentity, request_key
from kahea.modules.tm.relay import send_silence
from kahea.modules.tm.replies import conclude
from kahea.modules.tm.states import ClientState
from kahea.modules.tm.table import Tm
from kahea.modules.tm.uas import local_reply, request_again
from kahea.modules.tm.work import enqueue

__all__ = ["forward_in", "new_transaction", "relay", "relay_cancel", "script_ended"]

_FINAL = 200
_STATELESS, _DROPPED = 1, 2


def new_transaction(tm: Tm, msg: SipMsg) -> int:
    """1 when `msg` has a new transaction, 0 when it repeats a request or acknowledges a refusal, negative on a fault.

    The last reply was sent again for a repeated request.  An ACK that goes on has none, and counts as new.
    """
    if msg.first_line.method == b"ACK":
        return 0 if ack_of(tm, msg)[0] is Ack.ABSORBED else 1
    if msg.t is not None:
        return 1
    try:
        key = request_key(msg, tm.conf)
    except NoIdentity as error:
        tm.module_log.warn("no transaction: %s", error)
        return note_fault(msg, Fault.BAD_REQUEST)
    known = tm.cells.get(key)
    if known is not None:
        request_again(known)
        return 0
    make_cell(tm, msg, key)
    return 1


async def relay(
    tm: Tm, msg: SipMsg, dst: DestInfo | None = None, proto: Proto = Proto.NONE, *, is_replication: bool = False
) -> int:
    """1 when the request goes on, 0 when there is nothing left to do with it, a negative `Fault` when it could not be sent."""
    method = msg.first_line.method
    if method == b"ACK":
        return await _relay_ack(tm, msg, dst, proto)
    if method == b"CANCEL" and msg.t is None and not is_replication:
        answer = await _relay_cancel(tm, msg)
        if answer is not None:
            return answer
    if msg.t is None:
        answer = new_transaction(tm, msg)
        if answer <= 0:
            return answer
    t: Cell = msg.t
    t.is_replicated = t.is_replicated or is_replication
    if t.is_invite and not t.status and not t.is_replicated and wants_100(t):
        local_reply(t, msg, 100, tm.conf.auto_inv_100_reason)
    return await forward_in(t, msg, dst, proto)


async def forward_in(t: Cell, msg: SipMsg, dst: DestInfo | None = None, proto: Proto = Proto.NONE) -> int:
    """1 when the transaction has new branches; a negative `Fault` otherwise, which is answered unless that is switched off."""
    fault = await _forward(t, msg, dst, proto)
    if fault is None:
        return 1
    if params.failure_exec_mode.value and t.armed.on_failure and fault is not Fault.CANCELED and t.status < _FINAL:
        _add_failed(t, msg, fault)
        enqueue(t, conclude_cancelled, t)
        return 1
    if t.request is msg and not t.armed.disable_internal_reply and not t.has_pending:
        _answer_fault(t, msg, fault)
    return note_fault(msg, fault)


async def _forward(t: Cell, msg: SipMsg, dst: DestInfo | None, proto: Proto) -> Fault | None:
    if t.is_canceled:
        return Fault.CANCELED
    if t.status >= _FINAL or t.ended:
        t.tm.module_log.warn("the transaction has its final reply, nothing is relayed code=%d", t.status)
        return Fault.UNSPEC
    _save_lumps(t, msg)
    wanted = branches_of(t, msg)
    if not wanted:
        return Fault.UNSPEC
    shares: list[int] | None = None
    if (len(wanted) > 1 or msg.hdr(HdrType.MAX_BREADTH) is not None) and not t.tm.conf.is_kamailio:
        shares = breadths(msg, len(wanted))
        if shares is None or (len(wanted) > 1 and has_looped(t.tm, msg, t.callid)):
            return Fault.BREADTH if shares is None else Fault.LOOP
    t.leg += 1
    made, fault = await add_branches(t, msg, wanted, dst, proto, shares=shares)
    t.flags = msg.flags
    if _is_canceled_now(t):
        for uac in made:
            uac.drop()
        return Fault.CANCELED
    if not made:
        return fault
    _hide_earlier(t)
    return None if await send_branches(t, msg, made) else Fault.SEND


def _is_canceled_now(t: Cell) -> bool:
    """Whether the caller has cancelled while names were being resolved."""
    return t.is_canceled


def _add_failed(t: Cell, msg: SipMsg, fault: Fault) -> None:
    """A branch that could not be sent counts as one that was answered with the fault's reply (failure_exec_mode)."""
    uac = Uac(t, len(t.uac), msg.ruri_text)
    uac.state, uac.leg, uac.is_faked = ClientState.TERMINATED, t.leg, True
    uac.last_code, uac.reason = reply_of(fault, is_kamailio=t.tm.conf.is_kamailio)
    t.uac.append(uac)


def _hide_earlier(t: Cell) -> None:
    """Parameter failure_reply_mode: which replies of earlier legs still count now that there is a new one."""
    mode = t.drop_mode if t.drop_mode is not None else params.failure_reply_mode.value
    t.drop_mode = None
    for uac in t.uac:
        if uac.leg < t.leg and not uac.is_pending and (mode in (1, 3) or (mode == 2 and uac.leg == t.leg - 1)):  # noqa: PLR2004
            uac.is_hidden = True


def _save_lumps(t: Cell, msg: SipMsg) -> None:
    """What later legs are built with: the changes that were made before the first (Kamailio's save_msg_lumps())."""
    if t.lumps is None and t.request is msg and (msg.has("add_rm") or msg.has("body_lumps")):
        save_lumps(t, msg)


def save_lumps(t: Cell, msg: SipMsg) -> None:
    """Nothing; failure routes begin with the changes of `msg` as they are now."""
    t.lumps = (msg.add_rm.copy(), msg.body_lumps.copy())


def wants_100(t: Cell) -> bool:
    """Whether an INVITE gets its 100 here."""
    armed = t.armed.auto_100
    return t.tm.conf.auto_inv_100 if armed is None else armed


def _answer_fault(t: Cell, msg: SipMsg, fault: Fault) -> None:
    """With delayed_reply the script has until its end to say something else."""
    code, reason = reply_of(fault, is_kamailio=t.tm.conf.is_kamailio)
    if t.is_replicated:
        send_silence(t)
    elif t.status < _FINAL and params.delayed_reply.value:
        t.delayed_error = (code, reason)
    elif t.status < _FINAL:
        local_reply(t, msg, code, reason)


async def _relay_ack(tm: Tm, msg: SipMsg, dst: DestInfo | None, proto: Proto) -> int:
    kind, t = ack_of(tm, msg)
    if kind is Ack.ABSORBED:
        return 1
    if t is not None and t.callbacks:
        t.tell(TmEvent.E2EACK_IN, msg, None, t.status)
    return await forward_request(msg, dst, proto)


async def _relay_cancel(tm: Tm, msg: SipMsg) -> int | None:
    """What came of the CANCEL; None when it is to be relayed like any request (RFC 3261 §16.10)."""
    if find(tm, msg) is not None:
        return new_transaction(tm, msg)
    invite = cancelled_of(tm, msg)
    if invite is not None:
        return cancel_invite(tm, msg, invite)
    mode = params.unmatched_cancel.value
    if mode == _DROPPED:
        return 1
    return await forward_request(msg) if mode == _STATELESS else None


def cancel_invite(tm: Tm, msg: SipMsg, invite: Cell) -> int:
    """1; the CANCEL has its 200, and the branches of the INVITE are being cancelled (RFC 3261 §9.2, §16.10)."""
    answer = new_transaction(tm, msg)
    if answer <= 0:
        return answer
    t: Cell = msg.t
    t.to_tag = invite.to_tag
    local_reply(t, msg, 200, b"canceling" if invite.has_pending else b"ok -- no more pending branches")
    if invite.callbacks:
        invite.tell(TmEvent.E2ECANCEL_IN, msg, None, 0)
    if invite.status < _FINAL:
        invite.is_canceled = True
        cancel_branches(invite, reason_of_cancel(invite, msg))
        if invite.uac:
            enqueue(invite, conclude_cancelled, invite)
    return 1


async def conclude_cancelled(t: Cell) -> None:
    """Nothing; a cancelled transaction without a pending branch has its final reply."""
    if t.status < _FINAL and not t.has_pending and not t.ended:
        await conclude(t)


async def relay_cancel(tm: Tm, msg: SipMsg) -> int:
    """0 when the INVITE of the CANCEL was found and is being cancelled, 1 when it is unknown, negative on a fault."""
    if find(tm, msg) is not None:
        return new_transaction(tm, msg)
    invite = cancelled_of(tm, msg)
    if invite is None:
        return 1
    return 0 if cancel_invite(tm, msg, invite) > 0 else -1


def script_ended(msg: SipMsg) -> None:
    """Nothing; a transaction that its script has left without reply, branch or suspension is answered.

    Kamailio's t_unref() only writes a warning and forgets it, which leaves the caller waiting.
    """
    t: Cell | None = msg.t
    if t is None or t.request is not msg or t.ended or t.status >= _FINAL or t.wait is not None:
        return
    if t.delayed_error is not None and not t.has_pending:
        code, reason = t.delayed_error
        local_reply(t, msg, code, reason)
    elif not t.uac and not t.is_suspended:
        fault = Fault.CANCELED if t.is_canceled else Fault.UNSPEC
        t.tm.module_log.warn("a script ended without answering its transaction call-id=%s", t.callid.decode(errors="replace"))
        if t.tm.conf.is_kamailio and not t.is_canceled:
            send_silence(t)
        else:
            local_reply(t, msg, *reply_of(fault, is_kamailio=t.tm.conf.is_kamailio))
