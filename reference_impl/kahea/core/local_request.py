"""Requests that this server makes out of one it has sent: the ACK of a refusal and the CANCEL (RFC 3261 §17.1.1.3, §9.1).

Both are made of the bytes of the request as it left, so that Request-URI, Via, From, Call-ID and Route cannot differ from it.
"""

import re
from typing import TYPE_CHECKING, Final

from kahea.parser.hf import HdrType
from kahea.parser.message import Message

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["build_local_ack", "build_local_cancel"]

_MAX_FORWARDS: Final = b"Max-Forwards: 70\r\n"
_FOLD = re.compile(rb"\r?\n[ \t]+")
_KEPT = (HdrType.FROM, HdrType.CALLID, HdrType.ROUTE)


def build_local_ack(engine: "Engine", request: bytes, to: bytes, extra: bytes = b"") -> bytes:
    """The ACK of a reply from 300 on to the INVITE that was sent as `request`; `to` is the body of the reply's To.

    `extra` are whole header lines.

    Raises:
        SipParseError: `request` is no request that this server has sent.
    """
    return _local(engine, Message(request), b"ACK", to, extra)


def build_local_cancel(engine: "Engine", request: bytes, extra: bytes = b"") -> bytes:
    """The CANCEL of what was sent as `request`; `extra` are whole header lines, such as Reason.

    Raises:
        SipParseError: `request` is no request that this server has sent.
    """
    return _local(engine, Message(request), b"CANCEL", b"", extra)


def _local(engine: "Engine", sent: Message, method: bytes, to: bytes, extra: bytes) -> bytes:
    """The request: the top Via alone, From, Call-ID and Route as sent, To as given or as sent, CSeq of that method."""
    lines = [b"%b %b SIP/2.0" % (method, sent.first_line.uri)]
    has_via = False
    for kind, line in sent.lines:
        if kind is HdrType.VIA and not has_via:
            has_via = True
            lines.append(b"Via: " + (sent.via1.raw or b"" if sent.via1 is not None else b""))
        elif kind is HdrType.TO:
            lines.append(b"To: " + to if to else _one_line(line))
        elif kind is HdrType.CSEQ:
            lines.append(b"CSeq: %d %b" % (sent.parsed(HdrType.CSEQ).number, method))
        elif kind in _KEPT:
            lines.append(_one_line(line))
    tail = extra
    if engine.core.server_signature:
        tail += engine.core.user_agent_header.encode() + b"\r\n"
    return b"\r\n".join(lines) + b"\r\n" + _MAX_FORWARDS + tail + b"Content-Length: 0\r\n\r\n"


def _one_line(line: bytes) -> bytes:
    return _FOLD.sub(b" ", line) if b"\n" in line else line
