r"""A message with the changes noted so far made at once, instead of when it is sent (kamailio src/core/msg_translator.c).

The changes are made as for sending, without what belongs to a next hop: no Via is put on top or cut off, no Route is added.
The bytes that come out are then parsed as if they had been received.  What routes have decided beside the text stays: the next
hop, the destination set, flags, sockets, AVPs, and what replies will get.
"""

from typing import TYPE_CHECKING

from kahea.base.errors import KaheaError
from kahea.core.msg_translator import build_changed
from kahea.parser.message import Message, parse_msg

if TYPE_CHECKING:
    from kahea.core.data_lump import Lump, Lumps
    from kahea.core.sip_msg import SipMsg

__all__ = ["ApplyError", "apply_changes", "set_buffer"]

_LUMPS = ("add_rm", "body_lumps")


class ApplyError(KaheaError):
    """Changes that cannot be made before the message is sent, such as a Record-Route, whose address is not known yet."""


def apply_changes(msg: "SipMsg") -> None:
    """Nothing; the bytes of `msg` are those that all changes noted so far make, and no change is noted any more.

    Raises:
        ApplyError: a change waits for the sending socket; the message is as it was.
        SipParseError: the new bytes are no message; the message is as it was.
    """
    if any(_waits(lumps) for lumps in _noted(msg)):
        raise ApplyError("changes that need the sending socket, such as Record-Route, are made when the message is sent")
    set_buffer(msg, build_changed(msg))


def set_buffer(msg: "SipMsg", data: bytes) -> None:
    """Nothing; `data` are the bytes of `msg`, and the changes noted for the old ones are forgotten.

    Raises:
        SipParseError: `data` is no message, or has no Via; the message is as it was.
    """
    fresh: Message = parse_msg(data)
    fresh.share(msg)
    for name in (*_LUMPS, "new_uri", "reply_status"):
        msg.__dict__.pop(name, None)


def _noted(msg: "SipMsg") -> list["Lumps"]:
    """The lists of changes that `msg` has."""
    return [getattr(msg, name) for name in _LUMPS if msg.has(name)]


def _waits(lumps: "Lumps") -> bool:
    """Whether a text is only known when the message is sent."""
    return any(_is_late(lump) for lump in lumps)


def _is_late(lump: "Lump") -> bool:
    own = lump.condition is not None or not isinstance(lump.value, bytes)
    return own or any(_is_late(each) for each in (*lump.before, *lump.after))
