"""Where a reply that is forwarded goes: to its second Via."""

from kahea.api import SipMsg
from kahea.api.net import bracketed, proto_of
from kahea.api.values import HdrType, ViaBody
from kahea.modules.pv.addresses import uri_of
from kahea.modules.pv.uri_parts import SIP_PORT

__all__ = ["reply_target", "reply_uri", "second_via"]


def second_via(msg: SipMsg) -> ViaBody | None:
    """The second Via; None in a request, and for a reply to this server itself.

    Raises:
        SipParseError: a Via is bad.
    """
    if msg.first_line.is_request:
        return None
    vias: tuple[ViaBody, ...] = msg.values(HdrType.VIA)
    return vias[1] if len(vias) > 1 else None


def reply_target(via: ViaBody) -> tuple[bytes, int]:
    """Host and port that a reply by this Via goes to (RFC 3261 §18.2.2, RFC 3581)."""
    return bracketed(via.received) if via.received else via.host, via.rport or via.port or SIP_PORT


def reply_uri(via: ViaBody) -> bytes:
    """The same as a URI."""
    return uri_of(*reply_target(via), proto_of(via.transport), is_whole=True)
