"""What a nonce is bound to beside its time: parts of the request that was challenged, which the next one must have too."""

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError
from kahea.modules.auth.exports import auth_checks_in_dlg, auth_checks_no_dlg, auth_checks_register, protect_contacts

__all__ = ["bound_to"]

_URI, _CALLID, _FROM_TAG, _SOURCE = 1, 2, 4, 8


def _wanted(msg: SipMsg) -> int:
    """The bits of the parameter auth_checks_* that fits the request."""
    if msg.first_line.method == b"REGISTER":
        return auth_checks_register.value
    try:
        to = msg.parsed(HdrType.TO)
    except SipParseError:
        to = None
    return auth_checks_in_dlg.value if to is not None and to.tag_value else auth_checks_no_dlg.value


def bound_to(msg: SipMsg) -> bytes:
    """The parts that the parameters name, joined; empty without any."""
    bits = _wanted(msg)
    if not bits and not protect_contacts.value:
        return b""
    parts = []
    if bits & _URI:
        parts.append(msg.first_line.uri)
    if bits & _CALLID:
        parts.append(_body(msg, HdrType.CALLID))
    if bits & _FROM_TAG:
        parts.append(_from_tag(msg))
    if bits & _SOURCE:
        parts.append(msg.rcv.src_ip)
    if protect_contacts.value:
        parts.append(_body(msg, HdrType.CONTACT))
    return b"\0".join(parts)


def _body(msg: SipMsg, kind: HdrType) -> bytes:
    field = msg.hdr(kind)
    return field.body if field is not None else b""


def _from_tag(msg: SipMsg) -> bytes:
    try:
        value = msg.parsed(HdrType.FROM)
    except SipParseError:
        return b""
    return bytes(value.tag_value) if value is not None else b""
