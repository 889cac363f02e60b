"""RPC commands about transactions (kamailio src/modules/tm/tm.c, rpc_uac.c)."""

from kahea.api.values import RpcFault
from kahea.modules.tm.cancel import cancel_branches
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.forwarding import conclude_cancelled
from kahea.modules.tm.functions_own import clean
from kahea.modules.tm.functions_reply import reply_in
from kahea.modules.tm.params import module
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.table import TABLE_ENTRIES, Tm
from kahea.modules.tm.uas import request_again
from kahea.modules.tm.work import enqueue

__all__ = ["cell_of_callid", "cell_of_ident"]

_NOTHING = "."


@module.rpc("tm.stats")
def rpc_stats() -> dict[str, int]:
    """What was counted about transactions."""
    stats = tm_state().stats
    by_class = stats.by_class
    return {
        "current": stats.in_use,
        "waiting": stats.waiting,
        "total": stats.transactions + stats.transactions_local,
        "total_local": stats.transactions_local,
        "rpl_received": stats.rpl_received,
        "rpl_generated": stats.rpl_generated,
        "rpl_sent": stats.rpl_sent,
        "6xx": by_class[6],
        "5xx": by_class[5],
        "4xx": by_class[4],
        "3xx": by_class[3],
        "2xx": by_class[2],
        "created": stats.transactions + stats.transactions_local,
        "freed": stats.freed,
        "delayed_free": stats.delayed_free,
    }


@module.rpc("tm.hash_stats")
def rpc_hash_stats() -> dict[str, int]:
    """How transactions are spread over the indexes that their identities may have."""
    counts: dict[int, int] = {}
    for t in tm_state():
        counts[t.index] = counts.get(t.index, 0) + 1
    return {
        "hash_size": TABLE_ENTRIES,
        "transactions": sum(counts.values()),
        "used": len(counts),
        "max": max(counts.values(), default=0),
    }


@module.rpc("tm.list")
def rpc_list() -> list[dict[str, object]]:
    """The transactions, oldest first."""
    return [_row(t) for t in tm_state()]


def _row(t: Cell) -> dict[str, object]:
    uri = t.request.first_line.uri
    return {
        "tindex": t.index,
        "tlabel": t.label,
        "method": t.method.decode(errors="replace"),
        "ruri": uri.decode(errors="replace"),
        "callid": t.callid.decode(errors="replace"),
        "cseq": t.cseq,
        "uas_request": "no" if t.is_local else "yes",
        "status": t.status,
        "tflags": t.flags,
        "outgoings": len(t.uac),
        "lifetime": int(t.tm.engine.now - t.created_at),
    }


@module.rpc("tm.clean")
def rpc_clean() -> None:
    """End transactions that should have been gone long ago."""
    clean()


def cell_of_ident(tm: Tm, trans_id: str) -> Cell:
    """The transaction ``index:label``.

    Raises:
        RpcFault: 400 for another form, 404 when there is none.
    """
    index, _, label = trans_id.partition(":")
    if not index.isdigit() or not label.isdigit():
        raise RpcFault(400, f"{trans_id[:40]!r} is not index:label")
    t = tm.of_ident(int(index), int(label))
    if t is None:
        raise RpcFault(404, "Transaction not found")
    return t


def cell_of_callid(tm: Tm, callid: str, cseq: str) -> Cell:
    """The transaction of that Call-ID and CSeq, the number alone or with the method.

    Raises:
        RpcFault: 400 for a CSeq without number, 404 when there is none.
    """
    number, _, method = cseq.partition(" ")
    if not number.isdigit():
        raise RpcFault(400, f"{cseq[:40]!r} does not begin with a number")
    wanted = method.strip().encode() or b"INVITE"
    for t in tm:
        if t.callid == callid.encode() and t.cseq == int(number) and t.method == wanted:
            return t
    raise RpcFault(404, "Transaction not found")


@module.rpc("tm.cancel")
def rpc_cancel(callid: str, cseq: str) -> None:
    """Cancel an INVITE."""
    t = cell_of_callid(tm_state(), callid, cseq)
    t.is_canceled = True
    cancel_branches(t, b"")
    enqueue(t, conclude_cancelled, t)


@module.rpc("tm.reply")
def rpc_reply(  # noqa: PLR0917  the command's own parameters
    code: int, reason: str, trans_id: str, to_tag: str, new_headers: str = _NOTHING, body: str = ""
) -> None:
    """Answer the request of a transaction, given as ``index:label``."""
    _reply(cell_of_ident(tm_state(), trans_id), (code, reason), to_tag, new_headers, body)


@module.rpc("tm.reply_callid")
def rpc_reply_callid(  # noqa: PLR0917  the command's own parameters
    code: int, reason: str, callid: str, cseq: str, to_tag: str, new_headers: str = _NOTHING, body: str = ""
) -> None:
    """Answer the request with that Call-ID and CSeq."""
    _reply(cell_of_callid(tm_state(), callid, cseq), (code, reason), to_tag, new_headers, body)


def _reply(t: Cell, status: tuple[int, str], to_tag: str, headers: str, body: str) -> None:
    code, reason = status
    if not 100 <= code <= 699:  # noqa: PLR2004  the codes of SIP
        raise RpcFault(400, f"the code must be in 100..699, not {code}")
    if to_tag not in ("", _NOTHING) and not t.to_tag:
        t.to_tag = to_tag.encode()
    lines = "" if headers in ("", _NOTHING) else headers.replace("\r\n", "\n").strip("\n").replace("\n", "\r\n") + "\r\n"
    if reply_in(t, t.request, code, reason.encode(), extra=lines.encode(), body=body.encode()) < 0:
        raise RpcFault(500, "the transaction has its final reply")


@module.rpc("tm.retransmit_reply")
def rpc_retransmit_reply(trans_id: str) -> None:
    """Send the last reply of a transaction again, given as ``index:label``."""
    _again(cell_of_ident(tm_state(), trans_id))


@module.rpc("tm.retransmit_reply_callid")
def rpc_retransmit_reply_callid(callid: str, cseq: str) -> None:
    """Send the last reply to the request with that Call-ID and CSeq again."""
    _again(cell_of_callid(tm_state(), callid, cseq))


def _again(t: Cell) -> None:
    if not request_again(t):
        raise RpcFault(500, "the transaction has no reply that could be sent again")
