"""Replies on their way to the caller: which one, when, and what it says (RFC 3261 §16.7, kamailio t_reply.c relay_reply())."""

from kahea.api import SipMsg
from kahea.api.peers.tm import TmEvent
from kahea.api.values import HdrType, build_res_buf_from_sip_res
from kahea.modules.tm import params
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.matching import to_tag_of
from kahea.modules.tm.uas import count_end, local_reply, put_reply, start_wait

__all__ = ["relay_message", "send_best", "send_silence"]

_CHALLENGES = (401, 407)
_UNAVAILABLE, _FINAL, _NEGATIVE, _SERVER_ERROR, _TIMED_OUT = 503, 200, 300, 500, 408


def relay_message(t: Cell, reply: SipMsg, code: int, *, extra: bytes = b"") -> bool:
    """Whether the received reply went to the caller, our Via cut off; `extra` are header lines put into it."""
    if extra:
        lumps = reply.add_rm
        lumps.insert_new_lump_before(lumps.anchor_lump(reply.line_start(len(reply.headers))), extra)
    if t.callbacks and code >= _FINAL:
        t.tell(TmEvent.RESPONSE_READY, t.request, reply, code)
    data = build_res_buf_from_sip_res(reply, t.reply_dst)
    code = reply.reply_status[0] if reply.reply_status is not None else code
    if not put_reply(t, code, data, is_local=False):
        t.tm.stats.rpl_absorbed += 1
        return False
    t.tm.stats.rpl_relayed += 1
    if _FINAL <= code < _NEGATIVE and t.is_invite:
        t.to_tags = (*t.to_tags, to_tag_of(reply))
    if t.callbacks:
        t.tell(TmEvent.RESPONSE_FWDED, t.request, reply, code)
        t.tell(TmEvent.RESPONSE_OUT, t.request, reply, code)
    return True


def send_best(t: Cell, best: Uac | None) -> None:
    """Nothing; the caller has the final reply of the branch that was picked, or the one that stands in for it.

    A 503 of one branch says nothing of the others, so that the caller gets 500 (RFC 3261 §16.7 step 6).
    """
    request = t.request
    if t.is_replicated:
        send_silence(t)
    elif best is None:
        local_reply(t, request, _SERVER_ERROR, b"Server Internal Error")
    elif best.reply is None:
        if _is_not_told(t, best):
            send_silence(t)
        elif best.last_code == _UNAVAILABLE and params.remap_503_500.value:
            local_reply(t, request, _SERVER_ERROR, b"Service Unavailable")
        else:
            local_reply(t, request, best.last_code, best.reason)
    elif best.last_code == _UNAVAILABLE and params.remap_503_500.value:
        local_reply(t, request, _SERVER_ERROR, b"Service Unavailable")
    else:
        extra = _other_challenges(t, best) if best.last_code in _CHALLENGES and params.aggregate_challenges.value else b""
        relay_message(t, best.reply, best.last_code, extra=extra)


def _is_not_told(t: Cell, best: Uac) -> bool:
    """Whether the caller hears nothing of a branch that timed out.

    A request other than INVITE has timed out at the caller too by then (RFC 4320 §4.2).  With noisy_ctimer=0 neither is a lone
    silent branch of an INVITE reported.
    """
    if not best.is_timed_out:
        return False
    if not t.is_invite:
        return not t.tm.conf.is_kamailio
    is_lone = len(t.uac) == 1 and not best.received_code
    return is_lone and not params.noisy_ctimer.value and not t.callbacks


def send_silence(t: Cell) -> None:
    """Nothing; the transaction has ended without a reply to anybody."""
    count_end(t, t.uac[-1].last_code if t.uac else _TIMED_OUT)
    start_wait(t)


def _other_challenges(t: Cell, best: Uac) -> bytes:
    """The challenges of the branches that did not win (RFC 3261 §16.7 step 7)."""
    lines: list[bytes] = []
    for uac in t.uac:
        if uac is best or uac.is_hidden or uac.reply is None or uac.last_code not in _CHALLENGES:
            continue
        lines += [b"WWW-Authenticate: %b\r\n" % field.body for field in uac.reply.hdrs(HdrType.WWWAUTHENTICATE)]
        lines += [b"Proxy-Authenticate: %b\r\n" % field.body for field in uac.reply.hdrs(HdrType.PROXYAUTHENTICATE)]
    return b"".join(lines)
