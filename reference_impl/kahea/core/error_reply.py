"""The reply to a request that cannot be read: made of bytes, so that nothing is parsed a second time.

Sent without state: one datagram for one datagram, to the address that the request came from.
"""

import re
from typing import TYPE_CHECKING

from kahea.base.strutils import one_line
from kahea.core.net import DestInfo, Proto, ReceiveInfo, Send
from kahea.core.to_tag import make_totag
from kahea.core.via1 import default_port
from kahea.parser.reply_parts import ReplyParts

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["build_error_reply", "error_reply"]

_RPORT = re.compile(rb";[ \t]*+rport[ \t]*+(?:=[ \t]*+[^;, \t]*+)?+(?=[;, \t]|$)", re.IGNORECASE)
_RECEIVED = re.compile(rb";[ \t]*+received[ \t]*+=[ \t]*+[^;, \t]*+", re.IGNORECASE)
_PORT = re.compile(rb"[ \t]*+:[ \t]*+([0-9]{1,5})(?![0-9])")
_PROTOCOL = re.compile(rb"[^ \t/]++[ \t]*+/[ \t]*+[^ \t/]++[ \t]*+/[ \t]*+[^ \t/]++[ \t]++")
_TAG = re.compile(rb";[ \t]*+tag[ \t]*+=", re.IGNORECASE)
_HIGHEST_PORT = 65_535


def error_reply(
    engine: "Engine", parts: ReplyParts, rcv: ReceiveInfo, code: int, reason: str, *, extra: bytes = b""
) -> Send | None:
    """The reply on its way, None when the request gives no place to answer to or is an ACK."""
    if not parts.is_answerable:
        return None
    data = build_error_reply(engine, parts, rcv, code, one_line(reason.encode()), extra=extra)
    port = rcv.src_port
    if not rcv.proto.is_stream and _RPORT.search(_first_value(parts)) is None:
        port = _sent_by_port(parts, rcv.proto)
    return Send(DestInfo(rcv.proto, rcv.src_ip, port, rcv.sock, rcv.con_id), data)


def build_error_reply(
    engine: "Engine", parts: ReplyParts, rcv: ReceiveInfo, code: int, reason: bytes, *, extra: bytes = b""
) -> bytes:
    """The reply's bytes; `extra` are whole header lines.  A header that the request lacks is left out."""
    lines = [b"SIP/2.0 %d %b" % (code, reason), b"Via: " + _with_source(parts, rcv)]
    lines += [b"Via: " + via for via in parts.vias[1:]]
    if parts.from_ is not None:
        lines.append(b"From: " + parts.from_)
    if parts.to is not None:
        has_tag = _TAG.search(parts.to, max(parts.to.rfind(b">"), 0)) is not None
        tag = b"" if has_tag else b";tag=" + make_totag(engine, parts.vias[0], parts.callid or b"")
        lines.append(b"To: " + parts.to + tag)
    if parts.callid is not None:
        lines.append(b"Call-ID: " + parts.callid)
    if parts.cseq is not None:
        lines.append(b"CSeq: " + parts.cseq)
    if engine.core.server_signature:
        lines.append(engine.core.server_header.encode())
    return b"\r\n".join(lines) + b"\r\n" + extra + b"Content-Length: 0\r\n\r\n"


def _first_value(parts: ReplyParts) -> bytes:
    return parts.vias[0].partition(b",")[0]


def _host_end(parts: ReplyParts) -> int:
    """Where the host of the top Via ends, which `ReplyParts.sent_by_host` has found behind the protocol."""
    protocol = _PROTOCOL.match(parts.vias[0])
    return (protocol.end() if protocol else 0) + len(parts.sent_by_host or b"")


def _sent_by_port(parts: ReplyParts, proto: Proto) -> int:
    """The port of the sent-by, the protocol's own where none can be read."""
    found = _PORT.match(parts.vias[0], _host_end(parts))
    port = int(found[1]) if found else 0
    return port if 0 < port <= _HIGHEST_PORT else default_port(proto)


def _with_source(parts: ReplyParts, rcv: ReceiveInfo) -> bytes:
    """The top Via with received, and rport when it is asked for, right behind the sent-by; what was written there is gone."""
    via = parts.vias[0]
    at = _host_end(parts)
    port = _PORT.match(via, at)
    at = port.end() if port else at
    first, comma, rest = via[at:].partition(b",")
    asks = _RPORT.search(first) is not None
    params = _RECEIVED.sub(b"", _RPORT.sub(b"", first))
    rport = b";rport=%d" % rcv.src_port if asks else b""
    return b"".join((via[:at], b";received=", rcv.src_ip, rport, params, comma, rest))
