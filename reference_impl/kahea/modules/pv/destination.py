"""Where a request goes: `$du` and its parts, `$ds`, `$nh`."""

from collections.abc import Callable

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.values import (
    Inner,
    PvRegistry,
    SipUri,
    contact_list,
    parse_uri,
    pv_of,
    pv_strint,
)
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of
from kahea.modules.pv.reply_target import reply_uri, second_via
from kahea.modules.pv.uri_parts import fits_in_uri, uri_port, uri_proto

__all__: list[str] = []


def _set_du(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    if not value.rs:
        msg.dst_uri = b""
    elif fits_in_uri(msg, value.rs):
        msg.dst_uri = value.rs


@module.pv("du", "duri", set=_set_du)
def pv_du(msg: SipMsg) -> bytes | None:
    """$du: the destination URI, null while none is set."""
    return msg.dst_uri or None


def _dst(msg: SipMsg) -> SipUri | None:
    return parse_uri(msg.dst_uri) if msg.dst_uri else None


@module.pv("dd")
def pv_dst_domain(msg: SipMsg) -> bytes | None:
    """$dd: the host of the destination URI."""
    uri = _dst(msg)
    return (uri.host or None) if uri else None


@module.pv("dp")
def pv_dst_port(msg: SipMsg) -> PvValue | None:
    """$dp: the port of the destination URI, that of its scheme where none is written."""
    uri = _dst(msg)
    return pv_strint(b"%d" % uri_port(uri), uri_port(uri)) if uri else None


@module.pv("dP")
def pv_dst_proto(msg: SipMsg) -> bytes | None:
    """$dP: the transport of the destination URI, UDP where it names none."""
    uri = _dst(msg)
    return uri_proto(uri) if uri else None


@module.pv("ds")
def pv_dset(msg: SipMsg) -> bytes | None:
    """$ds: the destination set as a Contact header, null while no route has named a destination."""
    contacts = contact_list(msg) if msg.first_line.is_request else b""
    return b"Contact: " + contacts if contacts else None


_NEXT_HOP: dict[bytes, Callable[[SipUri, bytes], PvValue | bytes | None]] = {
    b"u": lambda _uri, text: text,
    b"U": lambda uri, _text: uri.user,
    b"d": lambda uri, _text: uri.host or None,
    b"p": lambda uri, _text: pv_strint(b"%d" % uri_port(uri), uri_port(uri)),
    b"P": lambda uri, _text: uri_proto(uri),
}


def _next_hop_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("nh", inner, _NEXT_HOP)


@module.pv("nh", inner=Inner.MUST, parse_name=_next_hop_key)
def pv_next_hop(msg: SipMsg, param: PvParam) -> PvValue | None:
    """$nh(key): a part of the destination URI, or of the request URI where there is none; in a reply, of where it goes."""
    if msg.first_line.is_request:
        text = msg.dst_uri or msg.ruri_text
        return pv_of(_NEXT_HOP[param.name](parse_uri(msg.dst_uri) if msg.dst_uri else msg.ruri, text))
    via = second_via(msg)
    if via is None:
        return None
    text = reply_uri(via)
    return pv_of(_NEXT_HOP[param.name](parse_uri(text), text))
