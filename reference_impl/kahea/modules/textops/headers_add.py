"""Headers that are added: to the message, and to the replies that this server makes."""

from email.utils import formatdate

from kahea.api import Routes, SipMsg, wall_time
from kahea.api.values import add_lump_rpl
from kahea.modules.textops.exports import module
from kahea.modules.textops.places import headers_end, insert_before

__all__ = ["append_hf", "append_time", "append_time_to_request", "append_to_reply", "append_urihf", "insert_hf"]

_HERE = Routes.REQUEST | Routes.FAILURE | Routes.BRANCH
_CRLF = b"\r\n"


@module.function("append_hf")
def append_hf(msg: SipMsg, txt: bytes, hdr: bytes | None = None) -> int:
    """1; `txt`, whole header lines, comes behind the last header, or behind the last one called `hdr`."""
    fields = [] if hdr is None else list(msg.named(hdr))
    insert_before(msg, fields[-1].end if fields else headers_end(msg), txt)
    return 1


@module.function("insert_hf")
def insert_hf(msg: SipMsg, txt: bytes, hdr: bytes | None = None) -> int:
    """1; `txt`, whole header lines, comes before the first header, or before the first one called `hdr`."""
    field = None if hdr is None else next(msg.named(hdr), None)
    insert_before(msg, field.start if field is not None else msg.line_start(0), txt)
    return 1


@module.function("append_urihf", routes=_HERE)
def append_urihf(msg: SipMsg, prefix: bytes, suffix: bytes) -> int:
    """1; the request URI as it was received comes behind the last header, between the two texts; -1 in a reply."""
    if not msg.is_request:
        return -1
    insert_before(msg, headers_end(msg), prefix + msg.first_line.uri + suffix)
    return 1


@module.function("append_to_reply", routes=_HERE)
def append_to_reply(msg: SipMsg, txt: bytes) -> int:
    """1; every reply that this server makes to the request has `txt`, whole header lines."""
    add_lump_rpl(msg, txt if txt.endswith(_CRLF) else txt + _CRLF)
    return 1


def _date() -> bytes:
    """The Date header of now (RFC 3261 §20.17)."""
    return b"Date: " + formatdate(wall_time(), usegmt=True).encode() + _CRLF


@module.function("append_time", routes=_HERE)
def append_time(msg: SipMsg) -> int:
    """1; every reply that this server makes to the request has a Date."""
    add_lump_rpl(msg, _date())
    return 1


@module.function("append_time_to_request")
def append_time_to_request(msg: SipMsg) -> int:
    """1; a Date comes before the first header."""
    insert_before(msg, msg.line_start(0), _date())
    return 1
