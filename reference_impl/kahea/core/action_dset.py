"""Core functions that change the destination set (kamailio src/core/dset.c)."""

from kahea.core.action import NOT_ONSEND, core_action
from kahea.core.dset import Q_UNSPECIFIED, Branch, main_branch
from kahea.core.dset import append_branch as add_branch
from kahea.core.dset import clear_branches as clear
from kahea.core.dset import remove_branch as remove
from kahea.core.sip_msg import SipMsg

__all__ = ["append_branch", "clear_branches", "remove_branch"]

_HIGHEST_Q = 1_000


@core_action("append_branch", routes=NOT_ONSEND)
def append_branch(msg: SipMsg, uri: bytes = b"", q: bytes = b"") -> int:
    """1 when the set has a branch more, to `uri` or to where the request goes now; -1 when the set is full."""
    branch = Branch(uri) if uri else main_branch(msg)
    if q:
        branch.q = _q(q)
    return 1 if add_branch(msg, branch) else -1


def _q(text: bytes) -> int:
    """A q as thousandths; unspecified when it is none."""
    try:
        number = round(float(text) * _HIGHEST_Q)
    except ValueError:
        return Q_UNSPECIFIED
    return number if 0 <= number <= _HIGHEST_Q else Q_UNSPECIFIED


@core_action("remove_branch", routes=NOT_ONSEND)
def remove_branch(msg: SipMsg, index: int = 0) -> int:
    """1 when the branch at `index` was there and is gone, else -1."""
    return 1 if remove(msg, index) else -1


@core_action("clear_branches", routes=NOT_ONSEND)
def clear_branches(msg: SipMsg) -> int:
    """1; only the request URI is left."""
    clear(msg)
    return 1
