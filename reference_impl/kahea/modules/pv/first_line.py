"""The first line of the message, and its bytes as a whole."""

from collections.abc import Callable

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.values import (
    METHOD_BITS,
    NULL,
    OTHER_METHOD,
    HdrType,
    Inner,
    PvRegistry,
    SipParseError,
    method_bit,
    pv_int,
    pv_of,
    pv_strint,
)
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of

__all__ = ["method_of"]

_METHODS = {name: pv_strint(name, number) for name, number in METHOD_BITS.items()}


def method_of(msg: SipMsg) -> bytes:
    """The method of a request, or the one that a reply answers; empty for a reply without CSeq.

    Raises:
        SipParseError: the reply's CSeq is bad.
    """
    if msg.first_line.is_request:
        return msg.first_line.method
    cseq = msg.parsed(HdrType.CSEQ)
    return cseq.method if cseq is not None else b""


@module.pv("rm")
def pv_method(msg: SipMsg) -> PvValue:
    """$rm: the method, in a reply that of its CSeq."""
    name = method_of(msg)
    known = _METHODS.get(name)
    if known is not None:
        return known
    return pv_strint(name, OTHER_METHOD) if name else NULL


@module.pv("rmid")
def pv_method_id(msg: SipMsg) -> int | None:
    """$rmid: the bit by which the server knows the method."""
    name = method_of(msg)
    return method_bit(name) if name else None


@module.pv("rs")
def pv_status(msg: SipMsg) -> PvValue | None:
    """$rs: the code of a reply, null in a request."""
    status = _status(msg)
    return pv_int(status) if status else None


@module.pv("rsi")
def pv_status_int(msg: SipMsg) -> int:
    """$rsi: the code of a reply as a number, 0 in a request."""
    return _status(msg)


def _status(msg: SipMsg) -> int:
    return msg.first_line.status if msg.reply_status is None else msg.reply_status[0]


@module.pv("rr")
def pv_reason(msg: SipMsg) -> bytes | None:
    """$rr: the reason phrase of a reply, null in a request."""
    if msg.first_line.is_request:
        return None
    return msg.first_line.reason if msg.reply_status is None else msg.reply_status[1]


@module.pv("rv")
def pv_version_of_sip(msg: SipMsg) -> bytes:
    """$rv: the version in the first line."""
    return msg.first_line.version


_TYPES = {True: (pv_of(1), pv_of(b"rq")), False: (pv_of(2), pv_of(b"rp"))}


@module.pv("mt")
def pv_msg_type(msg: SipMsg) -> PvValue:
    """$mt: 1 for a request, 2 for a reply."""
    return _TYPES[msg.first_line.is_request][0]


@module.pv("mts")
def pv_msg_type_str(msg: SipMsg) -> PvValue:
    """$mts: rq for a request, rp for a reply."""
    return _TYPES[msg.first_line.is_request][1]


@module.pv("mi")
def pv_msgid(msg: SipMsg) -> int:
    """$mi: the number of the message, which counts from 1."""
    return msg.id


@module.pv("ml")
def pv_msg_len(msg: SipMsg) -> int:
    """$ml: the length of the received message; in an onsend_route that of the bytes that leave."""
    return len(msg.buf) if msg.snd is None else len(msg.snd.data)


@module.pv("mb")
def pv_msg_buf(msg: SipMsg) -> bytes:
    """$mb: the message as it was received."""
    return msg.buf


@module.pv("mbu")
def pv_msg_buf_updated(msg: SipMsg) -> bytes:
    """$mbu: the message with the changes of its headers and body that were noted so far."""
    if not (msg.has("add_rm") or msg.has("body_lumps")):
        return msg.buf
    head, body = msg.buf[: msg.eoh], msg.buf[msg.eoh :]
    if msg.has("add_rm"):
        head = msg.add_rm.apply(msg.buf, 0, msg.eoh)
    if msg.has("body_lumps"):
        body = msg.body_lumps.apply(msg.buf, msg.eoh, len(msg.buf))
    return head + body


@module.pv("rb")
def pv_body(msg: SipMsg) -> bytes:
    """$rb: the body, empty where there is none."""
    return msg.body


@module.pv("bs")
def pv_body_size(msg: SipMsg) -> int:
    """$bs: the size of the body."""
    return len(msg.body)


def _fline(msg: SipMsg) -> bytes:
    return msg.buf[: msg.line_start(0)].rstrip(b"\r\n")


_ATTRIBUTES: dict[bytes, Callable[[SipMsg], bytes | int | None]] = {
    b"len": pv_msg_len,
    b"buf": pv_msg_buf,
    b"body": pv_body,
    b"body_len": pv_body_size,
    b"hdrs": lambda msg: msg.buf[msg.line_start(0) : msg.eoh].rstrip(b"\r\n"),
    b"fline": _fline,
    b"fpart": lambda msg: msg.buf[: msg.eoh].rstrip(b"\r\n"),
    b"lpart": lambda msg: msg.buf[msg.line_start(0) :],
}


def _attribute(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("msg", inner, _ATTRIBUTES)


@module.pv("msg", inner=Inner.MUST, parse_name=_attribute)
def pv_msg_attrs(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$msg(key): a part of the received message or its length."""
    return _ATTRIBUTES[param.name](msg)


def _set_msgbuf(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    at = _position(msg, param)
    if at is None or not value.rs:
        return
    changed = msg.buf[:at] + value.rs + msg.buf[at + len(value.rs) :]
    before = msg.buf
    try:
        SipMsg.__init__(msg, changed[: len(before)], msg.rcv, msg.engine)
    except SipParseError as error:
        SipMsg.__init__(msg, before, msg.rcv, msg.engine)
        msg.engine.log.module("pv").err("$msgbuf(%d) is not set: the message could not be read then: %s", at, error)


@module.pv("msgbuf", set=_set_msgbuf, inner=Inner.MUST)
def pv_msgbuf(msg: SipMsg, param: PvParam) -> bytes | None:
    """$msgbuf(pos): the byte of the received message at `pos`, from the end when negative."""
    at = _position(msg, param)
    return None if at is None else msg.buf[at : at + 1]


def _position(msg: SipMsg, param: PvParam) -> int | None:
    wanted = pv_of(param.name_in(msg)).as_int()
    at = wanted if wanted >= 0 else len(msg.buf) + wanted
    return at if 0 <= at < len(msg.buf) else None
