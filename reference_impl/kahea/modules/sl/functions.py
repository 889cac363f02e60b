"""The script functions, the variable, the command, and the filter of ACKs."""

from kahea.api import PvParam, Routes, SipMsg, counter, engine, peer, provide
from kahea.api.net import Send
from kahea.api.peers.sl import SlApi
from kahea.api.peers.tm import TmApi
from kahea.api.values import (
    Inner,
    MsgFlags,
    SipParseError,
    When,
    build_res_buf_from_sip_req,
    forward_reply,
    has_event_route,
    reply_dest,
    reply_totag,
    run_event_route,
)
from kahea.modules.sl.exports import bind_tm, default_code, default_reason, module
from kahea.modules.sl.own_ack import is_own_ack
from kahea.modules.sl.redirect import contact_line
from kahea.modules.sl.statistics import count_reply, sent_by_code

__all__ = ["Replies", "send_reply", "sl_send_reply"]

_LOWEST, _HIGHEST = 100, 699
_REDIRECTS = range(300, 400)
_WAKE = 1
_RESPONSE = "sl:local-response"
_NO_CONNECT, _CLOSE = int(MsgFlags.RPL_NO_CONNECT), int(MsgFlags.RPL_CON_CLOSE)
_REPLIES = Routes.REQUEST | Routes.ONREPLY | Routes.FAILURE


async def _reply(msg: SipMsg, code: int, reason: bytes, *, is_error: bool = False) -> int:
    """1 when a stateless reply was handed to the transport, negative when `msg` cannot have one; its event route has run."""
    sent = _send(msg, code, reason, is_error=is_error)
    if sent > 0 and has_event_route(msg, _RESPONSE):
        await run_event_route(msg, _RESPONSE)
    return sent


def _send(msg: SipMsg, code: int, reason: bytes, *, is_error: bool) -> int:
    """1 when a stateless reply was handed to the transport, negative when `msg` cannot have one."""
    if not msg.is_request or msg.first_line.method == b"ACK" or not _LOWEST <= code <= _HIGHEST:
        counter("sl", "failures").update()
        return -1
    extra = contact_line(msg) if code in _REDIRECTS else b""
    try:
        data = build_res_buf_from_sip_req(msg, code, reason, reply_totag(msg), extra=extra)
        dst = reply_dest(msg)
    except SipParseError:
        counter("sl", "failures").update()
        return -1
    msg.engine.send(
        Send(
            dst,
            data,
            failed=_count_failure,
            no_connect=bool(msg.msg_flags & _NO_CONNECT),
            close=bool(msg.msg_flags & _CLOSE),
        )
    )
    count_reply(code, is_error=is_error)
    return 1


def _count_failure(reason: str) -> None:  # noqa: ARG001  what `Send.failed` is told
    counter("sl", "failures").update()


async def _reply_where_it_belongs(msg: SipMsg, code: int, reason: bytes, *, is_error: bool = False) -> int:
    """In the transaction where there is one, statelessly otherwise."""
    tm = peer(TmApi) if bind_tm.value else None
    if tm is not None and msg.t is not None:
        return await tm.t_reply(msg, code, reason)
    return await _reply(msg, code, reason, is_error=is_error)


def _fault(msg: SipMsg) -> tuple[int, bytes]:
    """Code and reason for what went wrong last with `msg`, the default where nothing was noted."""
    if msg.error is None:
        return default_code.value, default_reason.value.encode()
    code, reason = msg.error
    return code, reason.replace(b"/TM)", b"/SL)")


def _usable(code: int) -> int:
    return code if _LOWEST <= code <= _HIGHEST else default_code.value


@module.function("sl_send_reply", "sl_reply", routes=Routes.REQUEST)
async def sl_send_reply(msg: SipMsg, code: int, reason: bytes) -> int:
    """Send a stateless reply; nothing is sent for an ACK, and the code is negative then."""
    return await _reply(msg, _usable(code), reason)


@module.function("sl_reply_error", routes=Routes.REQUEST)
async def sl_reply_error(msg: SipMsg) -> int:
    """Send a stateless reply that tells what went wrong last."""
    return await _reply(msg, *_fault(msg), is_error=True)


@module.function("send_reply", routes=_REPLIES)
async def send_reply(msg: SipMsg, code: int, reason: bytes) -> int:
    """Send a reply in the request's transaction when there is one, a stateless one otherwise."""
    return await _reply_where_it_belongs(msg, _usable(code), reason)


@module.function("send_reply_mode", routes=_REPLIES)
async def send_reply_mode(msg: SipMsg, code: int, reason: bytes, mode: int) -> int:
    """Send a reply as `send_reply`; the mode's bit 1 looks the transaction up where the message does not hold it."""
    tm = peer(TmApi) if mode & _WAKE and bind_tm.value else None
    if tm is not None and msg.t is None:
        await tm.t_lookup(msg)
    return await _reply_where_it_belongs(msg, _usable(code), reason)


@module.function("send_reply_error", routes=_REPLIES)
async def send_reply_error(msg: SipMsg) -> int:
    """Send a reply that tells what went wrong last, in the transaction when there is one."""
    return await _reply_where_it_belongs(msg, *_fault(msg), is_error=True)


@module.function("sl_forward_reply", routes=Routes.ONREPLY)
async def sl_forward_reply(msg: SipMsg, code: int | None = None, reason: bytes | None = None) -> int:
    """Forward the reply without a transaction, with another code of its class or another reason; 0 ends its processing."""
    status, said = msg.first_line.status, msg.first_line.reason
    if code is not None and code // 100 != status // 100:
        return -1
    if code is not None or reason is not None:
        msg.reply_status = (code if code is not None else status, reason if reason is not None else said)
    await forward_reply(msg)
    return 1


@module.pv("ltt", inner=Inner.MUST)
def pv_ltt(msg: SipMsg, param: PvParam) -> bytes | None:
    """$ltt(key): the To tag of replies made here: s of stateless ones, t of the transaction's, x of whichever it would be."""
    key = param.name_in(msg)
    tm = peer(TmApi)
    if key in (b"t", b"x") and tm is not None and msg.t is not None:
        return tm.totag(msg)
    return reply_totag(msg) if key in (b"s", b"x") else None


@module.rpc("sl.stats")
def rpc_stats() -> dict[str, int]:
    """The counts of stateless replies by code and class."""
    return sent_by_code()


class Replies:
    """`SlApi` for other modules."""

    async def send_reply(self, msg: SipMsg, code: int, reason: bytes) -> bool:
        """Whether the reply was handed to the transport, in the transaction where there is one."""
        return await _reply_where_it_belongs(msg, code, reason) > 0

    async def send_stateless(self, msg: SipMsg, code: int, reason: bytes) -> bool:
        """Whether a stateless reply was handed to the transport."""
        return await _reply(msg, code, reason) > 0

    def get_reply_totag(self, msg: SipMsg) -> bytes:
        """The To tag of every reply to `msg` that is made here."""
        return reply_totag(msg)


def filter_ack(msg: SipMsg) -> bool:
    """False for an ACK to a reply of ours, which ends here; it is the callback before every request's route."""
    if msg.first_line.method != b"ACK" or not is_own_ack(msg):
        return True
    counter("sl", "received_ACKs").update()
    engine().start(run_event_route(msg, "sl:filtered-ack"))
    return False


@module.on_init
def mod_init() -> None:
    """Replies are provided to other modules, and ACKs to them are recognised."""
    provide(SlApi, Replies())
    engine().script_cbs.register(When.PRE_REQUEST, filter_ack)
