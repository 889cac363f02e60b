"""CANCEL of branches (RFC 3261 §9.1, §16.10; kamailio src/modules/tm/t_cancel.c)."""

from kahea.api import SipMsg
from kahea.api.net import Send
from kahea.api.values import HdrType
from kahea.modules.tm import params
from kahea.modules.tm.cell import Cell, LocalCancel, Uac
from kahea.modules.tm.local_build import branch_cancel
from kahea.modules.tm.states import ClientState
from kahea.modules.tm.uac_side import set_fr, stop_branch
from kahea.modules.tm.uas import fr_ms, retr1_ms, retr2_ms

__all__ = [
    "REQUEST_TERMINATED",
    "cancel_answered",
    "cancel_branch",
    "cancel_branches",
    "reason_of_cancel",
    "reason_of_reply",
    "send_cancel",
]

REQUEST_TERMINATED = b"Request Terminated"
_FAKE, _WITHOUT_PROVISIONAL = 0, 2
_CANCELLED = 487


def reason_of_reply(code: int) -> bytes:
    """The Reason line of a CANCEL that a final reply has caused (RFC 3326); empty with local_cancel_reason=0."""
    return b"Reason: SIP;cause=%d\r\n" % code if params.local_cancel_reason.value else b""


def reason_of_cancel(t: Cell, msg: SipMsg) -> bytes:
    """The Reason lines of the caller's CANCEL, for those of the branches."""
    armed = t.armed.no_e2e_reason
    is_off = armed if armed is not None else not params.e2e_cancel_reason.value
    if is_off:
        return b""
    return b"".join([b"Reason: %b\r\n" % field.body for field in msg.hdrs(HdrType.REASON)])


def cancel_branches(t: Cell, reason: bytes, *, besides: Uac | None = None) -> list[Uac]:
    """The branches that count as replied at once, with cancel_b_method=0; every other pending branch is being cancelled."""
    return [uac for uac in t.uac if uac is not besides and uac.is_pending and cancel_branch(uac, reason)]


def cancel_branch(uac: Uac, reason: bytes) -> bool:
    """Whether the branch counts as replied with 487 now; otherwise it is being cancelled, or will be (RFC 3261 §9.1).

    A branch without a reply is not cancelled at once: the CANCEL could overtake its INVITE.  cancel_b_method says what is done.
    """
    if not uac.t.is_invite or not uac.is_pending:
        return False
    if uac.is_blind:
        return _fake_487(uac)
    if uac.state is ClientState.PROCEEDING:
        send_cancel(uac, reason)
        return False
    method = params.cancel_b_method.value
    if method == _FAKE:
        return _fake_487(uac)
    uac.wants_cancel, uac.reason_header = True, reason
    if method == _WITHOUT_PROVISIONAL:
        uac.t.tm.timers.stop(uac.retr)
        uac.retr = None
        send_cancel(uac, reason)
    return False


def _fake_487(uac: Uac) -> bool:
    stop_branch(uac)
    uac.state = ClientState.TERMINATED
    uac.last_code, uac.reason, uac.is_faked = _CANCELLED, REQUEST_TERMINATED, True
    return True


def send_cancel(uac: Uac, reason: bytes) -> None:
    """Nothing; a CANCEL is on its way to the branch, once. The branch has fr_timer to end (RFC 3261 §9.1)."""
    if uac.cancel is not None or uac.dst is None or not uac.sent:
        return
    t = uac.t
    uac.wants_cancel = False
    cancel = uac.cancel = LocalCancel(uac, branch_cancel(uac, reason))
    _transmit(cancel)
    timers, now = t.tm.timers, t.tm.engine.now
    if not uac.dst.proto.is_stream:
        cancel.interval_ms = retr1_ms(t)
        cancel.retr = timers.start(cancel.interval_ms, _retransmit, cancel, now)
    cancel.fr = timers.start(fr_ms(t), _give_up, cancel, now)
    if uac.is_pending:
        set_fr(uac, fr_ms(t))


def _transmit(cancel: LocalCancel) -> None:
    dst = cancel.uac.dst
    if dst is not None:
        cancel.uac.t.tm.engine.send(Send(dst, cancel.data))


def _retransmit(cancel: LocalCancel) -> None:
    """Timer E of the CANCEL."""
    t = cancel.uac.t
    _transmit(cancel)
    cancel.interval_ms = min(2 * cancel.interval_ms, retr2_ms(t))
    cancel.retr = t.tm.timers.start(cancel.interval_ms, _retransmit, cancel, t.tm.engine.now)


def _give_up(cancel: LocalCancel) -> None:
    cancel.fr = None
    cancel.uac.t.tm.timers.stop(cancel.retr)


def cancel_answered(uac: Uac) -> None:
    """Nothing; a reply to the branch's CANCEL came, which is not sent any more."""
    if uac.cancel is not None:
        uac.t.tm.timers.stop(uac.cancel.retr)
        uac.t.tm.timers.stop(uac.cancel.fr)
