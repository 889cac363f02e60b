"""Parameters of the Via that the server puts on a request."""

from kahea.api import SipMsg
from kahea.api.values import VIA_FIELDS, VIA_PARAMS, SipParseError, XavpList, parse_uri, pv_of
from kahea.modules.corex.exports import module

__all__: list[str] = []


def _put(msg: SipMsg, name: str, text: bytes) -> int:
    """1; `text` is what stands in the Via for `name`; nothing when it is empty."""
    params: dict[str, bytes] = msg.attached.setdefault(VIA_PARAMS, {})
    if text:
        params[name] = text
    else:
        params.pop(name, None)
    return 1


@module.function("via_add_srvid")
def via_add_srvid(msg: SipMsg, flags: int) -> int:
    """1; the Via has the parameter srvid with the core's server_id when `flags` is not 0, and has it not when it is 0."""
    return _put(msg, "srvid", b";srvid=%d" % msg.engine.core.server_id if flags else b"")


def _fields(msg: SipMsg, parameter: str) -> tuple[bytes, XavpList | None]:
    """The XAVP that the core parameter names, and its fields; None when there is none."""
    name = str(msg.engine.core.without_effect.get(parameter, "")).encode()
    return name, msg.xavps.xavp.fields(name) if name else None


@module.function("via_add_xavp_params")
def via_add_xavp_params(msg: SipMsg, flags: int) -> int:
    """1; the Via has the fields of the XAVP that the core parameter xavp_via_params names; 0 takes them off again."""
    name, fields = _fields(msg, "xavp_via_params") if flags else (b"", None)
    if flags and fields is None:
        return -1
    pairs = [(key, pv_of(value).rs) for key, value in fields or () if not isinstance(value, XavpList)]
    if any(set(key + text) & set(b';\r\n "<>,') for key, text in pairs):
        msg.engine.log.module("corex").err("a field of %r does not fit into a Via", name)
        return -1
    return _put(msg, "xavp", b"".join([b";%b=%b" % (key, text) if text else b";" + key for key, text in pairs]))


@module.function("via_use_xavp_fields")
def via_use_xavp_fields(msg: SipMsg, flags: int) -> int:
    """1; the Via has the host and port of the fields address and port of the XAVP that xavp_via_fields names; 0 undoes it."""
    if not flags:
        msg.attached.pop(VIA_FIELDS, None)
        return 1
    name, fields = _fields(msg, "xavp_via_fields")
    if fields is None:
        return -1
    host, port = (_text(fields, each) for each in (b"address", b"port"))
    try:
        parsed = parse_uri(b"sip:%b%b" % (host or b"h", b":" + port if port else b""))
    except SipParseError as error:
        msg.engine.log.module("corex").err("the fields of %r do not fit into a Via: %s", name, error)
        return -1
    if parsed.params or parsed.headers is not None or parsed.user is not None:
        return -1
    msg.attached[VIA_FIELDS] = (host, parsed.port_no)
    return 1


def _text(fields: XavpList, name: bytes) -> bytes:
    value = fields.get(name)
    return b"" if value is None or isinstance(value, XavpList) else pv_of(value).rs
