"""What the replies to a request get: headers and a body that routes have asked for (kamailio src/core/data_lump_rpl.c)."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["LumpRpl", "RplKind", "add_lump_rpl", "rpl_body", "rpl_headers", "unlink_lump_rpl"]


class RplKind(Enum):
    """What a reply lump is."""

    HDR = "header"
    BODY = "body"


@dataclass(slots=True, eq=False)
class LumpRpl:
    r"""Text for replies: one or more whole header lines, each with its CRLF, or the body."""

    text: bytes
    kind: RplKind = RplKind.HDR


def add_lump_rpl(msg: "SipMsg", text: bytes, kind: RplKind = RplKind.HDR) -> LumpRpl:
    """The lump, which all replies to `msg` made from now on have; there is one body, the last one given."""
    lump = LumpRpl(text, kind)
    if kind is RplKind.BODY:
        msg.reply_lumps[:] = [each for each in msg.reply_lumps if each.kind is not RplKind.BODY]
    msg.reply_lumps.append(lump)
    return lump


def unlink_lump_rpl(msg: "SipMsg", lump: LumpRpl) -> bool:
    """Whether the lump was there; it is gone now."""
    if not msg.has("reply_lumps") or lump not in msg.reply_lumps:
        return False
    msg.reply_lumps.remove(lump)
    return True


def rpl_headers(msg: "SipMsg") -> bytes:
    """The header lines that replies get."""
    return b"".join([lump.text for lump in msg.reply_lumps if lump.kind is RplKind.HDR]) if msg.has("reply_lumps") else b""


def rpl_body(msg: "SipMsg") -> bytes:
    """The body that replies get."""
    return b"".join([lump.text for lump in msg.reply_lumps if lump.kind is RplKind.BODY]) if msg.has("reply_lumps") else b""
