"""The branches' side: sending, retransmitting, giving up (RFC 3261 §17.1)."""

from functools import partial

from kahea.api.net import DestInfo, Send
from kahea.api.values import MsgFlags
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.states import CLIENT_INVITE, CLIENT_OTHER, RESEND, ClientEvent, ClientRow, ClientState
from kahea.modules.tm.uas import avp_ms, fr_ms, retr1_ms, retr2_ms
from kahea.modules.tm.work import enqueue

__all__ = ["client_table", "fr_inv_ms", "send_branch", "set_fr", "stop_branch", "transmit_branch"]

_RETR = ClientEvent.RETR
_NO_CONNECT, _CLOSE = int(MsgFlags.FWD_NO_CONNECT), int(MsgFlags.FWD_CON_CLOSE)


def client_table(uac: Uac) -> tuple[ClientRow, ...]:
    """The branch's state machine."""
    return CLIENT_INVITE if uac.t.is_invite else CLIENT_OTHER


def send_branch(uac: Uac) -> None:
    """Nothing; the branch's request was handed to the transport, and its timers run."""
    t = uac.t
    transmit_branch(uac)
    now, timers = t.tm.engine.now, t.tm.timers
    if uac.dst is not None and not uac.dst.proto.is_stream:
        uac.interval_ms = retr1_ms(t)
        uac.retr = timers.start(uac.interval_ms, _retransmit, uac, now)
    set_fr(uac, fr_ms(t))


def transmit_branch(uac: Uac) -> None:
    """Nothing; the request goes out, for the first time or again."""
    dst = uac.dst
    if dst is None:
        return
    flags = uac.t.request.msg_flags
    uac.t.tm.engine.send(
        Send(
            dst,
            uac.sent,
            failed=partial(_send_failed, uac, dst),
            no_connect=bool(flags & _NO_CONNECT),
            close=bool(flags & _CLOSE),
        )
    )


def set_fr(uac: Uac, after_ms: float) -> None:
    """Nothing; the branch has `after_ms` milliseconds from now, or until the transaction's lifetime is over."""
    t = uac.t
    timers, now = t.tm.timers, t.tm.engine.now
    timers.stop(uac.fr)
    left_ms = (t.created_at - now) * 1000 + lifetime_ms(t)
    uac.fr = timers.start(max(1.0, min(after_ms, left_ms)), _fr_expired, uac, now)


def lifetime_ms(t: Cell) -> int:
    """How long the transaction may be active in all."""
    armed, conf = t.armed, t.tm.conf
    if t.is_invite:
        return armed.inv_lifetime_ms or conf.max_inv_lifetime
    return armed.noninv_lifetime_ms or conf.max_noninv_lifetime


def fr_inv_ms(t: Cell) -> int:
    """How long a branch waits behind a provisional reply."""
    return t.armed.fr_inv_ms or avp_ms(t, t.tm.conf.fr_inv_timer_avp) or t.tm.conf.fr_inv_timer


def stop_branch(uac: Uac) -> None:
    """Nothing; no timer of the branch runs."""
    timers = uac.t.tm.timers
    timers.stop(uac.retr)
    timers.stop(uac.fr)
    uac.retr = uac.fr = None


def _retransmit(uac: Uac) -> None:
    """Timers A and E.

    A doubles without end (RFC 3261 §17.1.1.2) and E up to T2; Kamailio stops both at T2.
    """
    uac.retr = None
    t = uac.t
    _, act = client_table(uac)[uac.state][_RETR]
    if not act & RESEND:
        return
    transmit_branch(uac)
    uac.interval_ms *= 2
    if not t.is_invite or t.tm.conf.is_kamailio:
        uac.interval_ms = min(uac.interval_ms, retr2_ms(t))
    if not t.is_invite and uac.state is ClientState.PROCEEDING:
        uac.interval_ms = retr2_ms(t)
    uac.retr = t.tm.timers.start(uac.interval_ms, _retransmit, uac, t.tm.engine.now)


def _fr_expired(uac: Uac) -> None:
    """Timers B, F and C."""
    uac.fr = None
    enqueue(uac.t, uac.t.tm.branch_event, uac, ClientEvent.FR)


def _send_failed(uac: Uac, dst: DestInfo, reason: str) -> None:
    if uac.dst is not dst or not uac.is_pending:
        return
    uac.t.tm.module_log.info("branch %d of %s: %s: %s", uac.index, uac.t, dst.text.decode(), reason)
    enqueue(uac.t, uac.t.tm.branch_event, uac, ClientEvent.ERROR)
