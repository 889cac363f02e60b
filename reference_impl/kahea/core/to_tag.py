"""The To tag of replies made here, the same for every copy of one request (RFC 3261 §8.2.7)."""

from hashlib import blake2b
from typing import TYPE_CHECKING

from kahea.parser.hf import HdrType

if TYPE_CHECKING:
    from kahea.core.engine import Engine
    from kahea.core.sip_msg import SipMsg

__all__ = ["make_totag", "reply_totag"]

_CALLID = HdrType.CALLID


def make_totag(engine: "Engine", via: bytes, callid: bytes) -> bytes:
    """The tag for a request with that top Via and Call-ID; nobody else can tell which one it will be."""
    return blake2b(via + b"\0" + callid, key=engine.secret, digest_size=12).hexdigest().encode()


def reply_totag(msg: "SipMsg") -> bytes:
    """The tag that every reply to `msg` made here has; made on first use."""
    if not msg.to_tag:
        via = msg.via1
        top = via.raw if via is not None else None
        msg.to_tag = make_totag(msg.engine, top or b"", msg.first_body(_CALLID) or b"")
    return msg.to_tag
