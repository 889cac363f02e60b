"""via_param_rm(): a parameter taken out of a Via."""

import re

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError
from kahea.modules.textops.exports import module
from kahea.modules.textops.places import cut

__all__ = ["via_param_rm"]

_PARAM = re.compile(rb';[ \t\r\n]*([^\s;=,"]+)[ \t\r\n]*(?:=[ \t\r\n]*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?')


@module.function("via_param_rm")
def via_param_rm(msg: SipMsg, name: bytes, idx: int) -> int:
    """1 when the parameter is taken out of the Via of that place, 0 the top one, -1 the last; -1 when it is not there.

    received and rport of the top Via are written by the server when the request is sent, whatever is taken out.
    """
    try:
        vias = [(field.start + field.line.index(via.raw), via.raw) for field in msg.hdrs(HdrType.VIA) for via in field.parsed]
    except SipParseError:
        return -1
    if not -len(vias) <= idx < len(vias):
        return -1
    start, raw = vias[idx]
    for match in _PARAM.finditer(raw):
        if match[1].lower() == name.lower():
            cut(msg, start + match.start(), start + match.end())
            return 1
    return -1
