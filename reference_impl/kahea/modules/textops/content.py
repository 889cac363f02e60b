"""The body as a whole: whether there is one, a new one, and the body of replies."""

from typing import Annotated

from kahea.api import Fixup, Routes, SipMsg
from kahea.api.values import HdrType, Lump, RplKind, SipParseError, add_lump_rpl, parse_media_type
from kahea.modules.textops.exports import module
from kahea.modules.textops.hexadecimal import from_hex
from kahea.modules.textops.places import cut, headers_end, insert

__all__ = ["MimeType", "has_body", "put_body", "read_mime", "set_body", "set_body_hex", "set_reply_body", "set_reply_body_hex"]

_SDP, _TYPE = b"application/sdp", b"Content-Type: "
_CONTENTTYPE = HdrType.CONTENTTYPE
_REQUESTS = Routes.REQUEST | Routes.FAILURE | Routes.BRANCH


def read_mime(text: str) -> bytes:
    """``type/subtype`` in lower case.

    Raises:
        ValueError: it is none.

    >>> read_mime("Application/SDP")
    b'application/sdp'
    """
    data = text.encode()
    try:
        return parse_media_type(data, 0, len(data)).name
    except SipParseError as fault:
        raise ValueError(f"must be type/subtype, not {text!r}") from fault


MimeType = Annotated[bytes, Fixup(read_mime)]
"""A fixed media type."""


@module.function("has_body")
def has_body(msg: SipMsg, mime: MimeType | None = None) -> int:
    """1 when the message has a body, and of that type where one is asked for; -1 when not.

    A body without a Content-Type counts as a session description (kamailio src/modules/textops/textops.c has_body_helper()).
    Without a Content-Length what follows the head is the body (RFC 3261 §18.3); Kamailio says that there is none.
    """
    try:
        if not msg.body:
            return -1
        media = None if mime is None else msg.parsed(_CONTENTTYPE)
    except SipParseError:
        return -1
    return 1 if mime is None or (_SDP if media is None else media.name) == mime else -1


def put_body(msg: SipMsg, text: bytes, content_type: bytes) -> None:
    """Nothing; the message has that body, whose type is said by its only Content-Type.

    Changes of the old body are forgotten.  Content-Length is made to fit when the message is sent.
    """
    msg.__dict__.pop("body_lumps", None)
    if len(msg.buf) > msg.eoh:
        cut(msg, msg.eoh, len(msg.buf))
    insert(msg, msg.eoh, text)
    put_content_type(msg, content_type)


def put_content_type(msg: SipMsg, content_type: bytes) -> None:
    """Nothing; the message has one Content-Type, which is that one."""
    fields = list(msg.named(b"Content-Type"))
    if len(fields) == 1 and fields[0].body == content_type and not msg.add_rm.is_deleted(fields[0].start):
        return
    line = _TYPE + content_type + b"\r\n"
    for field in fields:
        cut(msg, field.start, field.end)
    own = next((lump for anchor in msg.add_rm for lump in anchor.after if _says_type(lump)), None)
    if own is not None:
        own.value = line
    else:
        msg.add_rm.insert_new_lump_after(msg.add_rm.anchor_lump(headers_end(msg)), line)


def _says_type(lump: Lump) -> bool:
    """Whether the text is a Content-Type that an earlier call has put in."""
    return isinstance(lump.value, bytes) and lump.value.startswith(_TYPE)


@module.function("set_body", routes=_REQUESTS | Routes.ONREPLY)
def set_body(msg: SipMsg, txt: bytes, content_type: bytes) -> int:
    """1; the message has that body and Content-Type; -1 when one of them is empty."""
    if not txt or not content_type:
        return -1
    put_body(msg, txt, content_type)
    return 1


@module.function("set_body_hex")
def set_body_hex(msg: SipMsg, htxt: bytes, content_type: bytes) -> int:
    """As set_body(), with a body written in hexadecimal digits; -1 also when it is not."""
    body = from_hex(htxt)
    return -1 if body is None else set_body(msg, body, content_type)


@module.function("set_reply_body", routes=_REQUESTS)
def set_reply_body(msg: SipMsg, txt: bytes, content_type: bytes) -> int:
    """1; replies that this server makes have that body and Content-Type; -1 when one of them is empty."""
    if not txt or not content_type:
        return -1
    if msg.has("reply_lumps"):
        msg.reply_lumps[:] = [lump for lump in msg.reply_lumps if not lump.text.lower().startswith(b"content-type:")]
    add_lump_rpl(msg, _TYPE + content_type + b"\r\n")
    add_lump_rpl(msg, txt, RplKind.BODY)
    return 1


@module.function("set_reply_body_hex", routes=_REQUESTS)
def set_reply_body_hex(msg: SipMsg, txt: bytes, content_type: bytes) -> int:
    """As set_reply_body(), with a body written in hexadecimal digits; -1 also when it is not."""
    body = from_hex(txt)
    return -1 if body is None else set_reply_body(msg, body, content_type)
