"""Flags of a message that the core itself sets and reads, and the branch flags that have a meaning of their own."""

from enum import IntEnum

__all__ = ["MAX_FLAG", "MsgFlags"]

MAX_FLAG = 31
"""Flags of messages, branches and scripts are numbered 0 to this."""


class MsgFlags(IntEnum):
    """What was decided about a message, with the bits of kamailio src/core/parser/msg_parser.h where it has one.

    Bits as plain integers: `&` of an IntFlag makes an object at each message.
    """

    FORCE_RPORT = 1 << 0
    """The reply goes to the port the request came from (RFC 3581)."""
    FORCE_ACTIVE = 1 << 1
    SDP_IP_AFS = 1 << 2
    SDP_PORT_AFS = 1 << 3
    SHM_CLONE = 1 << 4
    """The message belongs to a transaction."""
    TIMEOUT = 1 << 5
    """The reply is the engine's own, for a timer that ran out."""
    REPLIED = 1 << 6
    """A failure route runs for a reply that was received."""
    FINAL_REPLY = 1 << 9
    """A final reply was sent, so that the script's end does nothing more."""
    USE_UAC_FROM = 1 << 11
    USE_UAC_TO = 1 << 12
    DISCARD = 1 << 14
    """The message is not to be processed further."""
    MTU_TCP = 1 << 15
    """Over TCP instead of UDP when it is larger than udp_mtu."""
    MTU_TLS = 1 << 16
    MTU_SCTP = 1 << 17
    FAKED = 1 << 24
    """It was made for a route, not received."""
    FWD_NO_CONNECT = 1 << 25
    FWD_CON_CLOSE = 1 << 26
    RPL_NO_CONNECT = 1 << 27
    RPL_CON_CLOSE = 1 << 28
    ADD_LOCAL_RPORT = 1 << 29
