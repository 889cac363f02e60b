"""Replaces: the dialog that the new one takes the place of (RFC 3891 §6.1)."""

from kahea.parser.dialog_id import DialogId, parse_dialog_id, serialise_dialog_id
from kahea.parser.hf import HdrType, register

__all__ = ["parse_replaces"]


def parse_replaces(buf: bytes, start: int, end: int) -> DialogId:
    """The Call-ID with both tags.

    Raises:
        SipParseError: 400 when one of the three is missing.

    >>> parse_replaces(b"c1@h;to-tag=7;from-tag=8", 0, 24).to_tag
    b'7'
    """
    return parse_dialog_id(buf, start, end)


register(HdrType.REPLACES, b"Replaces", parse_replaces, serialise_dialog_id)
