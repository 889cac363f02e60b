"""What reading a variable does when the message cannot be read: null, one line of the log, and `$err` knows of it."""

from typing import TYPE_CHECKING, Any

from kahea.base.strutils import quote

if TYPE_CHECKING:
    from kahea.parser import SipParseError

__all__ = ["UNREADABLE", "note_unreadable"]

UNREADABLE = "unreadable"
"""The key of `SipMsg.attached` under which the first parse error of a message stands."""


def note_unreadable(msg: Any, error: "SipParseError") -> None:  # noqa: ANN401  whatever a variable was read from
    """Nothing; `error` is what `$err` tells of `msg`, and was logged at debug level if it is the message's first."""
    attached = getattr(msg, "attached", None)
    if attached is None or UNREADABLE in attached:
        return
    attached[UNREADABLE] = error
    msg.engine.log.module("core").dbg("%s first_line=%s", error, quote(msg.first_line.serialise(), 60))
