"""The URIs of Contact headers, changed where they stand: display names and header parameters are not touched."""

from collections.abc import Callable, Iterator

from kahea.api import SipMsg
from kahea.api.values import HdrType, LumpError, SipParseError, ToBody

__all__ = ["contacts", "replace_uris"]

_CONTACT = HdrType.CONTACT


def contacts(msg: SipMsg) -> Iterator[tuple[int, ToBody]]:
    """Each address with the place of its URI in the message.

    Raises:
        SipParseError: a Contact cannot be read.
    """
    for field in msg.hdrs(_CONTACT):
        at = field.line.find(b":") + 1
        for body in field.parsed:
            at = field.line.index(body.raw, at)
            start = at + body.raw.index(b"<", len(body.display)) + 1 if body.has_brackets else at
            yield field.start + start, body
            at += len(body.raw)


def replace_uris(msg: SipMsg, change: Callable[[bytes], bytes | None]) -> int:
    """1 when each URI is what `change` makes of it, None leaving it; -1 without a Contact or for one that cannot be changed."""
    try:
        found = list(contacts(msg))
        changed = [(at, body, fresh) for at, body in found if (fresh := change(body.uri)) is not None]
        lumps = msg.add_rm.copy()
        for at, body, fresh in changed:
            text = fresh if body.has_brackets else b"<" + fresh + b">"
            lumps.insert_new_lump_after(lumps.del_lump(at, len(body.uri)), text)
    except (SipParseError, LumpError, ValueError):
        return -1
    msg.add_rm = lumps
    return 1 if found else -1
