"""What tm provides to other modules (kamailio src/modules/tm/tm_load.c)."""

from collections.abc import Callable

from kahea.api import SipMsg
from kahea.api.net import DestInfo
from kahea.api.peers.tm import TmCallback, TmEvent, TmView, UacRequest
from kahea.api.values import reply_totag
from kahea.modules.tm.armed import armed_of
from kahea.modules.tm.cancel import cancel_branch, cancel_branches, reason_of_reply
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.forwarding import conclude_cancelled, new_transaction, relay
from kahea.modules.tm.functions_reply import reply_in
from kahea.modules.tm.lookup import cancelled_of, find
from kahea.modules.tm.own import start_own
from kahea.modules.tm.own_ack import ack_success
from kahea.modules.tm.relay import send_silence
from kahea.modules.tm.replies import branch_of
from kahea.modules.tm.status import cell_of, is_in_failure, picked_branch, reason_of, status_of
from kahea.modules.tm.suspend import continue_cell, suspend
from kahea.modules.tm.table import Tm
from kahea.modules.tm.uas import to_tag_of_cell
from kahea.modules.tm.work import enqueue

__all__ = ["Transactions"]

_FINAL = 200
_CLASSES = {"2xx_transactions": 2, "3xx_transactions": 3, "4xx_transactions": 4, "5xx_transactions": 5, "6xx_transactions": 6}


class Transactions:
    """`TmApi` of one engine."""

    def __init__(self, tm: Tm) -> None:
        self._tm = tm

    async def t_newtran(self, msg: SipMsg) -> int:
        """As the script function."""
        return new_transaction(self._tm, msg)

    async def t_relay(self, msg: SipMsg, dst: DestInfo | None = None) -> int:
        """As the script function, to `dst` when it is given."""
        return await relay(self._tm, msg, dst)

    async def t_reply(self, msg: SipMsg, code: int, reason: bytes) -> int:
        """As the script function."""
        t: Cell | None = msg.t
        return -1 if t is None else reply_in(t, msg, code, reason)

    async def t_lookup(self, msg: SipMsg) -> bool:
        """Whether `msg` belongs to a transaction, which it holds now."""
        if msg.t is None:
            if msg.first_line.is_request:
                msg.t = find(self._tm, msg)
            else:
                found = branch_of(self._tm, msg)
                if found is not None:
                    msg.t, msg.t_branch = found[0].t, found[0].index
        return msg.t is not None

    def totag(self, msg: SipMsg) -> bytes:
        """The To tag of the replies that the message's transaction makes."""
        t: Cell | None = msg.t
        return reply_totag(msg) if t is None or t.request is None else to_tag_of_cell(t, t.request)

    def t_lookup_ident(self, index: int, label: int) -> SipMsg | None:
        """The request of the transaction with that identity; None when there is none."""
        t = self._tm.of_ident(index, label)
        return t.request if t is not None else None

    def t_ident(self, msg: SipMsg) -> tuple[int, int] | None:
        """Index and label of the message's transaction; None when it has none."""
        t = cell_of(msg)
        return (t.index, t.label) if t is not None else None

    def register_tmcb(self, msg: SipMsg | None, events: TmEvent, function: Callable[[TmCallback], None]) -> None:
        """Nothing; `function` is called at the events of the message's transaction, or of every new one when `msg` is None.

        A request without a transaction keeps it for the one that will be made of it.
        """
        if msg is None:
            self._tm.callbacks.append((events, function))
        elif msg.t is not None:
            msg.t.callbacks = (*msg.t.callbacks, (events, function))
        else:
            armed = armed_of(msg)
            armed.callbacks = (*armed.callbacks, (events, function))

    def t_suspend(self, msg: SipMsg) -> tuple[int, int]:
        """Index and label of the transaction, which waits for `t_continue`; -1 and -1 when it cannot wait."""
        t = suspend(self._tm, msg)
        return (t.index, t.label) if t is not None else (-1, -1)

    async def t_continue(self, index: int, label: int, route: str) -> int:
        """1 when the transaction was found and `route` has run with its request, negative otherwise."""
        t = self._tm.of_ident(index, label)
        return 1 if t is not None and continue_cell(t, route) else -1

    def t_uac(self, request: UacRequest) -> bool:
        """Whether the request could be sent, or its name is still being resolved; `request.done` gets how it ended."""
        ended: list[Cell | None] = []
        self._tm.engine.start(start_own(self._tm, request), ended.append)
        return not ended or ended[0] is not None

    def t_view(self, msg: SipMsg) -> TmView | None:
        """What the message's transaction looks like; None when it has none."""
        t = cell_of(msg)
        if t is None:
            return None
        picked = picked_branch(msg) if is_in_failure(msg) else None
        at = msg.t_branch
        if picked is None and 0 <= at < len(t.uac) and not msg.first_line.is_request:
            picked = t.uac[at]
        return TmView(
            index=t.index,
            label=t.label,
            reply_code=status_of(msg),
            reply_reason=reason_of(msg),
            reply_last=0 if is_in_failure(msg) else status_of(msg),
            is_reply_local=picked.is_faked if picked is not None else True,
            branch_index=at,
            branch_uri=picked.uri if picked is not None else msg.ruri_text,
            branch_flags=picked.flags if picked is not None else msg.bflags,
            ruid=picked.ruid if picked is not None else msg.ruid,
        )

    def t_request(self, msg: SipMsg) -> SipMsg | None:
        """The request of the message's transaction."""
        t = cell_of(msg)
        return t.request if t is not None else None

    def t_final_reply(self, msg: SipMsg) -> SipMsg | None:
        """The reply at hand, or the best one in a failure route; None when there is none or it was made here."""
        if not msg.first_line.is_request:
            return msg
        uac = picked_branch(msg) if is_in_failure(msg) else None
        return uac.reply if uac is not None else None

    def t_cancelled(self, msg: SipMsg) -> SipMsg | None:
        """The INVITE that the CANCEL `msg` is for; None when it is none, or the INVITE is unknown."""
        if msg.first_line.method != b"CANCEL":
            return None
        t = cancelled_of(self._tm, msg)
        return t.request if t is not None else None

    def t_flush_flags(self, msg: SipMsg) -> bool:
        """Whether the message has a transaction, whose flags are the message's now."""
        t: Cell | None = msg.t
        if t is not None:
            t.flags = msg.flags
        return t is not None

    def t_flush_xflags(self, msg: SipMsg) -> bool:
        """Whether the message has a transaction, whose extended flags are the message's now."""
        t: Cell | None = msg.t
        if t is not None:
            t.xflags = msg.xflags
        return t is not None

    def t_drop(self, msg: SipMsg, code: int) -> bool:
        """Whether the message has a transaction without a final reply, which ends with `code` and tells nobody."""
        t: Cell | None = msg.t
        if t is None or t.status >= _FINAL or t.wait is not None:
            return False
        t.status = code
        send_silence(t)
        return True

    def t_vbflags(self, msg: SipMsg, set_bits: int = 0, reset_bits: int = 0) -> int:
        """The flags of the Vias that the transaction's branches get, with the given ones set and reset."""
        armed = armed_of(msg)
        armed.vbflags = (armed.vbflags | set_bits) & ~reset_bits
        return armed.vbflags

    def t_reuse_branch(self, msg: SipMsg) -> bool:
        """Whether a branch has failed just now; the message has its URI, path and flags, for one more try."""
        uac, t = picked_branch(msg), cell_of(msg)
        if uac is None or t is None:
            return False
        msg.set_ruri(uac.uri)
        msg.dst_uri, msg.path_vec, msg.bflags = uac.dst_uri, uac.path, uac.flags
        msg.instance, msg.ruid = uac.instance, uac.ruid
        t.leg_uri = None
        return True

    def t_cancel_branches(self, msg: SipMsg, which: bytes) -> bool:
        """Whether branches of the reply's transaction are being cancelled: ``all``, ``others``, ``this``."""
        t = cell_of(msg)
        if t is None or which not in (b"all", b"others", b"this"):
            return False
        now = t.uac[msg.t_branch]
        chosen = [uac for uac in t.uac if (uac is now) in {b"all": (True, False), b"others": (False,), b"this": (True,)}[which]]
        for uac in chosen:
            cancel_branch(uac, b"")
        return bool(chosen)

    def t_cancel_branch(self, index: int, label: int, branch: int) -> bool:
        """Whether that branch of that transaction was pending, and is being cancelled."""
        t = self._tm.of_ident(index, label)
        if t is None or not 0 <= branch < len(t.uac) or not t.uac[branch].is_pending:
            return False
        if cancel_branch(t.uac[branch], b""):
            enqueue(t, conclude_cancelled, t)
        return True

    def t_cancel_callid(self, callid: bytes, cseq: int, flag: int, code: int) -> bool:
        """Whether there is such an INVITE transaction, which is being cancelled; it has the flag if that is above 0."""
        t = self._tm.of_callid(callid, cseq)
        if t is None:
            return False
        t.is_canceled = True
        if flag > 0:
            t.flags |= 1 << flag
        cancel_branches(t, reason_of_reply(code) if code else b"")
        enqueue(t, conclude_cancelled, t)
        return True

    def t_reply_callid(self, callid: bytes, cseq: int, code: int, reason: bytes) -> bool:
        """Whether there is such an INVITE transaction, and it could be answered."""
        t = self._tm.of_callid(callid, cseq)
        return t is not None and reply_in(t, t.request, code, reason) > 0

    async def t_uac_ack(self, callid: bytes, cseq: int, headers: bytes, body: bytes) -> bool:
        """Whether the 2xx to such an INVITE of our own was acknowledged now."""
        for t in self._tm.invites(callid, cseq):
            for uac in t.uac:
                if t.is_local and uac.reply is not None and uac.reply.first_line.status // 100 == 2:  # noqa: PLR2004
                    return await ack_success(uac, uac.reply, headers, body)
        return False

    def statistic(self, name: str) -> int:
        """One of the counts that tmx offers as statistics, by its name there."""
        stats = self._tm.stats
        if name in _CLASSES:
            return stats.by_class[_CLASSES[name]]
        return {
            "UAS_transactions": stats.transactions,
            "UAC_transactions": stats.transactions_local,
            "inuse_transactions": stats.in_use,
            "active_transactions": stats.active,
            "rpl_received": stats.rpl_received,
            "rpl_absorbed": stats.rpl_absorbed,
            "rpl_generated": stats.rpl_generated,
            "rpl_relayed": stats.rpl_relayed,
            "rpl_sent": stats.rpl_sent,
        }[name]
