"""The transaction: one cell with the server's side and one `Uac` for each branch (kamailio src/modules/tm/h_table.h)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kahea.api import SipMsg
from kahea.api.net import DestInfo
from kahea.api.peers.tm import TmCallback, TmEvent, UacResult
from kahea.modules.tm.states import ClientState, ServerState
from kahea.modules.tm.timers import Alarm

if TYPE_CHECKING:
    from kahea.modules.tm.armed import Armed
    from kahea.modules.tm.table import Tm

__all__ = ["NO_BRANCH", "Cell", "LocalCancel", "Uac"]

NO_BRANCH: Final = -1
"""The branch of a route that is about none."""


class LocalCancel:
    """The CANCEL of one branch, a client transaction of its own; the branch owns it."""

    __slots__ = ("data", "fr", "interval_ms", "retr", "uac")

    def __init__(self, uac: "Uac", data: bytes) -> None:
        self.uac = uac
        self.data = data
        self.interval_ms = 0
        self.retr: Alarm | None = None
        self.fr: Alarm | None = None


@dataclass(slots=True, eq=False, repr=False)
class Uac:
    """One branch: where the request went, what came back (Kamailio's ``struct ua_client``); its cell owns it."""

    t: "Cell"
    index: int
    uri: bytes
    dst_uri: bytes = b""
    path: bytes = b""
    instance: bytes = b""
    ruid: bytes = b""
    location_ua: bytes = b""
    flags: int = 0
    """Branch flags."""
    state: ClientState = ClientState.CALLING
    dst: DestInfo | None = None
    dests: tuple[DestInfo, ...] = ()
    """Where to go when `dst` fails."""
    sent: bytes = b""
    """The request as it was sent; empty until then, and for a branch that stands for a suspended script."""
    last_code: int = 0
    """The last reply's code, made here or received; 0 before the first."""
    reason: bytes = b""
    reply: SipMsg | None = None
    """The final reply that may be chosen; None when it was made here."""
    received_code: int = 0
    """The highest code that really came."""
    was_answered: bool = False
    """A reply came before the one that ended it."""
    is_faked: bool = False
    """Its final reply was made here."""
    is_timed_out: bool = False
    is_blind: bool = False
    """It was never sent: it keeps the transaction while its script waits."""
    is_hidden: bool = False
    """Its reply does not count any more: another leg of serial forking began, or another destination took its place."""
    leg: int = 0
    """Which leg of serial forking it belongs to."""
    on_reply: str = ""
    on_branch_failure: str = ""
    wants_cancel: bool = False
    """It is to be cancelled as soon as a provisional reply comes (RFC 3261 §9.1)."""
    reason_header: bytes = b""
    """The Reason header of that CANCEL."""
    cancel: LocalCancel | None = None
    msg: SipMsg | None = None
    """The request with the branch's changes, until the onsend_route has seen it."""
    interval_ms: int = 0
    retr: Alarm | None = None
    fr: Alarm | None = None

    @property
    def is_pending(self) -> bool:
        """Whether a final reply is still to come."""
        return self.state is ClientState.CALLING or self.state is ClientState.PROCEEDING

    def drop(self) -> None:
        """Nothing; the branch counts for nothing any more."""
        self.state, self.is_hidden, self.msg = ClientState.TERMINATED, True, None


@dataclass(slots=True, eq=False, repr=False, weakref_slot=True)
class Cell:
    """One transaction (Kamailio's ``struct cell``); the table owns it until it ends.

    `request` is the message that made it, the script's own object: AVPs and what modules hang on it are the transaction's.
    """

    tm: "Tm"
    request: SipMsg
    armed: "Armed"
    # identity
    is_local: bool = False
    """It is a request of our own: there is no caller."""
    key: object = None
    callid: bytes = b""
    cseq: int = 0
    index: int = 0
    label: int = 0
    branch_id: bytes = b""
    """The branches' common beginning, cookie included."""
    created_at: float = 0.0
    deletes_at: float = 0.0
    """When a waiting transaction goes; 0 while it does not wait."""
    # the server's side
    state: ServerState = ServerState.PROCEEDING
    status: int = 0
    """The code of the last reply sent; 0 before the first."""
    reply: bytes = b""
    """That reply, to be repeated."""
    reply_dst: DestInfo | None = None
    is_reliable: bool = False
    to_tag: bytes = b""
    to_tags: tuple[bytes, ...] = ()
    """The tags of 2xx replies that were relayed, for ACKs."""
    is_local_2xx: bool = False
    interval_ms: int = 0
    retr: Alarm | None = None
    fr: Alarm | None = None
    wait: Alarm | None = None
    has_final: bool = False
    """It was counted as ended."""
    ended: bool = False
    # the branches
    leg: int = 0
    leg_uri: tuple[bytes, bytes] | None = None
    """Request URI and next hop when the failure route began; None when they are a destination in any case."""
    drop_mode: int | None = None
    """What t_drop_replies() asked for, in the numbers of failure_reply_mode."""
    picked: int = NO_BRANCH
    """The branch whose reply a failure route is about."""
    # what the script has set
    flags: int = 0
    """Message flags, as failure and reply routes find them."""
    xflags: int = 0
    lumps: tuple[Any, Any] | None = None
    """The changes of head and body that failure routes begin with."""
    is_replicated: bool = False
    """Nobody waits for the replies."""
    delayed_error: tuple[int, bytes] | None = None
    """Code and reason that the caller gets when the script has ended."""
    # what goes on
    is_canceled: bool = False
    is_suspended: bool = False
    suspended_reply: tuple[SipMsg, Uac] | None = None
    at_work: bool = False
    """A step of it is being done; what happens meanwhile stands in `queue`."""
    callbacks: tuple[tuple[TmEvent, Callable[[TmCallback], None]], ...] = ()
    done: Callable[[UacResult], None] | None = None
    """Called with the final code and reply of a request of our own."""
    method: bytes = b""
    is_invite: bool = False
    uac: list[Uac] = field(default_factory=list)
    queue: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.method = self.request.first_line.method
        self.is_invite = self.method == b"INVITE"

    def __repr__(self) -> str:
        return f"<Cell {self.index}:{self.label} {self.method.decode('ascii', 'replace')} {self.status}>"

    @property
    def has_pending(self) -> bool:
        """Whether any branch still waits for its final reply."""
        return any(uac.is_pending for uac in self.uac)

    def tell(self, event: TmEvent, request: SipMsg | None, reply: SipMsg | None, code: int) -> None:
        """Nothing; the callbacks of `event` were called."""
        for events, function in self.callbacks:
            if events & event:
                function(TmCallback(event=event, request=request, reply=reply, code=code))
