"""tel URIs made SIP URIs (RFC 3261 §19.1.6, RFC 3966)."""

from kahea.api import PvSpec, Routes, SipMsg
from kahea.api.values import SipParseError, SipUri, UriType, parse_uri, pv_str, uri_text_fits
from kahea.modules.siputils.exports import module

__all__ = ["sip_of_tel", "sip_of_tel_sorted"]

_ROUTES = Routes.REQUEST | Routes.FAILURE | Routes.BRANCH | Routes.ONREPLY
_SEPARATORS = b"-.()"
_FIRST = (b"ext", b"isub")
_DONE, _NO_TEL, _FAILED = 1, 2, -1

Params = list[tuple[bytes, bytes | None]]


def _text(number: bytes, params: Params, host: bytes) -> bytes:
    written = b"".join([b";" + name if value is None else b";%b=%b" % (name, value) for name, value in params])
    return b"sip:%b%b@%b;user=phone" % (number.translate(None, _SEPARATORS), written, host)


def sip_of_tel(uri: SipUri, host: bytes) -> bytes:
    """The SIP URI: separators are gone from the number, parameters are in lower case, in the order they came.

    >>> sip_of_tel(parse_uri(b"tel:+12-(34)-56-78;Ext=200"), b"example.org")
    b'sip:+12345678;ext=200@example.org;user=phone'
    """
    params: Params = [(name.lower(), value.lower() if value is not None else None) for name, value in uri.params]
    return _text(uri.user or b"", params, host)


def sip_of_tel_sorted(uri: SipUri, host: bytes) -> bytes:
    """The SIP URI as RFC 3966 §4 wants parameters compared: ext and isub first, the others by name.

    A phone-context that is a domain is left out, one that is a number loses its separators.

    >>> sip_of_tel_sorted(parse_uri(b"tel:12;z=1;isub=3;phone-context=+4-9;ext=2"), b"example.org")
    b'sip:12;ext=2;isub=3;phone-context=+49;z=1@example.org;user=phone'
    """
    params: Params = []
    for name, value in uri.params:
        low, text = name.lower(), value.lower() if value is not None else None
        if low == b"phone-context":
            if text is None or text[:1] != b"+":
                continue
            text = text.translate(None, _SEPARATORS)
        params.append((low, text))
    params.sort(key=lambda param: (_FIRST.index(param[0]) if param[0] in _FIRST else len(_FIRST), param[0]))
    return _text(uri.user or b"", params, host)


def _convert(msg: SipMsg, uri: bytes, host: bytes, result: PvSpec, *, is_sorted: bool) -> int:
    if uri[:4].lower() != b"tel:":
        return _NO_TEL
    try:
        parsed = parse_uri(uri)
    except SipParseError:
        return _FAILED
    if parsed.type is not UriType.TEL or not host or not uri_text_fits(host):
        return _FAILED
    result.set(msg, pv_str(sip_of_tel_sorted(parsed, host) if is_sorted else sip_of_tel(parsed, host)))
    return _DONE


@module.function("tel2sip", routes=_ROUTES)
def tel2sip(msg: SipMsg, uri: bytes, hostpart: bytes, result: PvSpec) -> int:
    """1 when `result` is the SIP URI of a tel URI, 2 when `uri` is none, -1 for a bad one."""
    return _convert(msg, uri, hostpart, result, is_sorted=False)


@module.function("tel2sip2", routes=_ROUTES)
def tel2sip2(msg: SipMsg, uri: bytes, hostpart: bytes, result: PvSpec) -> int:
    """As `tel2sip`, the parameters in the order of RFC 3966."""
    return _convert(msg, uri, hostpart, result, is_sorted=True)
