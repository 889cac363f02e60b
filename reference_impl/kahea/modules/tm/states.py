"""The state machines of transactions, one row for each state and event.

RFC 3261 §17 with the Accepted states of RFC 6026.  A branch is a client transaction, the cell's own side a server transaction.
The columns of each table are the events of its side, in the order of `ClientEvent` and `ServerEvent`; each place says the state
that follows and what is to be done.

Timers A, E and G are RETR here; B, F, H and the proxy's C are FR; D, I, J, K, L and M are WAIT.
"""

from enum import IntEnum
from typing import Final

__all__ = [
    "CANCEL", "CLIENT_INVITE", "CLIENT_OTHER", "FAIL", "PASS", "RESEND", "SEND", "SEND_ACK", "SERVER_INVITE", "SERVER_OTHER",
    "TIMEOUT", "UP", "ClientEvent", "ClientState", "ServerEvent", "ServerState",
]  # fmt: skip


class ClientState(IntEnum):
    """Where a branch stands; TERMINATED is one that was given up, whose late replies are still looked at."""

    CALLING = 0
    """An INVITE was sent (CALLING), or another request (TRYING)."""
    PROCEEDING = 1
    COMPLETED = 2
    ACCEPTED = 3
    TERMINATED = 4


class ClientEvent(IntEnum):
    """What happens to a branch: a reply of a class, a timer, a failed send."""

    REPLY_1XX = 0
    REPLY_2XX = 1
    REPLY_3XX = 2
    """A final reply of 300 and above."""
    RETR = 3
    FR = 4
    ERROR = 5


class ServerState(IntEnum):
    """Where the server transaction stands."""

    PROCEEDING = 0
    """Nothing final was sent; TRYING too, whose retransmissions find nothing to repeat."""
    COMPLETED = 1
    CONFIRMED = 2
    ACCEPTED = 3
    TERMINATED = 4


class ServerEvent(IntEnum):
    """What happens to the server transaction: a request, a reply to be sent, a timer."""

    REQUEST = 0
    ACK = 1
    SEND_1XX = 2
    SEND_2XX = 3
    SEND_3XX = 4
    RETR = 5
    FR = 6
    WAIT = 7


# What is to be done, as bits.
UP: Final = 1
"""The reply goes to the transaction's own logic."""
SEND_ACK: Final = 2
"""An ACK goes to the branch (RFC 3261 §17.1.1.3)."""
RESEND: Final = 4
"""The request, or the last reply, is sent again."""
TIMEOUT: Final = 8
"""The branch counts as replied with 408."""
FAIL: Final = 16
"""The branch counts as replied with 503 (RFC 3261 §16.9)."""
CANCEL: Final = 32
"""A CANCEL goes to the branch, which nobody waits for any more (RFC 3261 §16.8)."""
SEND: Final = 64
"""The reply is sent."""
PASS: Final = 128
"""The ACK goes on to the script (RFC 6026 §7.1)."""

ClientRow = tuple[tuple[ClientState, int], ...]
ServerRow = tuple[tuple[ServerState, int], ...]

_C, _P, _D, _A, _T = ClientState
CLIENT_INVITE: Final[tuple[ClientRow, ...]] = (
    #  1xx             2xx          3xx to 6xx             retr           final response        transport error
    ((_P, UP),         (_A, UP),    (_D, UP | SEND_ACK),   (_C, RESEND),  (_T, TIMEOUT),          (_T, FAIL)),  # CALLING
    ((_P, UP),         (_A, UP),    (_D, UP | SEND_ACK),   (_P, 0),       (_T, TIMEOUT | CANCEL), (_T, FAIL)),  # PROCEEDING
    ((_D, 0),          (_A, UP),    (_D, SEND_ACK),        (_D, 0),       (_D, 0),                (_D, 0)),     # COMPLETED
    ((_A, 0),          (_A, UP),    (_A, SEND_ACK),        (_A, 0),       (_A, 0),                (_A, 0)),     # ACCEPTED
    ((_T, CANCEL),     (_A, UP),    (_D, SEND_ACK),        (_T, 0),       (_T, 0),                (_T, 0)),     # TERMINATED
)  # fmt: skip
"""RFC 3261 §17.1.1.2 and RFC 6026 §7.2.  A 1xx for a branch that was given up cancels it: somebody is ringing for nobody."""

CLIENT_OTHER: Final[tuple[ClientRow, ...]] = (
    #  1xx             2xx          3xx to 6xx             retr           final response        transport error
    ((_P, UP),         (_D, UP),    (_D, UP),              (_C, RESEND),  (_T, TIMEOUT),          (_T, FAIL)),  # TRYING
    ((_P, UP),         (_D, UP),    (_D, UP),              (_P, RESEND),  (_T, TIMEOUT),          (_T, FAIL)),  # PROCEEDING
    ((_D, 0),          (_D, 0),     (_D, 0),               (_D, 0),       (_D, 0),                (_D, 0)),     # COMPLETED
    ((_A, 0),          (_A, 0),     (_A, 0),               (_A, 0),       (_A, 0),                (_A, 0)),     # not reached
    ((_T, 0),          (_T, 0),     (_T, 0),               (_T, 0),       (_T, 0),                (_T, 0)),     # TERMINATED
)  # fmt: skip
"""RFC 3261 §17.1.2.2; replies after the end are absorbed (RFC 4320 §4.2)."""

_SP, _SC, _SK, _SA, _ST = ServerState
SERVER_INVITE: Final[tuple[ServerRow, ...]] = (
    # request         ACK           1xx          2xx          3xx to 6xx   retr            final resp.  wait
    ((_SP, RESEND), (_SP, 0),    (_SP, SEND), (_SA, SEND), (_SC, SEND), (_SP, 0),      (_SP, 0),    (_ST, 0)),  # PROCEEDING
    ((_SC, RESEND), (_SK, 0),    (_SC, 0),    (_SA, SEND), (_SC, 0),    (_SC, RESEND), (_ST, 0),    (_SC, 0)),  # COMPLETED
    ((_SK, 0),      (_SK, 0),    (_SK, 0),    (_SA, SEND), (_SK, 0),    (_SK, 0),      (_SK, 0),    (_ST, 0)),  # CONFIRMED
    ((_SA, 0),      (_SA, PASS), (_SA, 0),    (_SA, SEND), (_SA, 0),    (_SA, 0),      (_SA, 0),    (_ST, 0)),  # ACCEPTED
    ((_ST, 0),      (_ST, 0),    (_ST, 0),    (_ST, 0),    (_ST, 0),    (_ST, 0),      (_ST, 0),    (_ST, 0)),  # TERMINATED
)  # fmt: skip
"""RFC 3261 §17.2.1 and RFC 6026 §7.1.  A 2xx is sent even behind another final reply (RFC 3261 §16.7 step 5)."""

SERVER_OTHER: Final[tuple[ServerRow, ...]] = (
    # request         ACK           1xx          2xx          3xx to 6xx   retr            final resp.  wait
    ((_SP, RESEND), (_SP, 0),    (_SP, SEND), (_SC, SEND), (_SC, SEND), (_SP, 0),      (_SP, 0),    (_ST, 0)),  # PROCEEDING
    ((_SC, RESEND), (_SC, 0),    (_SC, 0),    (_SC, 0),    (_SC, 0),    (_SC, 0),      (_SC, 0),    (_ST, 0)),  # COMPLETED
    ((_SK, 0),      (_SK, 0),    (_SK, 0),    (_SK, 0),    (_SK, 0),    (_SK, 0),      (_SK, 0),    (_ST, 0)),  # not reached
    ((_SA, 0),      (_SA, 0),    (_SA, 0),    (_SA, 0),    (_SA, 0),    (_SA, 0),      (_SA, 0),    (_ST, 0)),  # not reached
    ((_ST, 0),      (_ST, 0),    (_ST, 0),    (_ST, 0),    (_ST, 0),    (_ST, 0),      (_ST, 0),    (_ST, 0)),  # TERMINATED
)  # fmt: skip
"""RFC 3261 §17.2.2; TRYING is PROCEEDING without a reply to repeat."""
