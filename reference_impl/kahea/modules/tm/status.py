"""Which transaction a message is about, and which status counts for it (kamailio t_lookup.c t_get_status_code())."""

from kahea.api import Routes, SipMsg
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.replies import branch_of
from kahea.modules.tm.state import tm_state

__all__ = ["cell_of", "is_in_failure", "picked_branch", "reason_of", "status_of"]

_FAILURE = Routes.FAILURE | Routes.BRANCH_FAILURE


def cell_of(msg: SipMsg) -> Cell | None:
    """The transaction of the message; a reply's is looked for."""
    t: Cell | None = msg.t
    if t is None and not msg.first_line.is_request:
        found = branch_of(tm_state(), msg)
        return found[0].t if found is not None else None
    return t


def is_in_failure(msg: SipMsg) -> bool:
    """Whether a failure route has the message."""
    return msg.run is not None and bool(msg.run.routes & _FAILURE)


def picked_branch(msg: SipMsg) -> Uac | None:
    """The branch whose reply the failure route is about."""
    t = cell_of(msg)
    return t.uac[t.picked] if t is not None and 0 <= t.picked < len(t.uac) else None


def status_of(msg: SipMsg) -> int:
    """The code that is meant where none is named: the reply's own, the picked branch's, the last reply's; 0 without."""
    if not msg.first_line.is_request:
        return msg.first_line.status
    if is_in_failure(msg):
        uac = picked_branch(msg)
        if uac is not None:
            return uac.last_code
    t = cell_of(msg)
    return t.status if t is not None else 0


def reason_of(msg: SipMsg) -> bytes:
    """The reason phrase that goes with `status_of`; empty without one."""
    if not msg.first_line.is_request:
        return msg.first_line.reason
    if is_in_failure(msg):
        uac = picked_branch(msg)
        if uac is not None:
            return uac.reason
    t = cell_of(msg)
    return t.reply.split(b"\r\n", 1)[0].split(b" ", 2)[-1] if t is not None and t.reply else b""
