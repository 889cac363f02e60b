"""From and To: their parts, and the change of them that is made when the message is sent."""

from dataclasses import dataclass, replace
from typing import Any

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.values import HdrType, Lump, LumpError, SipParseError, parse_uri
from kahea.modules.pv.exports import module
from kahea.modules.pv.uri_parts import fits_in_uri

__all__: list[str] = []

_FROM, _TO = HdrType.FROM, HdrType.TO


@dataclass(frozen=True, slots=True)
class _Change:
    """What one of the two headers will say when the message leaves; its lump holds it."""

    display: bytes
    uri: bytes

    def __call__(self, *_when_sent: object) -> bytes:
        return b"%b <%b>" % (self.display, self.uri) if self.display else b"<" + self.uri + b">"


def _lump(msg: SipMsg, kind: HdrType) -> tuple[Lump, _Change] | None:
    """The lump that stands for the header's address, and what it says so far; None when there is no header.

    Raises:
        SipParseError: the header is bad.
        LumpError: a part of it is deleted already.
    """
    field, body = msg.hdr(kind), msg.parsed(kind)
    if field is None or body is None:
        return None
    start, end = field.span
    head = msg.buf[start:end]
    size = head.find(b">", max(head.find(b"<", len(body.display)), 0)) + 1 if body.has_brackets else len(body.uri)
    lump = msg.add_rm.del_lump(start, size)
    change = next((each.value for each in lump.after if isinstance(each.value, _Change)), None)
    return lump, change or _Change(body.display, body.uri)


def _setter(kind: HdrType, part: str) -> Any:  # noqa: ANN401  a setter
    """The setter of one part of one of the two headers."""

    def set_part(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
        try:
            found = _lump(msg, kind)
            if found is not None:
                lump, before = found
                lump.after = ()
                msg.add_rm.insert_new_lump_after(lump, _PARTS[part](msg, before, value.rs))
        except (SipParseError, LumpError) as error:
            msg.engine.log.module("pv").err("%s cannot be changed: %s", kind.name, error)

    return set_part


def _with_uri(msg: SipMsg, change: _Change, text: bytes) -> _Change:
    if not text:
        msg.engine.log.module("pv").err("a URI of From or To cannot be removed")
    return replace(change, uri=text) if text and fits_in_uri(msg, text) else change


def _with_user(msg: SipMsg, change: _Change, text: bytes) -> _Change:
    uri = parse_uri(change.uri)
    return _with_uri(msg, change, (replace(uri, user=text) if text else replace(uri, user=None, passwd=None)).serialise())


def _with_domain(msg: SipMsg, change: _Change, text: bytes) -> _Change:
    return _with_uri(msg, change, replace(parse_uri(change.uri), host=text or parse_uri(change.uri).host).serialise())


def _with_display(msg: SipMsg, change: _Change, text: bytes) -> _Change:
    if b"\r" in text or b"\n" in text:
        msg.engine.log.module("pv").err("a display name holds no line end")
        return change
    return replace(change, display=text)


_PARTS = {"uri": _with_uri, "user": _with_user, "domain": _with_domain, "display": _with_display}


def _uri(msg: SipMsg, kind: HdrType) -> bytes | None:
    body = msg.parsed(kind)
    return body.uri if body is not None else None


def _user(msg: SipMsg, kind: HdrType) -> bytes | None:
    body = msg.parsed(kind)
    return body.parsed_uri.user if body is not None else None


def _domain(msg: SipMsg, kind: HdrType) -> bytes | None:
    body = msg.parsed(kind)
    return (body.parsed_uri.host or None) if body is not None else None


def _display(msg: SipMsg, kind: HdrType) -> bytes | None:
    body = msg.parsed(kind)
    return (body.display or None) if body is not None else None


def _tag(msg: SipMsg, kind: HdrType) -> bytes | None:
    body = msg.parsed(kind)
    return (body.tag_value or None) if body is not None else None


@module.pv("fu", "from", set=_setter(_FROM, "uri"))
def pv_from(msg: SipMsg) -> bytes | None:
    """$fu: the URI of From."""
    return _uri(msg, _FROM)


@module.pv("fU", "from.user", set=_setter(_FROM, "user"))
def pv_from_user(msg: SipMsg) -> bytes | None:
    """$fU: the user of From."""
    return _user(msg, _FROM)


@module.pv("fd", "from.domain", set=_setter(_FROM, "domain"))
def pv_from_domain(msg: SipMsg) -> bytes | None:
    """$fd: the host of From."""
    return _domain(msg, _FROM)


@module.pv("fn", set=_setter(_FROM, "display"))
def pv_from_display(msg: SipMsg) -> bytes | None:
    """$fn: the display name of From, with its quotes."""
    return _display(msg, _FROM)


@module.pv("ft")
def pv_from_tag(msg: SipMsg) -> bytes | None:
    """$ft: the tag of From."""
    return _tag(msg, _FROM)


@module.pv("ful")
def pv_from_len(msg: SipMsg) -> int:
    """$ful: the length of From's URI."""
    return len(_uri(msg, _FROM) or b"")


@module.pv("fUl")
def pv_from_user_len(msg: SipMsg) -> int:
    """$fUl: the length of From's user."""
    return len(_user(msg, _FROM) or b"")


@module.pv("tu", "to", set=_setter(_TO, "uri"))
def pv_to(msg: SipMsg) -> bytes | None:
    """$tu: the URI of To."""
    return _uri(msg, _TO)


@module.pv("tU", "to.user", set=_setter(_TO, "user"))
def pv_to_user(msg: SipMsg) -> bytes | None:
    """$tU: the user of To."""
    return _user(msg, _TO)


@module.pv("td", "to.domain", set=_setter(_TO, "domain"))
def pv_to_domain(msg: SipMsg) -> bytes | None:
    """$td: the host of To."""
    return _domain(msg, _TO)


@module.pv("tn", set=_setter(_TO, "display"))
def pv_to_display(msg: SipMsg) -> bytes | None:
    """$tn: the display name of To, with its quotes."""
    return _display(msg, _TO)


@module.pv("tt")
def pv_to_tag(msg: SipMsg) -> bytes | None:
    """$tt: the tag of To."""
    return _tag(msg, _TO)


@module.pv("tUl")
def pv_to_user_len(msg: SipMsg) -> int:
    """$tUl: the length of To's user."""
    return len(_user(msg, _TO) or b"")


@module.pv("tts")
def pv_to_tag_state(msg: SipMsg) -> int:
    """$tts: 1 where To has a tag, 0 where it has none."""
    return int(_tag(msg, _TO) is not None)
