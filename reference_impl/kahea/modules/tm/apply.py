"""The changes of a message made before it is sent (kamailio src/core/msg_translator.c sip_msg_update_buffer())."""

import re

from kahea.api import SipMsg
from kahea.api.values import Lumps, SipParseError

__all__ = ["apply_changes"]

_LENGTH = re.compile(rb"^(Content-Length|l)[ \t]*:[^\r\n]*", re.IGNORECASE | re.MULTILINE)


def apply_changes(msg: SipMsg) -> bool:
    """Whether the message has the lumps of its head and body as received bytes now, and none left."""
    head_lumps, body_lumps = _lumps(msg, "add_rm"), _lumps(msg, "body_lumps")
    head = head_lumps.apply(msg.buf, 0, msg.eoh)
    body = body_lumps.apply(msg.buf, msg.eoh)
    if len(body_lumps):
        head = _LENGTH.sub(rb"\1: %d" % len(body), head, count=1)
    try:
        fresh = SipMsg(head + body, msg.rcv, msg.engine)
    except SipParseError:
        return False
    fresh.share(msg)
    msg.add_rm, msg.body_lumps = Lumps(), Lumps()
    return True


def _lumps(msg: SipMsg, name: str) -> Lumps:
    found: Lumps = getattr(msg, name) if msg.has(name) else Lumps()
    return found
