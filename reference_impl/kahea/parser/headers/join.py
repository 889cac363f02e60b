"""Join: the dialog that the new one joins (RFC 3911 §7.1)."""

from kahea.parser.dialog_id import DialogId, parse_dialog_id, serialise_dialog_id
from kahea.parser.hf import HdrType, register

__all__ = ["parse_join"]


def parse_join(buf: bytes, start: int, end: int) -> DialogId:
    """The Call-ID with both tags.

    Raises:
        SipParseError: 400 when one of the three is missing.

    >>> parse_join(b"c1@h;to-tag=7;from-tag=8", 0, 24).to_tag
    b'7'
    """
    return parse_dialog_id(buf, start, end)


register(HdrType.JOIN, b"Join", parse_join, serialise_dialog_id)
