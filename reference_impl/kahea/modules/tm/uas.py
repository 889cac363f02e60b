"""The server's side of a transaction: replies to the caller, retransmissions, ACKs, the end (RFC 3261 §17.2, RFC 6026 §7.1)."""

from kahea.api import Routes, SipMsg
from kahea.api.net import Send
from kahea.api.peers.tm import TmEvent
from kahea.api.values import MsgFlags, build_res_buf_from_sip_req, reply_totag, run_event_route
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.states import (
    PASS,
    RESEND,
    SEND,
    SERVER_INVITE,
    SERVER_OTHER,
    ServerEvent,
    ServerRow,
    ServerState,
)

__all__ = ["ack_came", "end", "local_reply", "put_reply", "request_again", "start_wait", "to_tag_of_cell"]

_FINAL, _TRYING = 200, 100
_NO_CONNECT, _CLOSE = int(MsgFlags.RPL_NO_CONNECT), int(MsgFlags.RPL_CON_CLOSE)
_SENDS = (ServerEvent.SEND_1XX, ServerEvent.SEND_1XX, ServerEvent.SEND_2XX, ServerEvent.SEND_3XX)
_REQUEST, _ACK, _RETR = ServerEvent.REQUEST, ServerEvent.ACK, ServerEvent.RETR


def table_of(t: Cell) -> tuple[ServerRow, ...]:
    """The state machine of the transaction's own side."""
    return SERVER_INVITE if t.is_invite else SERVER_OTHER


def put_reply(t: Cell, code: int, data: bytes, *, is_local: bool) -> bool:
    """Whether the reply may be sent now, and was: its bytes are kept for retransmissions."""
    event = _SENDS[min(code // 100, 3)]
    state, act = table_of(t)[t.state][event]
    if not act & SEND:
        return False
    is_first_final = code >= _FINAL > t.status
    t.state, t.status, t.reply = state, code, data
    t.is_local_2xx = is_local and event is ServerEvent.SEND_2XX
    t.tm.stats.rpl_sent += 1
    if is_local:
        t.tm.stats.rpl_generated += 1
    transmit(t)
    if state is ServerState.ACCEPTED and not is_local:
        t.reply = t.reply[: t.reply.find(b"\r\n")]  # repeated by the callee, not from here; the first line is shown to scripts
    if is_first_final:
        _final_sent(t, code)
    elif state is ServerState.ACCEPTED:
        _stop_alarms(t)
        start_wait(t)
    return True


def transmit(t: Cell) -> None:
    """Nothing; the last reply goes to the caller."""
    dst = t.reply_dst
    if dst is None:
        return
    flags = t.request.msg_flags
    t.tm.engine.send(Send(dst, t.reply, no_connect=bool(flags & _NO_CONNECT), close=bool(flags & _CLOSE)))


def count_end(t: Cell, code: int) -> None:
    """Nothing; the transaction has its final reply and is counted."""
    if t.has_final:
        return
    t.has_final = True
    stats = t.tm.stats
    stats.active -= 1
    stats.by_class[min(code // 100, 9)] += 1


def _final_sent(t: Cell, code: int) -> None:
    count_end(t, code)
    if t.state is not ServerState.COMPLETED or not t.is_invite:
        start_wait(t)
        return
    now, timers = t.tm.engine.now, t.tm.timers
    if not t.is_reliable:
        t.interval_ms = retr1_ms(t)
        t.retr = timers.start(t.interval_ms, _retransmit, t, now)
    t.fr = timers.start(fr_ms(t), _ack_missing, t, now)


def retr1_ms(t: Cell) -> int:
    """T1 of the transaction."""
    return t.armed.retr1_ms or t.tm.conf.retr_timer1


def retr2_ms(t: Cell) -> int:
    """T2 of the transaction."""
    return t.armed.retr2_ms or t.tm.conf.retr_timer2


def fr_ms(t: Cell) -> int:
    """How long the transaction waits for a first reply, and for an ACK."""
    return t.armed.fr_ms or avp_ms(t, t.tm.conf.fr_timer_avp) or t.tm.conf.fr_timer


def avp_ms(t: Cell, name: bytes | int | None) -> int:
    """The seconds that an AVP of the transaction has, in milliseconds; 0 without one."""
    if name is None or not t.request.has("avps"):
        return 0
    value = t.request.avps.get(name)
    seconds = value if isinstance(value, int) else int(value) if value is not None and value.isdigit() else 0
    return max(0, seconds) * 1000


def _retransmit(t: Cell) -> None:
    """Timer G (RFC 3261 §17.2.1)."""
    t.retr = None
    _, act = SERVER_INVITE[t.state][_RETR]
    if act & RESEND:
        transmit(t)
        t.interval_ms = min(2 * t.interval_ms, retr2_ms(t))
        t.retr = t.tm.timers.start(t.interval_ms, _retransmit, t, t.tm.engine.now)


def _ack_missing(t: Cell) -> None:
    """Timer H: nobody acknowledges."""
    t.fr = None
    t.state, _ = SERVER_INVITE[t.state][ServerEvent.FR]
    _stop_alarms(t)
    _wait_over(t)


def _stop_alarms(t: Cell) -> None:
    timers = t.tm.timers
    timers.stop(t.retr)
    timers.stop(t.fr)
    t.retr = t.fr = None


def request_again(t: Cell) -> bool:
    """Whether a retransmission of the request was answered with the last reply."""
    _, act = table_of(t)[t.state][_REQUEST]
    if (act & RESEND or t.is_local_2xx) and t.reply:
        transmit(t)
        return True
    return False


def ack_came(t: Cell) -> bool:
    """Whether an ACK of the transaction is to go on: it acknowledges a 2xx; any other has been absorbed."""
    before = t.state
    t.state, act = SERVER_INVITE[before][_ACK]
    if t.state is not before:
        _stop_alarms(t)
        start_wait(t)
    return bool(act & PASS)


def start_wait(t: Cell) -> None:
    """Nothing; the transaction absorbs late messages for a while and goes then: timers D, I, J, K, L and M."""
    timers, now = t.tm.timers, t.tm.engine.now
    if t.wait is not None:
        return
    t.tm.stats.waiting += 1
    t.deletes_at = now + t.tm.conf.wt_timer / 1000
    t.wait = timers.start(t.tm.conf.wt_timer, _wait_over, t, now)


def _wait_over(t: Cell) -> None:
    """The end, unless a branch still waits for its final reply, which has to be acknowledged."""
    was_waiting = t.wait is not None
    t.wait = None
    if was_waiting:
        t.tm.stats.waiting -= 1
    if t.has_pending or t.at_work:
        start_wait(t)
        return
    t.state, _ = table_of(t)[t.state][ServerEvent.WAIT]
    end(t)


def end(t: Cell) -> None:
    """Nothing; the transaction is gone and no timer of it is left."""
    if t.ended:
        return
    t.ended = True
    if not t.has_final:
        t.tm.stats.active -= 1
    timers = t.tm.timers
    if t.wait is not None and t.wait.waits:
        t.tm.stats.waiting -= 1
    for alarm in (t.retr, t.fr, t.wait):
        timers.stop(alarm)
    for uac in t.uac:
        _silence(uac)
    t.tm.remove(t)
    if t.callbacks:
        t.tell(TmEvent.DESTROY, t.request, None, t.status)
    # What refers to one another in a circle would wait for the collector.
    t.uac = []
    t.callbacks, t.done = (), None
    if t.request.t is t:
        t.request.t = None


def _silence(uac: Uac) -> None:
    timers = uac.t.tm.timers
    timers.stop(uac.retr)
    timers.stop(uac.fr)
    if uac.cancel is not None:
        timers.stop(uac.cancel.retr)
        timers.stop(uac.cancel.fr)


def to_tag_of_cell(t: Cell, msg: SipMsg) -> bytes:
    """The To tag of the replies made for the transaction; one for all of them.

    It differs from that of stateless replies, by which an ACK is known as theirs and ends before it reaches the transaction.
    """
    if not t.to_tag:
        t.to_tag = reply_totag(msg) + b"-t"
    msg.to_tag = t.to_tag
    return t.to_tag


def local_reply(t: Cell, msg: SipMsg, code: int, reason: bytes, *, extra: bytes = b"", body: bytes = b"") -> bool:
    """Whether a reply made here of the request `msg` was sent; reply lumps of `msg` are in it (Kamailio's _reply())."""
    tag = to_tag_of_cell(t, msg) if code > _TRYING else b""
    if not put_reply(t, code, build_res_buf_from_sip_req(msg, code, reason, tag, extra=extra, body=body), is_local=True):
        return False
    if t.tm.engine.routes.get("event_route", "tm:local-response") is not None:
        t.tm.engine.start(run_event_route(msg, "tm:local-response", Routes.LOCAL))
    if t.callbacks:
        if code >= _FINAL:
            t.tell(TmEvent.RESPONSE_READY, t.request, None, code)
        t.tell(TmEvent.RESPONSE_OUT, t.request, None, code)
    return True
