"""Scripts that stop and go on later (kamailio src/modules/tm/t_suspend.c)."""

from kahea.api import Routes, SipMsg
from kahea.api.values import MsgFlags, run_top_route
from kahea.modules.tm import params
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.failure import failure_message
from kahea.modules.tm.faults import Fault, reply_of
from kahea.modules.tm.forwarding import new_transaction, wants_100
from kahea.modules.tm.replies import accept_reply, lend
from kahea.modules.tm.states import ClientState
from kahea.modules.tm.table import Tm
from kahea.modules.tm.uac_side import fr_inv_ms, set_fr, stop_branch
from kahea.modules.tm.uas import fr_ms, local_reply
from kahea.modules.tm.work import enqueue

__all__ = ["continue_cell", "suspend"]

_FINAL = 200


def suspend(tm: Tm, msg: SipMsg) -> Cell | None:
    """The transaction of `msg`, made now if need be, which waits for `continue_cell`; None when it cannot.

    It waits as long as a branch would: then it fails like one.  A reply that is suspended goes nowhere meanwhile.
    """
    if not msg.first_line.is_request:
        t: Cell | None = msg.t
        if t is not None and t.suspended_reply is None:
            t.suspended_reply = (msg, t.uac[msg.t_branch])
            return t
        return None
    if msg.t is None and (new_transaction(tm, msg) <= 0 or msg.t is None):
        return None
    t = msg.t
    if t is None or t.status >= _FINAL:
        return None
    if t.is_invite and not t.status and wants_100(t):
        local_reply(t, msg, 100, tm.conf.auto_inv_100_reason)
    uac = Uac(t, len(t.uac), msg.ruri_text)
    uac.is_blind = True
    uac.leg = t.leg
    t.uac.append(uac)
    t.is_suspended = True
    t.flags = msg.flags
    set_fr(uac, fr_inv_ms(t) if t.is_invite else fr_ms(t))
    return t


def continue_cell(t: Cell, route: str) -> bool:
    """Whether the transaction waited; `route` has run with its request or its reply, or will when the transaction is free."""
    if t.suspended_reply is not None:
        enqueue(t, _continue_reply, t, route)
        return True
    if not t.is_suspended or t.ended or t.status >= _FINAL:
        return False
    enqueue(t, _continue_request, t, route)
    return True


async def _continue_request(t: Cell, name: str) -> None:
    if not t.is_suspended or t.status >= _FINAL or t.ended:
        return
    t.is_suspended = False
    blind = [uac for uac in t.uac if uac.is_blind and uac.is_pending]
    for uac in blind:
        stop_branch(uac)
        uac.drop()
    route = t.tm.engine.routes.get("route", name)
    msg = failure_message(t, None)
    if route is not None:
        msg.msg_flags &= ~MsgFlags.TIMEOUT
        await run_top_route(route, msg, Routes.FAILURE)
        t.flags = msg.flags
    if _is_left_alone(t):
        fault = Fault.CANCELED if t.is_canceled else Fault.UNSPEC
        code, reason = t.delayed_error or reply_of(fault, is_kamailio=t.tm.conf.is_kamailio)
        local_reply(t, t.request, code, reason)


def _waits_again(t: Cell) -> bool:
    return t.suspended_reply is not None


def _is_left_alone(t: Cell) -> bool:
    """Whether the route has done nothing that would end the transaction."""
    return not t.is_suspended and not t.has_pending and t.status < _FINAL and not t.ended


async def _continue_reply(t: Cell, name: str) -> None:
    """The suspended reply goes its way behind the route, unless that drops a provisional one."""
    if t.suspended_reply is None or t.ended:
        return
    msg, uac = t.suspended_reply
    t.suspended_reply = None
    code = msg.first_line.status
    route = t.tm.engine.routes.get("route", name)
    if route is not None:
        lend(t, msg)
        run = await run_top_route(route, msg, Routes.TM_ONREPLY)
        t.flags = msg.flags
        if _waits_again(t) or (run.is_dropped and code < _FINAL):
            return
    uac.state = uac.state if uac.state is not ClientState.CALLING else ClientState.PROCEEDING
    if code >= _FINAL <= t.status and params.reply_relay_mode.value:
        t.tm.stats.rpl_absorbed += 1
        return
    await accept_reply(uac, msg, code)
