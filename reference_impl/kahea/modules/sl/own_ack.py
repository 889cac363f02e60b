"""ACKs to replies that were made here: known by their To tag, without keeping anything of the replies."""

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError, reply_totag

__all__ = ["is_own_ack"]


def is_own_ack(ack: SipMsg) -> bool:
    """Whether `ack` carries the tag that replies to its own request get: an ACK has that request's Via (RFC 3261 §17.1.1.3)."""
    try:
        to = ack.parsed(HdrType.TO)
    except SipParseError:
        return False
    return to is not None and bool(to.tag_value) and to.tag_value == reply_totag(ack)
