"""Headers that may stay, and a body that may not."""

from kahea.api import SipMsg
from kahea.api.values import HdrType
from kahea.modules.textopsx.exports import module
from kahea.modules.textopsx.patterns import LinePattern

__all__ = ["keep_hf", "remove_body"]

_NEEDED = frozenset(
    {
        HdrType.VIA, HdrType.FROM, HdrType.TO, HdrType.CALLID, HdrType.CSEQ, HdrType.CONTACT, HdrType.CONTENTLENGTH,
        HdrType.CONTENTTYPE, HdrType.ROUTE, HdrType.RECORDROUTE, HdrType.MAXFORWARDS,
    }
)  # fmt: skip


@module.function("keep_hf")
def keep_hf(msg: SipMsg, regexp: LinePattern | None = None) -> int:
    """1; of the headers that are not needed to route the message, only those stay whose name matches."""
    for field in msg.headers:
        if field.type not in _NEEDED and (regexp is None or not regexp.search(field.name)):
            msg.add_rm.del_lump(field.start, field.len)
    return 1


@module.function("remove_body")
def remove_body(msg: SipMsg) -> int:
    """1; the message has no body, and its Content-Length says so."""
    if len(msg.buf) > msg.eoh:
        msg.__dict__.pop("body_lumps", None)
        msg.body_lumps.del_lump(msg.eoh, len(msg.buf) - msg.eoh)
    return 1
