"""Bodies of several parts (RFC 2046 §5.1): made, added to, taken apart."""

from dataclasses import dataclass

from kahea.api import PvSpec, Routes, SipMsg
from kahea.api.values import HdrType, MediaType, Part, SipParseError, parse_multipart, pv_str
from kahea.modules.textops.content import MimeType, put_body
from kahea.modules.textops.exports import module
from kahea.modules.textops.headers_add import append_hf
from kahea.modules.textops.hexadecimal import from_hex
from kahea.modules.textops.places import cut, insert

__all__ = [
    "append_body_part",
    "append_body_part_hex",
    "filter_body",
    "get_body_part",
    "get_body_part_raw",
    "remove_body_part",
    "set_body_multipart",
]

_REQUESTS = Routes.REQUEST | Routes.FAILURE | Routes.BRANCH
_DEFAULT_BOUNDARY = b"unique-boundary-1"
_MOST_BOUNDARY_BYTES = 70


@dataclass(frozen=True, slots=True)
class _Multipart:
    """A body in parts: its bytes, the line between parts without its dashes' tail, and the parts."""

    body: bytes
    delimiter: bytes
    parts: tuple[Part, ...]

    def first(self, mime: bytes) -> Part | None:
        """The first part of that type; None when there is none."""
        return next((part for part in self.parts if _name_of(part) == mime), None)

    def begin(self, part: Part) -> int:
        """Where the delimiter line before the part begins."""
        return self.body.rindex(self.delimiter, 0, part.start)

    def behind(self, part: Part) -> int:
        """Where the delimiter line behind the part begins."""
        return self.body.index(self.delimiter, part.end)


def _name_of(part: Part) -> bytes:
    """The part's type; empty when it cannot be read."""
    try:
        return part.media_type.name
    except SipParseError:
        return b""


def _multipart(msg: SipMsg) -> _Multipart | None:
    """The body in parts; None when it is none, or a bad one."""
    try:
        media: MediaType | None = msg.parsed(HdrType.CONTENTTYPE)
        if media is None or media.type.lower() != b"multipart":
            return None
        boundary = media.params.get(b"boundary") or b""
        body = msg.body
        return _Multipart(body, b"--" + boundary, parse_multipart(body, boundary))
    except SipParseError as fault:
        msg.engine.log.module("textops").warn("a body in parts cannot be read: %s", fault)
        return None


@module.function("filter_body")
def filter_body(msg: SipMsg, content_type: MimeType) -> int:
    """1 when the content of the first part of that type is all that is left of the body; -1 when there is none."""
    multi = _multipart(msg)
    part = multi.first(content_type) if multi is not None else None
    if part is None:
        return -1
    cut(msg, msg.eoh, msg.eoh + part.start)
    cut(msg, msg.eoh + part.end, len(msg.buf))
    return 1


@module.function("get_body_part", routes=_REQUESTS | Routes.ONREPLY)
def get_body_part(msg: SipMsg, content_type: MimeType, opv: PvSpec) -> int:
    """1 when the content of the first part of that type is the value of `opv` now; -1 when there is none."""
    multi = _multipart(msg)
    part = multi.first(content_type) if multi is not None else None
    if part is None:
        return -1
    opv.set(msg, pv_str(part.body))
    return 1


@module.function("get_body_part_raw", routes=_REQUESTS | Routes.ONREPLY)
def get_body_part_raw(msg: SipMsg, content_type: MimeType, opv: PvSpec) -> int:
    """As get_body_part(), with the part's headers, and the line of the boundary behind it."""
    multi = _multipart(msg)
    part = multi.first(content_type) if multi is not None else None
    if multi is None or part is None:
        return -1
    start = multi.body.index(b"\n", multi.begin(part)) + 1
    line = multi.body.find(b"\n", multi.behind(part))
    opv.set(msg, pv_str(multi.body[start : line + 1 if line >= 0 else None]))
    return 1


@module.function("remove_body_part", routes=_REQUESTS)
def remove_body_part(msg: SipMsg, content_type: MimeType) -> int:
    """1 when the first part of that type is taken away with the line before it; -1 when there is none."""
    multi = _multipart(msg)
    part = multi.first(content_type) if multi is not None else None
    if multi is None or part is None:
        return -1
    cut(msg, msg.eoh + multi.begin(part), msg.eoh + multi.behind(part))
    return 1


def _part_text(delimiter: bytes, txt: bytes, content_type: bytes, content_disposition: bytes = b"") -> bytes:
    """One part, from the line before it to its own line end."""
    disposition = b"Content-Disposition: " + content_disposition + b"\r\n" if content_disposition else b""
    return b"".join((delimiter, b"\r\nContent-Type: ", content_type, b"\r\n", disposition, b"\r\n", txt, b"\r\n"))


@module.function("append_body_part", routes=_REQUESTS)
def append_body_part(msg: SipMsg, txt: bytes, content_type: bytes, content_disposition: bytes = b"") -> int:
    """1 when the part comes behind the last one; -1 when the body has no parts, or something is empty."""
    multi = _multipart(msg) if txt and content_type else None
    if multi is None or not multi.parts:
        return -1
    at = msg.eoh + multi.behind(multi.parts[-1])
    insert(msg, at, _part_text(multi.delimiter, txt, content_type, content_disposition))
    return 1


@module.function("append_body_part_hex", routes=_REQUESTS)
def append_body_part_hex(msg: SipMsg, txt: bytes, content_type: bytes, content_disposition: bytes = b"") -> int:
    """As append_body_part(), with a content written in hexadecimal digits; -1 also when it is not."""
    content = from_hex(txt)
    return -1 if content is None else append_body_part(msg, content, content_type, content_disposition)


@module.function("set_body_multipart", routes=_REQUESTS)
def set_body_multipart(
    msg: SipMsg, txt: bytes | None = None, content_type: bytes | None = None, boundary: bytes | None = None
) -> int:
    """1 when the body is one of parts, the first being `txt`, or what the body was; -1 when there is nothing to put in.

    A single argument is the boundary.
    """
    if content_type is None:
        boundary, txt = txt, None
    boundary = boundary or _DEFAULT_BOUNDARY
    try:
        content = msg.body if txt is None else txt
    except SipParseError:
        return -1
    kind = content_type or (msg.first_body(HdrType.CONTENTTYPE) if txt is None else None)
    if not content or not kind or not _is_boundary(boundary, content):
        return -1
    delimiter = b"--" + boundary
    put_body(msg, _part_text(delimiter, content, kind) + delimiter + b"--\r\n", b'multipart/mixed;boundary="' + boundary + b'"')
    if msg.first_body(HdrType.MIMEVERSION) is None:
        append_hf(msg, b"Mime-Version: 1.0\r\n")
    return 1


def _is_boundary(boundary: bytes, content: bytes) -> bool:
    """Whether it can stand between parts, one of which is `content`."""
    is_word = len(boundary) <= _MOST_BOUNDARY_BYTES and not any(each in boundary for each in b'\r\n"\\')
    return is_word and b"--" + boundary not in content
