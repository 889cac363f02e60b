"""A dialog named in a header: the shape of Replaces and Join."""

from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import trim
from kahea.parser.errors import SipParseError
from kahea.parser.params import EMPTY, Params, parse_params, serialise_params

__all__ = ["DialogId", "parse_dialog_id", "serialise_dialog_id"]


@dataclass(frozen=True, slots=True)
class DialogId:
    """Call-ID and both tags, from the side of the header's receiver."""

    callid: bytes
    params: Params = EMPTY
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def to_tag(self) -> bytes:
        """The receiver's own tag."""
        return self.params.get(b"to-tag") or b""

    @property
    def from_tag(self) -> bytes:
        """The other side's tag."""
        return self.params.get(b"from-tag") or b""

    @property
    def is_early_only(self) -> bool:
        """True when a confirmed dialog must not be touched."""
        return self.params.find(b"early-only") is not None


def parse_dialog_id(buf: bytes, start: int, end: int) -> DialogId:
    """The dialog that fills the body.

    Raises:
        SipParseError: 400 when the Call-ID or a tag is missing.

    >>> parse_dialog_id(b"98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff", 0, 54).from_tag
    b'r33th4x0r'
    """
    start, end = trim(buf, start, end)
    semicolon = buf.find(b";", start, end)
    stop = end if semicolon < 0 else semicolon
    callid = buf[start:stop].strip()
    params, pos = parse_params(buf, stop, end, "dialog")
    dialog = DialogId(callid, params)
    if len(callid.split()) != 1 or pos != end or not dialog.to_tag or not dialog.from_tag:
        raise SipParseError(400, f"dialog: {quote(buf[start:end], 60)} is not a Call-ID with to-tag and from-tag", start)
    object.__setattr__(dialog, "raw", buf[start:end])
    return dialog


def serialise_dialog_id(dialog: DialogId) -> bytes:
    """The bytes: the received ones while nothing was replaced."""
    return dialog.raw if dialog.raw is not None else dialog.callid + serialise_params(dialog.params)
