"""The request URI: `$ru` and its parts as they stand now, `$ou` and its parts as they were received."""

from dataclasses import replace

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.values import NULL, SipUri, UriType, parse_uri, pv_strint
from kahea.modules.pv.exports import module
from kahea.modules.pv.uri_parts import fits_in_uri, uri_port, uri_proto

__all__: list[str] = []


def _set_ruri(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    if value.is_null or not value.rs:
        msg.engine.log.module("pv").err("the request URI cannot be removed")
    elif fits_in_uri(msg, value.rs):
        msg.set_ruri(value.rs)


@module.pv("ru", "ruri", set=_set_ruri)
def pv_ruri(msg: SipMsg) -> bytes | None:
    """$ru: the request URI as it stands, null in a reply."""
    return msg.ruri_text if msg.first_line.is_request else None


def _change(msg: SipMsg, uri: SipUri) -> None:
    """Nothing; the request URI is `uri`, which was made from it by changing a part."""
    text = uri.serialise()
    if fits_in_uri(msg, text):
        msg.new_uri = text


def _set_user(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    uri = msg.ruri_or_none
    if uri is None:
        return
    if uri.type in (UriType.TEL, UriType.TELS):
        _change(msg, replace(uri, user=value.rs))
    elif not value.rs:
        _change(msg, replace(uri, user=None, passwd=None))
    else:
        _change(msg, replace(uri, user=value.rs))


@module.pv("rU", "ruri.user", set=_set_user)
def pv_ruri_user(msg: SipMsg) -> bytes | None:
    """$rU: the user of the request URI, null where it has none."""
    return msg.ruri.user if msg.first_line.is_request else None


def _set_domain(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    uri = msg.ruri_or_none
    if uri is None or not uri.is_sip:
        return
    if not value.rs:
        msg.engine.log.module("pv").err("the domain of the request URI cannot be removed")
        return
    _change(msg, replace(uri, host=value.rs))


@module.pv("rd", "ruri.domain", set=_set_domain)
def pv_ruri_domain(msg: SipMsg) -> bytes | None:
    """$rd: the host of the request URI."""
    return (msg.ruri.host or None) if msg.first_line.is_request else None


def _set_port(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    uri = msg.ruri_or_none
    if uri is None or not uri.is_sip:
        return
    number = value.as_int()
    if not 0 <= number <= 65535:  # noqa: PLR2004  the range of ports
        msg.engine.log.module("pv").err("port %d of the request URI is not in 0..65535", number)
        return
    _change(msg, replace(uri, port_no=number))


@module.pv("rp", set=_set_port)
def pv_ruri_port(msg: SipMsg) -> PvValue:
    """$rp: the port of the request URI, that of its scheme where none is written."""
    return _port(msg.ruri) if msg.first_line.is_request else NULL


def _port(uri: SipUri) -> PvValue:
    number = uri_port(uri)
    return pv_strint(b"%d" % number, number)


@module.pv("rP")
def pv_ruri_proto(msg: SipMsg) -> bytes | None:
    """$rP: the transport that the request URI asks for, UDP where it names none."""
    return uri_proto(msg.ruri) if msg.first_line.is_request else None


@module.pv("rz")
def pv_ruri_scheme(msg: SipMsg) -> bytes | None:
    """$rz: the scheme of the request URI in lower case."""
    return msg.ruri.scheme.lower() if msg.first_line.is_request else None


@module.pv("rul")
def pv_ruri_len(msg: SipMsg) -> int | None:
    """$rul: the length of the request URI."""
    return len(msg.ruri_text) if msg.first_line.is_request else None


@module.pv("rUl")
def pv_ruri_user_len(msg: SipMsg) -> int | None:
    """$rUl: the length of the request URI's user, 0 where it has none."""
    return len(msg.ruri.user or b"") if msg.first_line.is_request else None


@module.pv("ou", "ouri")
def pv_ouri(msg: SipMsg) -> bytes | None:
    """$ou: the request URI as it was received."""
    return msg.first_line.uri if msg.first_line.is_request else None


def _received(msg: SipMsg) -> SipUri:
    """The received request URI taken apart, which is the present one while no route has changed it."""
    return msg.ruri if msg.new_uri is None else parse_uri(msg.first_line.uri)


@module.pv("oU", "ouri.user")
def pv_ouri_user(msg: SipMsg) -> bytes | None:
    """$oU: the user of the received request URI."""
    return _received(msg).user if msg.first_line.is_request else None


@module.pv("od", "ouri.domain")
def pv_ouri_domain(msg: SipMsg) -> bytes | None:
    """$od: the host of the received request URI."""
    return (_received(msg).host or None) if msg.first_line.is_request else None


@module.pv("op")
def pv_ouri_port(msg: SipMsg) -> PvValue:
    """$op: the port of the received request URI, as $rp."""
    return _port(_received(msg)) if msg.first_line.is_request else NULL


@module.pv("oP")
def pv_ouri_proto(msg: SipMsg) -> bytes | None:
    """$oP: the transport of the received request URI, as $rP."""
    return uri_proto(_received(msg)) if msg.first_line.is_request else None


@module.pv("oUl")
def pv_ouri_user_len(msg: SipMsg) -> int | None:
    """$oUl: the length of the received request URI's user."""
    return len(_received(msg).user or b"") if msg.first_line.is_request else None
