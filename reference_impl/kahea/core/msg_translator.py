"""From what was received and what routes decided to the bytes that are sent (kamailio src/core/msg_translator.c).

Nothing is serialised again: the received bytes are spliced by their offsets, so that every header nobody touched goes on as it
came.  A head whose lines do not all end with CRLF leaves with CRLF.
"""

import re
from typing import TYPE_CHECKING

from kahea.core.data_lump import Edit, Lumps, splice
from kahea.core.lump_rpl import rpl_body, rpl_headers
from kahea.core.net import DestInfo, SocketInfo
from kahea.core.via1 import via1_text
from kahea.core.via_builder import create_via
from kahea.parser.errors import SipParseError
from kahea.parser.hdr_field import HdrField
from kahea.parser.hf import HdrType

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = [
    "build_changed",
    "build_req_buf_from_sip_req",
    "build_res_buf_from_sip_req",
    "build_res_buf_from_sip_res",
    "warning_header",
]

_VIA, _ROUTE, _LENGTH = HdrType.VIA, HdrType.ROUTE, HdrType.CONTENTLENGTH
_TO = HdrType.TO
_COPIED = frozenset((HdrType.VIA, HdrType.FROM, HdrType.TO, HdrType.CALLID, HdrType.CSEQ))
_COPIED_IN_DIALOG = _COPIED | {HdrType.RECORDROUTE}
_RINGING, _REDIRECT = 180, 300
_LONE_LF = re.compile(rb"(?<!\r)\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")


def build_req_buf_from_sip_req(
    msg: "SipMsg",
    dst: DestInfo,
    send_sock: SocketInfo,
    branch: bytes,
    *,
    uri: bytes | None = None,
    path: bytes | None = None,
    extra: bytes = b"",
) -> bytes:
    """The request as it goes to `dst` from `send_sock`: our Via on top, the source in the old top Via, all changes made.

    `uri` and `path` are the branch's where they differ from the message's; `extra` are whole header lines put behind the
    others. Max-Forwards is the script's business.
    """
    buf, first = msg.buf, msg.first_line
    target = _without_headers(msg.ruri_text if uri is None else uri)
    route = msg.path_vec if path is None else path
    line = b"%b %b SIP/2.0\r\n" % (first.method, target)
    via = create_via(msg.engine, msg, dst, send_sock, branch)
    top, at, raw = _top_via(msg)
    start = top.start
    seen = via1_text(msg)
    end = _body_end(msg)
    is_plain = not (msg.has("add_rm") and msg.add_rm) and not (msg.has("body_lumps") and msg.body_lumps)
    if is_plain and not route and not extra and msg.is_crlf and not (dst.proto.is_stream and not msg.count(_LENGTH)):
        head = msg.line_start(0)
        if seen is None:
            return b"".join((line, buf[head:start], via, buf[start:end]))
        return b"".join((line, buf[head:start], via, buf[start:at], seen, buf[at + len(raw) : end]))
    edits: list[Edit] = [(start, 0, via)]
    if seen is not None:
        edits.append((at, len(raw), seen))
    if route:
        edits.append((_route_at(msg), 0, b"Route: " + route + b"\r\n"))
    return _changed(msg, line, edits, extra=extra, send_sock=send_sock, dst=dst)


def build_res_buf_from_sip_res(msg: "SipMsg", dst: DestInfo | None = None) -> bytes:
    """The reply as it goes on: our Via cut off, all changes made, status and reason those that the script has put there."""
    first = msg.first_line
    code, reason = msg.reply_status or (first.status, first.reason)
    line = b"SIP/2.0 %d %b\r\n" % (code, reason)
    field, at, raw = _top_via(msg)
    cut: Edit = (field.start, field.len, b"")
    if len(field.parsed) > 1:
        cut = (at, msg.buf.index(field.parsed[1].raw, at + len(raw)) - at, b"")
    is_plain = not (msg.has("add_rm") and msg.add_rm) and not (msg.has("body_lumps") and msg.body_lumps)
    if is_plain and msg.is_crlf and not (dst is not None and dst.proto.is_stream and not msg.count(_LENGTH)):
        return b"".join((line, msg.buf[msg.line_start(0) : cut[0]], msg.buf[cut[0] + cut[1] : _body_end(msg)]))
    return _changed(msg, line, [cut], extra=b"", send_sock=dst.sock if dst is not None else None, dst=dst)


def build_changed(msg: "SipMsg") -> bytes:
    """The message with all changes made and nothing that belongs to a next hop: its Vias and Routes are those it has."""
    first = msg.first_line
    if first.is_request:
        line = b"%b %b SIP/2.0\r\n" % (first.method, msg.ruri_text)
    else:
        line = b"SIP/2.0 %d %b\r\n" % (msg.reply_status or (first.status, first.reason))
    return _changed(msg, line, [], extra=b"", send_sock=None, dst=None)


def _changed(
    msg: "SipMsg", line: bytes, own: list[Edit], *, extra: bytes, send_sock: SocketInfo | None, dst: DestInfo | None
) -> bytes:
    """The slow road: the routes' changes and our own in one splice, and a Content-Length that fits the body."""
    lumps = msg.add_rm if msg.has("add_rm") else Lumps()
    body, is_other = _body(msg, send_sock, dst)
    head_start, head_end = msg.line_start(0), _head_end(msg)
    own = [edit for edit in own if not (edit[1] and lumps.is_deleted(edit[0]))]
    own += _length_edits(msg, lumps, len(body), is_other=is_other, is_needed=dst is not None and dst.proto.is_stream)
    if extra:
        own.append((head_end, 0, extra))
    edits = sorted(lumps.edits(send_sock, dst) + own, key=_offset)
    head = b"".join(splice(msg.buf, head_start, head_end, edits))
    return b"".join((line, head if msg.is_crlf else _LONE_LF.sub(b"\r\n", head), b"\r\n", body))


def _offset(edit: Edit) -> int:
    return edit[0]


def _without_headers(uri: bytes) -> bytes:
    """The URI without ``?headers``, which may not stand in a request line (RFC 3261 §16.6 step 2)."""
    if b"?" not in uri or uri[:3].lower() != b"sip":
        return uri
    user, at, rest = uri.rpartition(b"@")
    return user + at + rest.partition(b"?")[0]


def _top_via(msg: "SipMsg") -> tuple[HdrField, int, bytes]:
    """The top Via's header, where its first value begins, and that value."""
    field = msg.hdr(_VIA)
    if field is None:
        raise SipParseError(400, "missing Via", msg.eoh)
    raw: bytes = field.parsed[0].raw
    return field, field.start + field.line.index(raw), raw


def _head_end(msg: "SipMsg") -> int:
    """Where the empty line begins."""
    return msg.eoh - 2 if msg.buf[msg.eoh - 2 : msg.eoh] == b"\r\n" else msg.eoh - 1


def _route_at(msg: "SipMsg") -> int:
    """Where a Route that comes before all others is put: at the first Route, else behind the Vias."""
    route = msg.hdr(_ROUTE)
    return route.start if route is not None else msg.hdrs(_VIA)[-1].end


def _announced(msg: "SipMsg") -> int | None:
    """The body's announced length; None when there is none that can be read."""
    try:
        return msg.content_length
    except SipParseError:
        return None


def _body_end(msg: "SipMsg") -> int:
    """Where the body ends: bytes of a datagram behind it are not passed on (RFC 3261 §18.3)."""
    length, whole = _announced(msg), len(msg.buf)
    return whole if length is None else min(msg.eoh + length, whole)


def _body(msg: "SipMsg", send_sock: SocketInfo | None, dst: DestInfo | None) -> tuple[bytes, bool]:
    """The body with its changes, and whether there are any."""
    end = _body_end(msg)
    if not msg.has("body_lumps") or not msg.body_lumps:
        return msg.buf[msg.eoh : end], False
    return msg.body_lumps.apply(msg.buf, msg.eoh, end, send_sock, dst), True


def _length_edits(msg: "SipMsg", lumps: Lumps, size: int, *, is_other: bool, is_needed: bool) -> list[Edit]:
    """What makes Content-Length fit: nothing while the body is the received one, unless a stream needs the header."""
    fields = [field for field in msg.hdrs(_LENGTH) if not lumps.is_deleted(field.start)]
    if not fields:
        return [(_head_end(msg), 0, b"Content-Length: %d\r\n" % size)] if is_other or is_needed else []
    if not is_other:
        return []
    first, last = fields[0].span
    return [(first, last - first, b"%d" % size), *((each.start, each.len, b"") for each in fields[1:])]


def build_res_buf_from_sip_req(
    msg: "SipMsg", code: int, reason: bytes, to_tag: bytes = b"", *, extra: bytes = b"", body: bytes = b""
) -> bytes:
    """The reply to the request `msg` (RFC 3261 §8.2.6), made of its header lines without parsing them.

    `to_tag` is added to a To that has no tag; `extra` are whole header lines.  Record-Route is copied to the replies that
    may make a dialog (§12.1.1).  Headers and body that routes have laid aside for replies are in it.
    """
    core = msg.engine.core
    seen = via1_text(msg)
    copied = _COPIED_IN_DIALOG if _RINGING <= code < _REDIRECT else _COPIED
    pieces = [b"SIP/2.0 %d %b" % (code, reason)]
    add = pieces.append
    for kind, line in msg.lines:
        if kind not in copied:
            continue
        text = line
        if kind is _VIA and seen is not None:
            text = _with_source(msg, line, seen)
            seen = None
        if b"\n" in text:
            text = _FOLD.sub(b" ", text)
        if kind is _TO and to_tag and not _has_tag(msg, text):
            text = b"%b;tag=%b" % (text, to_tag)
        add(text)
    lines = extra
    if msg.has("reply_lumps"):
        lines, body = extra + rpl_headers(msg), body or rpl_body(msg)
    if lines:
        add(lines[:-2])
    if core.server_signature:
        add(core.server_header.encode())
    add(b"Content-Length: %d" % len(body) if body else b"Content-Length: 0")
    if core.sip_warning:
        add(warning_header(msg))
    add(b"\r\n" + body)
    return b"\r\n".join(pieces)


def _with_source(msg: "SipMsg", line: bytes, seen: bytes) -> bytes:
    """The line of the top Via with its first value replaced."""
    via = msg.via1
    raw = via.raw if via is not None and via.raw is not None else b""
    at = line.index(raw)
    return line[:at] + seen + line[at + len(raw) :]


def _has_tag(msg: "SipMsg", line: bytes) -> bool:
    """Whether To has a tag; one that cannot be read is left as it is."""
    if b"tag" not in line[line.rfind(b">") + 1 :].lower():
        return False
    try:
        return bool(msg.parsed(_TO).tag_value)
    except SipParseError:
        return True


def warning_header(msg: "SipMsg") -> bytes:
    """The line with which Kamailio tells what it has seen of a request (core parameter sip_warning, RFC 3261 §20.43)."""
    rcv = msg.rcv
    host, port = rcv.sock.sent_by
    return b'Warning: 392 %b:%d "Noisy feedback tells:  req_src_ip=%b req_src_port=%d in_uri=%b out_uri=%b via_cnt%b%d"' % (
        *(host, port, rcv.src_ip, rcv.src_port, msg.first_line.uri.replace(b'"', b""), msg.ruri_text.replace(b'"', b"")),
        *(b"==", sum(len(field.parsed) for field in msg.hdrs(_VIA))),
    )
