"""Script functions that arm routes and set times and switches for the transaction."""

from kahea.api import RouteName, Routes, SipMsg
from kahea.modules.tm.armed import armed_of
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.params import module
from kahea.modules.tm.states import ClientState
from kahea.modules.tm.uac_side import fr_inv_ms, set_fr
from kahea.modules.tm.uas import fr_ms, retr1_ms, retr2_ms

FAILURE = Routes.FAILURE | Routes.BRANCH_FAILURE
ARM = Routes.REQUEST | FAILURE | Routes.TM_ONREPLY | Routes.BRANCH
_NONE = ("", "0")


def _name(route: str) -> str:
    return "" if route in _NONE else route


@module.function("t_on_branch", routes=Routes.REQUEST | FAILURE)
def t_on_branch(msg: SipMsg, branch_route: RouteName) -> int:
    """Have this branch_route run for each branch before it is sent; ``0`` for none."""
    armed_of(msg).on_branch = _name(branch_route)
    return 1


@module.function("t_on_failure", routes=ARM)
def t_on_failure(msg: SipMsg, failure_route: RouteName) -> int:
    """Have this failure_route run once when all branches have failed; ``0`` for none."""
    armed_of(msg).on_failure = _name(failure_route)
    return 1


@module.function("t_on_branch_failure", routes=ARM)
def t_on_branch_failure(msg: SipMsg, branch_failure_route: RouteName) -> int:
    """Have ``event_route[tm:branch-failure:NAME]`` run for each branch that fails; ``0`` for none."""
    armed_of(msg).on_branch_failure = _name(branch_failure_route)
    return 1


@module.function("t_on_reply", routes=ARM)
def t_on_reply(msg: SipMsg, onreply_route: RouteName) -> int:
    """Have this onreply_route run for each reply of the branches that are made from now on; ``0`` for none."""
    name = _name(onreply_route)
    armed_of(msg).on_reply = name
    t: Cell | None = msg.t
    if t is not None and msg.run is not None and msg.run.routes & Routes.TM_ONREPLY:
        for uac in t.uac:
            uac.on_reply = name
    return 1


def _restart_fr(t: Cell | None) -> None:
    """The times of branches that wait already are the new ones."""
    for uac in _pending(t):
        is_ringing = t is not None and t.is_invite and uac.state is ClientState.PROCEEDING
        set_fr(uac, fr_inv_ms(uac.t) if is_ringing else fr_ms(uac.t))


def _pending(t: Cell | None) -> list[Uac]:
    return [] if t is None else [uac for uac in t.uac if uac.is_pending]


@module.function("t_set_fr", routes=ARM)
def t_set_fr(msg: SipMsg, fr_inv_timeout: int, fr_timeout: int | None = None) -> int:
    """Set fr_inv_timer and fr_timer of the transaction, in milliseconds; 0 leaves one as it is."""
    armed = armed_of(msg)
    armed.fr_inv_ms = max(0, fr_inv_timeout) or armed.fr_inv_ms
    armed.fr_ms = max(0, fr_timeout or 0) or armed.fr_ms
    _restart_fr(msg.t)
    return 1


@module.function("t_reset_fr", routes=ARM)
def t_reset_fr(msg: SipMsg) -> int:
    """Undo `t_set_fr()`."""
    armed = armed_of(msg)
    armed.fr_inv_ms = armed.fr_ms = 0
    _restart_fr(msg.t)
    return 1


def _restart_retr(t: Cell | None, t2_before: int) -> None:
    """Branches that retransmit go on at the new T1, or T2 when they had come to that."""
    for uac in _pending(t):
        uac.interval_ms = retr2_ms(uac.t) if uac.interval_ms >= t2_before else retr1_ms(uac.t) // 2


@module.function("t_set_retr", routes=ARM)
def t_set_retr(msg: SipMsg, retr_t1_interval: int, retr_t2_interval: int) -> int:
    """Set retr_timer1 and retr_timer2 of the transaction, in milliseconds; 0 leaves one as it is."""
    armed, t = armed_of(msg), msg.t
    before = retr2_ms(t) if t is not None else 0
    armed.retr1_ms = max(0, retr_t1_interval) or armed.retr1_ms
    armed.retr2_ms = max(0, retr_t2_interval) or armed.retr2_ms
    _restart_retr(t, before)
    return 1


@module.function("t_reset_retr", routes=ARM)
def t_reset_retr(msg: SipMsg) -> int:
    """Undo `t_set_retr()`."""
    armed, t = armed_of(msg), msg.t
    before = retr2_ms(t) if t is not None else 0
    armed.retr1_ms = armed.retr2_ms = 0
    _restart_retr(t, before)
    return 1


@module.function("t_set_max_lifetime", routes=ARM)
def t_set_max_lifetime(msg: SipMsg, inv_lifetime: int, noninv_lifetime: int) -> int:
    """Set max_inv_lifetime and max_noninv_lifetime of the transaction, in milliseconds; 0 leaves one as it is."""
    armed = armed_of(msg)
    armed.inv_lifetime_ms = max(0, inv_lifetime) or armed.inv_lifetime_ms
    armed.noninv_lifetime_ms = max(0, noninv_lifetime) or armed.noninv_lifetime_ms
    _restart_fr(msg.t)
    return 1


@module.function("t_reset_max_lifetime", routes=ARM)
def t_reset_max_lifetime(msg: SipMsg) -> int:
    """Undo `t_set_max_lifetime()`."""
    armed = armed_of(msg)
    armed.inv_lifetime_ms = armed.noninv_lifetime_ms = 0
    _restart_fr(msg.t)
    return 1


def _switched(msg: SipMsg, name: str, value: bool | None) -> int:
    setattr(armed_of(msg), name, value)
    return 1


@module.function("t_set_auto_inv_100", routes=Routes.REQUEST)
def t_set_auto_inv_100(msg: SipMsg, mode: int) -> int:
    """Have an INVITE that is relayed answered with 100 or not, whatever auto_inv_100 says."""
    return _switched(msg, "auto_100", mode != 0)


@module.function("t_set_disable_6xx", routes=ARM)
def t_set_disable_6xx(msg: SipMsg, mode: int) -> int:
    """Have 6xx replies treated like others, whatever disable_6xx_block says."""
    return _switched(msg, "disable_6xx", mode != 0)


@module.function("t_set_no_auto_ack", routes=ARM)
def t_set_no_auto_ack(msg: SipMsg, mode: int) -> int:
    """Have replies from 300 on to an own INVITE not acknowledged here."""
    return _switched(msg, "no_auto_ack", mode != 0)


@module.function("t_set_disable_failover", routes=ARM)
def t_set_disable_failover(msg: SipMsg, mode: int) -> int:
    """Have the other destinations of a name left alone when the first one fails."""
    return _switched(msg, "disable_failover", mode != 0)


@module.function("t_set_no_e2e_cancel_reason", "t_disable_e2e_cancel_reason", routes=ARM)
def t_set_no_e2e_cancel_reason(msg: SipMsg, mode: int) -> int:
    """Have the Reason of the caller's CANCEL left out of ours, whatever e2e_cancel_reason says."""
    return _switched(msg, "no_e2e_reason", mode != 0)


@module.function("t_set_disable_internal_reply", routes=ARM)
def t_set_disable_internal_reply(msg: SipMsg, mode: int) -> int:
    """Have a relay that fails leave the reply to the script."""
    return _switched(msg, "disable_internal_reply", mode != 0)
