"""Script functions that ask what has become of the transaction."""

from kahea.api import Regex, Routes, SipMsg
from kahea.modules.tm.armed import armed_of
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.failure import drop_mode_of
from kahea.modules.tm.lookup import Ack, ack_of, cancelled_of, find
from kahea.modules.tm.params import module
from kahea.modules.tm.replies import branch_of
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.status import cell_of, picked_branch, status_of
from kahea.modules.tm.uac_side import lifetime_ms
from kahea.modules.tm.uas import request_again

FAILURE = Routes.FAILURE | Routes.BRANCH_FAILURE
ASK = Routes.REQUEST | FAILURE | Routes.TM_ONREPLY | Routes.BRANCH
_TRUE, _FALSE = 1, -1


def _code(claim: bool) -> int:
    return _TRUE if claim else _FALSE


@module.function("t_check_status", routes=Routes.REQUEST | FAILURE | Routes.ONREPLY)
def t_check_status(msg: SipMsg, re: Regex) -> int:
    """Whether the code matches: of the reply sent last, of the reply in a reply route, of the best reply in a failure route."""
    status = status_of(msg)
    return _code(status > 0 and re.search(b"%d" % status) is not None)


@module.function("t_get_status_code", routes=Routes.REQUEST | Routes.ONREPLY | FAILURE | Routes.BRANCH)
def t_get_status_code(msg: SipMsg) -> int:
    """The code that `t_check_status()` looks at; -1 without one."""
    return status_of(msg) or _FALSE


@module.function("t_check_trans", routes=Routes.REQUEST | Routes.ONREPLY | Routes.BRANCH)
def t_check_trans(msg: SipMsg) -> int:
    """Whether the message belongs to a transaction; what tm alone has to deal with ends the script."""
    tm = tm_state()
    if not msg.first_line.is_request:
        return _code(branch_of(tm, msg) is not None)
    method = msg.first_line.method
    if method == b"CANCEL":
        return _code(cancelled_of(tm, msg) is not None)
    if method == b"ACK":
        kind, _ = ack_of(tm, msg)
        return 0 if kind is Ack.ABSORBED else _code(kind is Ack.END_TO_END)
    known = find(tm, msg)
    if known is None:
        return _FALSE
    if known.request is msg:
        return _TRUE
    request_again(known)
    return 0


@module.function("t_any_timeout", routes=ASK)
def t_any_timeout(msg: SipMsg) -> int:
    """Whether any branch of the transaction has timed out."""
    t = cell_of(msg)
    return _code(t is not None and any(uac.is_timed_out for uac in t.uac))


@module.function("t_any_replied", routes=ASK)
def t_any_replied(msg: SipMsg) -> int:
    """Whether any branch was answered, the reply at hand left out."""
    t = cell_of(msg)
    if t is None:
        return _FALSE
    now = t.uac[msg.t_branch] if not msg.first_line.is_request and msg.t_branch < len(t.uac) else None
    return _code(any(uac.received_code > 0 for uac in t.uac if uac is not now or uac.received_code))


@module.function("t_is_canceled", routes=ASK)
def t_is_canceled(msg: SipMsg) -> int:
    """Whether the caller has cancelled the transaction."""
    t = cell_of(msg)
    return _code(t is not None and t.is_canceled)


@module.function("t_is_expired", routes=ASK)
def t_is_expired(msg: SipMsg) -> int:
    """Whether the transaction is older than its lifetime."""
    t = cell_of(msg)
    return _code(t is not None and (t.tm.engine.now - t.created_at) * 1000 >= lifetime_ms(t))


@module.function("t_grep_status", routes=ASK)
def t_grep_status(msg: SipMsg, code: int) -> int:
    """Whether any branch ended with that code."""
    t = cell_of(msg)
    return _code(t is not None and any(uac.last_code == code and not uac.is_pending for uac in t.uac))


@module.function("t_branch_timeout", routes=FAILURE | Routes.EVENT)
def t_branch_timeout(msg: SipMsg) -> int:
    """Whether the branch that the failure route is about has timed out."""
    uac = picked_branch(msg)
    return _code(uac is not None and uac.is_timed_out)


@module.function("t_branch_replied", routes=FAILURE | Routes.EVENT)
def t_branch_replied(msg: SipMsg) -> int:
    """Whether the branch that the failure route is about was answered before it failed."""
    uac = picked_branch(msg)
    return _code(uac is not None and uac.was_answered)


@module.function("t_drop_replies", routes=FAILURE)
def t_drop_replies(msg: SipMsg, mode: bytes = b"a") -> int:
    """Have earlier replies not chosen any more: ``a`` all, ``l`` those of the last leg, ``n`` none."""
    t = cell_of(msg)
    drop = drop_mode_of(mode)
    if t is None or drop is None:
        return _FALSE
    t.drop_mode = drop
    return _TRUE


@module.function("t_is_set")
def t_is_set(msg: SipMsg, target: bytes) -> int:
    """Whether a route is armed: ``branch_route``, ``failure_route`` or ``onreply_route``."""
    armed = armed_of(msg)
    routes = {b"branch_route": armed.on_branch, b"failure_route": armed.on_failure, b"onreply_route": armed.on_reply}
    return _code(bool(routes.get(target)))


@module.function("t_exists")
def t_exists(msg: SipMsg) -> int:
    """Whether the message belongs to a transaction; nothing else happens."""
    tm = tm_state()
    if not msg.first_line.is_request:
        return _code(branch_of(tm, msg) is not None)
    return _code(find(tm, msg) is not None)


@module.function("t_is_retr_async_reply", routes=Routes.TM_ONREPLY)
def t_is_retr_async_reply(msg: SipMsg) -> int:
    """Whether the transaction waits with another reply, so that this one repeats it."""
    t: Cell | None = msg.t
    return _code(t is not None and t.suspended_reply is not None)
