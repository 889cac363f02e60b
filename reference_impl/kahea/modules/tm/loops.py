"""Loops and their cost when requests fork: RFC 5393.

Each branch that is sent carries a mark of what decided its way.  A request that comes by again with the same mark goes round
in a circle; one whose URI has changed is a spiral and may go on (§4.2).  What forks shares out its Max-Breadth (§5).
"""

from zlib import crc32

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError
from kahea.modules.tm.table import BRANCH_PARTS, Tm

__all__ = ["breadths", "has_looped", "loop_mark"]

_DECIDING = frozenset((HdrType.ROUTE, HdrType.PROXYAUTH, HdrType.PROXYREQUIRE))
_MOST = 60
"""RFC 5393 §5.3.3: the breadth of a request that does not say one."""


def loop_mark(msg: SipMsg) -> int:
    """A number that the same request has each time it comes by unchanged."""
    mark = crc32(msg.first_line.uri)
    for kind, line in msg.lines:
        if kind in _DECIDING:
            mark = crc32(line, mark)
    return mark


def has_looped(tm: Tm, msg: SipMsg, callid: bytes) -> bool:
    """Whether a Via of this server in the request has the mark that it would get now."""
    try:
        vias = msg.values(HdrType.VIA)
    except SipParseError:
        return False
    mark = b"%x" % loop_mark(msg)
    for via in vias:
        branch = via.branch
        if branch is None or not tm.is_own(branch, callid):
            continue
        parts = branch.split(b".")
        if len(parts) == BRANCH_PARTS and parts[3] == mark:
            return True
    return False


def breadths(msg: SipMsg, count: int) -> list[int] | None:
    """How many branches each of `count` branches may have in turn; None when there are more of them than the request may have.

    >>> from types import SimpleNamespace
    >>> breadths(SimpleNamespace(parsed=lambda kind: 5), 2)
    [3, 2]
    """
    try:
        given = msg.parsed(HdrType.MAX_BREADTH)
    except SipParseError:
        given = None
    whole = _MOST if given is None else int(given)
    if whole < count:
        return None
    share, rest = divmod(whole, count)
    return [share + (at < rest) for at in range(count)]
