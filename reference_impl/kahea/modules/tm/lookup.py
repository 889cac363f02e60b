"""Requests and their transactions: found, made, known again (kamailio src/modules/tm/t_lookup.c)."""

from enum import Enum

from kahea.api import SipMsg
from kahea.api.peers.tm import TmEvent
from kahea.api.values import reply_dest
from kahea.modules.tm.armed import take_armed
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.loops import loop_mark
from kahea.modules.tm.matching import NoIdentity, callid_of, cseq_number, is_e2e_ack, request_key
from kahea.modules.tm.states import ServerState
from kahea.modules.tm.table import Tm
from kahea.modules.tm.uas import ack_came

__all__ = ["Ack", "ack_of", "cancelled_of", "find", "make_cell"]

_NEGATIVE = 300
_KEY = "tm:ack"


class Ack(Enum):
    """What an ACK is about."""

    ABSORBED = "a reply from 300 on, which it stops"
    END_TO_END = "a 2xx of a transaction that is still there"
    UNKNOWN = "nothing that is known"


def find(tm: Tm, msg: SipMsg) -> Cell | None:
    """The transaction that the request `msg` made or is a retransmission of; None when there is none."""
    if msg.t is not None:
        known: Cell = msg.t
        return known
    try:
        return tm.cells.get(request_key(msg, tm.conf))
    except NoIdentity:
        return None


def cancelled_of(tm: Tm, msg: SipMsg) -> Cell | None:
    """The INVITE transaction that the CANCEL `msg` is for (RFC 3261 §9.2); None when there is none."""
    try:
        t = tm.cells.get(request_key(msg, tm.conf, b"INVITE"))
    except NoIdentity:
        return None
    return t


def ack_of(tm: Tm, msg: SipMsg) -> tuple[Ack, Cell | None]:
    """What the ACK `msg` is about, and the transaction; one for a reply from 300 on has had its effect."""
    known: tuple[Ack, Cell | None] | None = msg.attached.get(_KEY)
    if known is None:
        known = msg.attached[_KEY] = _ack_of(tm, msg)
    return known


def _ack_of(tm: Tm, msg: SipMsg) -> tuple[Ack, Cell | None]:
    t = find(tm, msg)
    if t is not None:
        if t.state is not ServerState.ACCEPTED and t.status >= _NEGATIVE:
            ack_came(t)
            return Ack.ABSORBED, t
        if ack_came(t):
            return Ack.END_TO_END, t
    for each in tm.invites(callid_of(msg), cseq_number(msg)):
        if each.state is ServerState.ACCEPTED and is_e2e_ack(each, msg):
            return Ack.END_TO_END, each
    return Ack.UNKNOWN, None


def make_cell(tm: Tm, msg: SipMsg, key: object) -> Cell:
    """A new transaction for the request `msg`, which is its own from now on; `key` finds it again."""
    t = Cell(tm, msg, take_armed(msg))
    t.key = key
    t.callid, t.cseq = callid_of(msg), cseq_number(msg)
    t.reply_dst = reply_dest(msg)
    t.is_reliable = msg.rcv.proto.is_stream
    t.flags = msg.flags
    tm.add(t, loop_mark(msg))
    tm.stats.transactions += 1
    msg.t = t
    if t.is_invite and tm.cancels and _was_cancelled(tm, msg):
        t.is_canceled = True
    if tm.callbacks or t.armed.callbacks:
        t.callbacks = (*tm.callbacks, *t.armed.callbacks)
        t.tell(TmEvent.REQUEST_IN, msg, None, 0)
    return t


def _was_cancelled(tm: Tm, msg: SipMsg) -> bool:
    """Whether the INVITE's CANCEL overtook it and has a transaction (parameter unmatched_cancel)."""
    return request_key(msg, tm.conf, b"CANCEL") in tm.cells
