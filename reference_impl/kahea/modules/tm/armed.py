"""What a script arms for a transaction, before there is one or later (kamailio t_reply.c t_on_failure() and its like)."""

from collections.abc import Callable

from kahea.api import SipMsg
from kahea.api.peers.tm import TmCallback, TmEvent

__all__ = ["Armed", "armed_of", "take_armed"]

_KEY = "tm"


class Armed:
    """Routes and times that the script has set; 0 and the empty name mean the module's own."""

    on_branch = ""
    on_failure = ""
    on_reply = ""
    on_branch_failure = ""
    fr_ms = 0
    fr_inv_ms = 0
    retr1_ms = 0
    retr2_ms = 0
    inv_lifetime_ms = 0
    noninv_lifetime_ms = 0
    auto_100: bool | None = None
    disable_6xx: bool | None = None
    disable_failover = False
    disable_internal_reply = False
    no_auto_ack = False
    no_e2e_reason: bool | None = None
    vbflags = 0
    """Flags of the Vias of branches (tmx)."""
    callbacks: tuple[tuple[TmEvent, Callable[[TmCallback], None]], ...] = ()
    """What modules want to hear of the transaction that is not there yet."""


def armed_of(msg: SipMsg) -> Armed:
    """What is armed for the transaction of `msg`, or for the one that will be made of it."""
    if msg.t is not None:
        found: Armed = msg.t.armed
        return found
    waiting: Armed | None = msg.attached.get(_KEY)
    if waiting is None:
        waiting = msg.attached[_KEY] = Armed()
    return waiting


def take_armed(msg: SipMsg) -> Armed:
    """What was armed for the transaction that is being made."""
    return msg.attached.pop(_KEY, None) or Armed() if msg.has("attached") else Armed()
