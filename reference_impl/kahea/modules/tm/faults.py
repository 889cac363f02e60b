"""Why a request could not be relayed, as the codes that scripts and replies see (kamailio src/core/error.h)."""

from enum import IntEnum

from kahea.api import SipMsg

__all__ = ["Fault", "note_fault", "reply_of"]


class Fault(IntEnum):
    """What went wrong; the value is what `t_relay()` returns."""

    UNSPEC = -1
    NO_BRANCH = -6
    NO_SOCKET = -7
    BAD_REQUEST = -400
    SEND = -477
    BAD_ADDRESS = -478
    BAD_URI = -479
    TOO_LARGE = -513
    LOOP = -482
    BREADTH = -440
    CANCELED = -487


_SORRY = b"I'm terribly sorry, server error occurred"
_REPLIES = {
    Fault.UNSPEC: (500, _SORRY),
    Fault.BAD_REQUEST: (400, b"Bad Request"),
    Fault.CANCELED: (487, b"Request Terminated"),
    Fault.SEND: (500, b"Unfortunately error on sending to next hop occurred"),
    Fault.NO_SOCKET: (500, _SORRY),
    Fault.BAD_ADDRESS: (500, b"Unresolvable destination"),
    Fault.BAD_URI: (500, b"Regretfully, we were not able to process the URI"),
    Fault.NO_BRANCH: (500, _SORRY),
    Fault.TOO_LARGE: (513, b"Message Too Large"),
    Fault.LOOP: (482, b"Loop Detected"),
    Fault.BREADTH: (440, b"Max-Breadth Exceeded"),
}
_KAMAILIO = {Fault.SEND: 477, Fault.BAD_ADDRESS: 478, Fault.BAD_URI: 479}


def reply_of(fault: Fault, *, is_kamailio: bool) -> tuple[int, bytes]:
    """Code and reason of the reply that tells the caller; codes that no RFC knows only in the conformance of Kamailio.

    >>> reply_of(Fault.BAD_ADDRESS, is_kamailio=True)
    (478, b'Unresolvable destination (478/TM)')
    """
    code, reason = _REPLIES[fault]
    if is_kamailio:
        return _KAMAILIO.get(fault, code), reason + b" (%d/TM)" % abs(fault)
    return code, reason


def note_fault(msg: SipMsg, fault: Fault) -> int:
    """The fault's number; the reply for it is what `t_reply_error()` and `sl_reply_error()` send."""
    msg.error = reply_of(fault, is_kamailio=msg.engine.core.sip_conformance == "kamailio")
    return int(fault)
