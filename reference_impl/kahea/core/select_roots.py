"""The roots of selects: what of a message, its branches, the process and the settings can be read."""

import time
from collections.abc import Callable
from typing import Any

from kahea.base.setting import SettingError
from kahea.core.action_cfg import cfg_instance
from kahea.core.dset import Branch, q_text
from kahea.core.net import Proto
from kahea.core.select_table import ROOT, SelectArg, register_select, register_shown, register_table
from kahea.core.sip_msg import SipMsg
from kahea.parser import AuthBody, HdrType, SipUri, ToBody, ViaBody, parse_uri

__all__: list[str] = []


@register_select(ROOT, "ruri", "request_uri", gives="uri")
def select_ruri(msg: SipMsg, _arg: SelectArg) -> SipUri | None:
    """The request URI as it stands."""
    return msg.ruri if msg.first_line.is_request else None


@register_select(ROOT, "dst_uri", gives="uri")
def select_dst_uri(msg: SipMsg, _arg: SelectArg) -> SipUri | None:
    """The destination URI."""
    return _next_hop(msg, is_ruri_next=False)


def _next_hop(msg: SipMsg, *, is_ruri_next: bool) -> SipUri | None:
    if msg.dst_uri:
        return parse_uri(msg.dst_uri)
    return msg.ruri if is_ruri_next and msg.first_line.is_request else None


@register_select(ROOT, "next_hop", gives="uri")
def select_next_hop(msg: SipMsg, _arg: SelectArg) -> SipUri | None:
    """The destination URI, the request URI without one."""
    return _next_hop(msg, is_ruri_next=True)


def _first(msg: SipMsg, kind: HdrType) -> Any:  # noqa: ANN401  each header has its own type of value
    """The value of the first header of the type, of one that is a list its first one."""
    body = msg.parsed(kind)
    return (body[0] if body else None) if isinstance(body, tuple) else body


_ADDRESSES = {
    ("from", "f"): HdrType.FROM,
    ("to", "t"): HdrType.TO,
    ("refer_to",): HdrType.REFER_TO,
    ("remote_party_id", "rpid"): HdrType.RPID,
    ("record_route", "rr"): HdrType.RECORDROUTE,
    ("route",): HdrType.ROUTE,
}


def _first_of(kind: HdrType) -> Callable[[SipMsg, SelectArg], Any]:
    return lambda msg, _arg: _first(msg, kind)


for _names, _kind in _ADDRESSES.items():
    register_select(ROOT, *_names, gives="address")(_first_of(_kind))


@register_select(ROOT, "contact", "m", gives="contact")
def select_contact(msg: SipMsg, _arg: SelectArg) -> ToBody | None:
    """The first contact."""
    contact = msg.parsed(HdrType.CONTACT)
    return contact.contacts[0] if contact is not None and contact.contacts else None


@register_select(ROOT, "via", "v", gives="via", takes=int)
def select_via(msg: SipMsg, number: SelectArg) -> ViaBody | None:
    """A Via: 1 is the topmost, -1 the last, and without a number it is the topmost."""
    if number in (None, 1):
        return msg.via1
    vias: tuple[ViaBody, ...] = msg.values(HdrType.VIA)
    at = number - 1 if isinstance(number, int) and number > 0 else number
    return vias[at] if isinstance(at, int) and number and -len(vias) <= at < len(vias) else None


@register_select(ROOT, "cseq", gives="cseq")
def select_cseq(msg: SipMsg, _arg: SelectArg) -> Any:  # noqa: ANN401  CSeqBody or None, as the parser gives it
    """The CSeq."""
    return msg.parsed(HdrType.CSEQ)


def _body(msg: SipMsg, kind: HdrType) -> bytes | None:
    return msg.first_body(kind) or None


_BODIES = {
    ("call_id",): HdrType.CALLID,
    ("expires",): HdrType.EXPIRES,
    ("max_forwards",): HdrType.MAXFORWARDS,
    ("content_type",): HdrType.CONTENTTYPE,
    ("content_length",): HdrType.CONTENTLENGTH,
    ("subject",): HdrType.SUBJECT,
    ("organization",): HdrType.ORGANIZATION,
    ("priority",): HdrType.PRIORITY,
    ("session_expires",): HdrType.SESSIONEXPIRES,
    ("min_se",): HdrType.MIN_SE,
    ("user_agent",): HdrType.USERAGENT,
    ("sip_if_match",): HdrType.SIPIFMATCH,
    ("require",): HdrType.REQUIRE,
    ("proxy_require",): HdrType.PROXYREQUIRE,
    ("supported",): HdrType.SUPPORTED,
    ("unsupported",): HdrType.UNSUPPORTED,
    ("allow",): HdrType.ALLOW,
    ("accept",): HdrType.ACCEPT,
    ("event",): HdrType.EVENT,
    ("date",): HdrType.DATE,
    ("identity",): HdrType.IDENTITY,
    ("identity_info",): HdrType.IDENTITY_INFO,
}


def _body_of(kind: HdrType) -> Callable[[SipMsg, SelectArg], bytes | None]:
    return lambda msg, _arg: _body(msg, kind)


for _names, _kind in _BODIES.items():
    register_select(ROOT, *_names)(_body_of(_kind))


def _credentials(msg: SipMsg, kind: HdrType, realm: SelectArg) -> AuthBody | None:
    """The credentials for the realm, the first ones without it."""
    for field in msg.hdrs(kind):
        auth: AuthBody = field.parsed
        if realm is None or auth.realm == realm:
            return auth
    return None


@register_select(ROOT, "authorization", gives="auth", takes=bytes)
def select_authorization(msg: SipMsg, realm: SelectArg) -> AuthBody | None:
    """Credentials for a server."""
    return _credentials(msg, HdrType.AUTHORIZATION, realm)


@register_select(ROOT, "proxy_authorization", gives="auth", takes=bytes)
def select_proxy_authorization(msg: SipMsg, realm: SelectArg) -> AuthBody | None:
    """Credentials for a proxy."""
    return _credentials(msg, HdrType.PROXYAUTH, realm)


def _message(msg: SipMsg, _arg: SelectArg) -> SipMsg:
    return msg


register_select(ROOT, "msg", "message", gives="message")(_message)
register_select(ROOT, "req", "request", gives="request")(lambda msg, _arg: msg if msg.first_line.is_request else None)
register_select(ROOT, "res", "response", gives="response")(lambda msg, _arg: None if msg.first_line.is_request else msg)
for _shown in ("message", "request", "response"):
    register_shown(_shown, lambda msg: msg.buf)

_MESSAGE: dict[str, Any] = {
    "first_line": lambda msg: msg.buf[: msg.line_start(0)].rstrip(b"\r\n"),
    "flags": lambda msg: msg.flags,
    "len": lambda msg: len(msg.buf),
    "id": lambda msg: msg.id,
    "id_hex": lambda msg: b"%x" % msg.id,
    "type": lambda msg: 1 if msg.first_line.is_request else 2,
    "body": lambda msg: msg.body or None,
    "content": lambda msg: msg.body or None,
}
register_table("message", _MESSAGE)


@register_select("message", "header", takes=bytes)
def message_header(msg: SipMsg, name: SelectArg) -> bytes | None:
    """The body of the first header of the name."""
    field = next(msg.named(name), None) if isinstance(name, bytes) else None
    return field.body if field is not None else None


register_select("request", "method")(lambda msg, _arg: msg.first_line.method)
register_select("request", "uri", gives="uri")(lambda msg, _arg: msg.ruri)
register_select("request", "version")(lambda msg, _arg: msg.first_line.version)
register_select("response", "status")(lambda msg, _arg: b"%d" % msg.first_line.status)
register_select("response", "reason")(lambda msg, _arg: msg.first_line.reason or None)
register_select("response", "version")(lambda msg, _arg: msg.first_line.version)


@register_select(ROOT, "src", gives="end point")
def select_src(msg: SipMsg, _arg: SelectArg) -> tuple[Proto, bytes, int]:
    """Where the message came from."""
    return msg.rcv.proto, msg.rcv.src_ip, msg.rcv.src_port


@register_select(ROOT, "dst", "received", gives="end point")
def select_dst(msg: SipMsg, _arg: SelectArg) -> tuple[Proto, bytes, int]:
    """Where the message was received."""
    return msg.rcv.proto, msg.rcv.dst_ip, msg.rcv.dst_port


register_select(ROOT, "sys", gives="sys")(_message)
register_select("sys", "pid")(lambda msg, _arg: msg.engine.log.pid)
register_select("sys", "now", gives="now")(_message)
register_shown("sys", lambda _msg: None)
register_shown("now", lambda msg: int(msg.engine.wall_time))


@register_select("sys", "unique")
def sys_unique(msg: SipMsg, _arg: SelectArg) -> bytes:
    """Text that no other reading gives: process, start and a random number."""
    engine = msg.engine
    return b"%d-%x-%016x" % (engine.log.pid, int(engine.wall_time), engine.rng.getrandbits(64))


@register_select("now", "local")
def now_local(msg: SipMsg, _arg: SelectArg) -> bytes:
    """The local time in words and digits."""
    return time.asctime(time.localtime(msg.engine.wall_time)).encode()


@register_select("now", "gmt")
def now_gmt(msg: SipMsg, _arg: SelectArg) -> bytes:
    """The time in UTC in words and digits."""
    return time.asctime(time.gmtime(msg.engine.wall_time)).encode()


@register_select(ROOT, "branch", gives="branch", takes=int)
def select_branch(msg: SipMsg, number: SelectArg) -> Branch | None:
    """A branch that was appended, from 0; the first without a number."""
    at = number if isinstance(number, int) else 0
    return msg.branches[at] if -len(msg.branches) <= at < len(msg.branches) else None


register_shown("branch", lambda branch: branch.uri)
register_select("branch", "uri", gives="uri")(lambda branch, _arg: parse_uri(branch.uri))
register_select("branch", "q")(lambda branch, _arg: q_text(branch.q) if branch.q >= 0 else None)
register_select("branch", "dst_uri", gives="uri")(lambda branch, _arg: parse_uri(branch.dst_uri) if branch.dst_uri else None)

register_select(ROOT, "timeval", gives="timeval")(lambda msg, _arg: divmod(round(msg.engine.wall_time * 1_000_000), 1_000_000))
register_shown("timeval", lambda parts: b"%d.%06d" % parts)
register_select("timeval", "sec")(lambda parts, _arg: b"%d" % parts[0])
register_select("timeval", "usec")(lambda parts, _arg: b"%d" % parts[1])


@register_select(ROOT, "cfg_get", is_path=True)
def select_cfg_get(msg: SipMsg, path: list[str]) -> bytes | int | None:
    """A setting: ``cfg_get.group.name``; null when there is none."""
    group, _, name = ".".join(path).partition(".")
    try:
        value = msg.engine.settings.get(group, name, cfg_instance(msg, group))
    except SettingError:
        return None
    return value.encode() if isinstance(value, str) else value
