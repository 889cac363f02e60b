"""The transaction: one cell with the server's side and one `Uac` for each branch (kamailio src/modules/tm/h_table.h).

Fields that most transactions never change have their values as class attributes: a transaction pays for those that are set.
"""

from collections import deque
from collections.abc import Callable
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


class Uac:
    """One branch: where the request went, what came back (Kamailio's ``struct ua_client``); its cell owns it."""

    dst_uri = b""
    path = b""
    instance = b""
    ruid = b""
    location_ua = b""
    flags = 0
    """Branch flags."""
    state = ClientState.CALLING
    dst: DestInfo | None = None
    dests: tuple[DestInfo, ...] = ()
    """Where to go when `dst` fails."""
    sent = b""
    """The request as it was sent; empty until then, and for a branch that stands for a suspended script."""
    last_code = 0
    """The last reply's code, made here or received; 0 before the first."""
    reason = b""
    reply: SipMsg | None = None
    """The final reply that may be chosen; None when it was made here."""
    received_code = 0
    """The highest code that really came."""
    was_answered = False
    """A reply came before the one that ended it."""
    is_faked = False
    """Its final reply was made here."""
    is_timed_out = False
    is_blind = False
    """It was never sent: it keeps the transaction while its script waits."""
    is_hidden = False
    """Its reply does not count any more: another leg of serial forking began, or another destination took its place."""
    leg = 0
    """Which leg of serial forking it belongs to."""
    on_reply = ""
    on_branch_failure = ""
    wants_cancel = False
    """It is to be cancelled as soon as a provisional reply comes (RFC 3261 §9.1)."""
    reason_header = b""
    """The Reason header of that CANCEL."""
    cancel: LocalCancel | None = None
    msg: SipMsg | None = None
    """The request with the branch's changes, until the onsend_route has seen it."""
    interval_ms = 0
    retr: Alarm | None = None
    fr: Alarm | None = None

    def __init__(self, t: "Cell", index: int, uri: bytes) -> None:
        self.t = t
        self.index = index
        self.uri = uri

    @property
    def is_pending(self) -> bool:
        """Whether a final reply is still to come."""
        return self.state is ClientState.CALLING or self.state is ClientState.PROCEEDING

    def drop(self) -> None:
        """Nothing; the branch counts for nothing any more."""
        self.state, self.is_hidden, self.msg = ClientState.TERMINATED, True, None


class Cell:
    """One transaction (Kamailio's ``struct cell``); the table owns it until it ends.

    `request` is the message that made it, the script's own object: AVPs and what modules hang on it are the transaction's.
    """

    # identity
    is_local = False
    """It is a request of our own: there is no caller."""
    key: object = None
    callid = b""
    cseq = 0
    from_tag = b""
    index = 0
    label = 0
    branch_id = b""
    """The branches' common beginning, cookie included."""
    created_at = 0.0
    deletes_at = 0.0
    """When a waiting transaction goes; 0 while it does not wait."""
    # the server's side
    state = ServerState.PROCEEDING
    status = 0
    """The code of the last reply sent; 0 before the first."""
    reply = b""
    """That reply, to be repeated."""
    reply_dst: DestInfo | None = None
    is_reliable = False
    to_tag = b""
    to_tags: tuple[bytes, ...] = ()
    """The tags of 2xx replies that were relayed, for ACKs."""
    is_local_2xx = False
    interval_ms = 0
    retr: Alarm | None = None
    fr: Alarm | None = None
    wait: Alarm | None = None
    has_final = False
    """It was counted as ended."""
    ended = False
    # the branches
    leg = 0
    leg_uri: tuple[bytes, bytes] = (b"", b"")
    """Request URI and next hop when the failure route began."""
    drop_mode: int | None = None
    """What t_drop_replies() asked for, in the numbers of failure_reply_mode."""
    picked = NO_BRANCH
    """The branch whose reply a failure route is about."""
    # what the script has set
    flags = 0
    """Message flags, as failure and reply routes find them."""
    xflags = 0
    lumps: tuple[Any, Any] | None = None
    """The changes of head and body that failure routes begin with."""
    is_replicated = False
    """Nobody waits for the replies."""
    delayed_error: tuple[int, bytes] | None = None
    """Code and reason that the caller gets when the script has ended."""
    # what goes on
    is_canceled = False
    is_suspended = False
    suspended_reply: tuple[SipMsg, Uac] | None = None
    at_work = False
    """A step of it is being done; what happens meanwhile stands in `queue`."""
    callbacks: tuple[tuple[TmEvent, Callable[[TmCallback], None]], ...] = ()
    done: Callable[[UacResult], None] | None = None
    """Called with the final code and reply of a request of our own."""

    def __init__(self, tm: "Tm", request: SipMsg, armed: "Armed") -> None:
        self.tm = tm
        self.request = request
        self.armed = armed
        self.method = request.first_line.method
        self.is_invite = self.method == b"INVITE"
        self.uac: list[Uac] = []
        self.queue: deque[Any] = deque()

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
