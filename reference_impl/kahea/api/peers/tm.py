"""What tm provides: transactions, seen through narrow values, never its own cell."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import Protocol

from kahea.core.net import DestInfo
from kahea.core.sip_msg import SipMsg

__all__ = ["TmApi", "TmCallback", "TmEvent", "TmView", "UacRequest", "UacResult"]


class TmEvent(IntFlag):
    """When a callback is called (Kamailio's ``TMCB_*``)."""

    REQUEST_IN = 1
    """A transaction was made for a request."""
    RESPONSE_IN = 2
    """A reply came from a branch: `reply` is it."""
    E2EACK_IN = 4
    REQUEST_PENDING = 8
    REQUEST_FWDED = 16
    RESPONSE_FWDED = 32
    ON_FAILURE_RO = 64
    ON_FAILURE = 128
    RESPONSE_OUT = 256
    """A reply was sent to the caller: `code` is its status."""
    RESPONSE_READY = 512
    """A final reply is about to be sent to the caller."""
    LOCAL_COMPLETED = 1024
    REQUEST_SENT = 2048
    DESTROY = 4096
    E2ECANCEL_IN = 8192
    ON_BRANCH_FAILURE = 16384
    LOCAL_RESPONSE_OUT = 32768
    """A provisional reply to a request of our own (tm parameter pass_provisional_replies)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TmCallback:
    """What a callback is told: the request as it was received, the reply (None for one made here), its code."""

    event: TmEvent
    request: SipMsg | None
    reply: SipMsg | None
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UacResult:
    """How a request of our own ended: the final code, and the reply (None for a timeout)."""

    code: int
    reply: SipMsg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UacRequest:
    """A request of our own; empty fields are filled in by tm, `headers` are whole lines."""

    method: bytes
    ruri: bytes
    from_: bytes = b""
    to: bytes = b""
    callid: bytes = b""
    cseq: int = 0
    headers: bytes = b""
    body: bytes = b""
    next_hop: bytes = b""
    sock_name: bytes = b""
    done: Callable[[UacResult], None] | None = None
    no_ack: bool = False
    """An INVITE's final replies are not acknowledged by tm."""
    fr_ms: int = 0
    fr_inv_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TmView:
    """What a message's transaction looks like at the moment; 0, -1 and empty where there is nothing."""

    index: int
    label: int
    reply_code: int
    """Of the reply itself, of the picked branch in a failure route, of the reply sent last elsewhere."""
    reply_reason: bytes
    reply_last: int
    """Of the reply at hand, or of the one sent last; 0 in a failure route."""
    is_reply_local: bool
    branch_index: int
    branch_uri: bytes
    branch_flags: int
    ruid: bytes


class TmApi(Protocol):
    """Transactions (Kamailio's ``struct tm_binds``)."""

    async def t_newtran(self, msg: SipMsg) -> int:
        """1 when a transaction was made, 0 when `msg` is a retransmission and was dealt with, negative on a fault."""

    async def t_relay(self, msg: SipMsg, dst: DestInfo | None = None) -> int:
        """1 when the request goes on within a transaction, 0 when the script is to stop, negative when it could not be sent."""

    async def t_reply(self, msg: SipMsg, code: int, reason: bytes) -> int:
        """1 when the reply was sent within the message's transaction, negative when it has none or a final reply went out."""

    async def t_lookup(self, msg: SipMsg) -> bool:
        """Whether `msg` belongs to a transaction, which it holds now."""

    def totag(self, msg: SipMsg) -> bytes:
        """The To tag of the replies that the message's transaction makes."""

    def t_lookup_ident(self, index: int, label: int) -> SipMsg | None:
        """The request of the transaction with that identity; None when there is none."""

    def t_ident(self, msg: SipMsg) -> tuple[int, int] | None:
        """Index and label of the message's transaction; None when it has none."""

    def register_tmcb(self, msg: SipMsg | None, events: TmEvent, function: Callable[[TmCallback], None]) -> None:
        """Nothing; `function` is called at the events of the message's transaction, or of every new one when `msg` is None."""

    def t_suspend(self, msg: SipMsg) -> tuple[int, int]:
        """Index and label of the transaction, which waits for `t_continue`."""

    async def t_continue(self, index: int, label: int, route: str) -> int:
        """1 when the transaction was found and `route` has run with its request, negative otherwise."""

    def t_uac(self, request: UacRequest) -> bool:
        """Whether the request could be sent; `request.done` gets how it ended."""

    def t_view(self, msg: SipMsg) -> TmView | None:
        """What the message's transaction looks like; None when it has none."""

    def t_request(self, msg: SipMsg) -> SipMsg | None:
        """The request of the message's transaction."""

    def t_final_reply(self, msg: SipMsg) -> SipMsg | None:
        """The reply at hand, or the best one in a failure route; None when there is none or it was made here."""

    def t_cancelled(self, msg: SipMsg) -> SipMsg | None:
        """The INVITE that the CANCEL `msg` is for; None when it is none, or the INVITE is unknown."""

    def t_flush_flags(self, msg: SipMsg) -> bool:
        """Whether the message has a transaction, whose flags are the message's now."""

    def t_flush_xflags(self, msg: SipMsg) -> bool:
        """Whether the message has a transaction, whose extended flags are the message's now."""

    def t_drop(self, msg: SipMsg, code: int) -> bool:
        """Whether the message has a transaction without a final reply, which ends with `code` and tells nobody."""

    def t_vbflags(self, msg: SipMsg, set_bits: int = 0, reset_bits: int = 0) -> int:
        """The flags of the Vias that the transaction's branches get, with the given ones set and reset."""

    def t_reuse_branch(self, msg: SipMsg) -> bool:
        """Whether a branch has failed just now; the message has its URI, path and flags, for one more try."""

    def t_cancel_branches(self, msg: SipMsg, which: bytes) -> bool:
        """Whether branches of the reply's transaction are being cancelled: ``all``, ``others``, ``this``."""

    def t_cancel_branch(self, index: int, label: int, branch: int) -> bool:
        """Whether that branch of that transaction was pending, and is being cancelled."""

    def t_cancel_callid(self, callid: bytes, cseq: int, flag: int, code: int) -> bool:
        """Whether there is such an INVITE transaction, which is being cancelled; it has the flag if that is above 0."""

    def t_reply_callid(self, callid: bytes, cseq: int, code: int, reason: bytes) -> bool:
        """Whether there is such an INVITE transaction, and it could be answered."""

    async def t_uac_ack(self, callid: bytes, cseq: int, headers: bytes, body: bytes) -> bool:
        """Whether the 2xx to such an INVITE of our own was acknowledged now."""

    def statistic(self, name: str) -> int:
        """One of the counts that tmx offers as statistics, by its name there."""
