"""The parts of a message that functions look at, and notes of changes at places in it."""

from kahea.api import SipMsg
from kahea.api.values import HDR_EOH_F, Lump

__all__ = ["Span", "body", "cut", "head", "headers_end", "insert", "insert_before", "swap", "whole"]

Span = tuple[int, bytes]
"""A part of a message: where it begins, and its bytes."""


def head(msg: SipMsg) -> Span:
    """All headers, from the first one's name to the last one's line end."""
    start = msg.line_start(0)
    return start, msg.buf[start : headers_end(msg)]


def body(msg: SipMsg) -> Span:
    """The body, as long as it came."""
    return msg.eoh, msg.buf[msg.eoh :]


def whole(msg: SipMsg) -> Span:
    """Everything behind the first line."""
    start = msg.line_start(0)
    return start, msg.buf[start:]


def headers_end(msg: SipMsg) -> int:
    """Where the empty line begins."""
    msg.parse_headers(HDR_EOH_F)
    return msg.unparsed


def cut(msg: SipMsg, start: int, end: int) -> Lump:
    """The lump that takes the bytes away, in the list for head or body.

    Raises:
        LumpError: some of them, and not exactly these, are taken away already.
    """
    lumps = msg.body_lumps if start >= msg.eoh else msg.add_rm
    return lumps.del_lump(start, end - start)


def swap(msg: SipMsg, start: int, end: int, text: bytes) -> None:
    """Nothing; `text` takes the place of the bytes.

    Raises:
        LumpError: as `cut`.
    """
    lump = cut(msg, start, end)
    if text:
        lumps = msg.body_lumps if start >= msg.eoh else msg.add_rm
        lumps.insert_new_lump_after(lump, text)


def insert(msg: SipMsg, at: int, text: bytes) -> None:
    """Nothing; `text` comes in at that place, behind what came in there before."""
    lumps = msg.body_lumps if at >= msg.eoh else msg.add_rm
    lumps.insert_new_lump_after(lumps.anchor_lump(at), text)


def insert_before(msg: SipMsg, at: int, text: bytes) -> None:
    """Nothing; `text` comes in at that place of the head, as a header's lump does."""
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(at), text)
