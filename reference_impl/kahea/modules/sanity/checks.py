"""The checks of a message, each a function that returns or raises, and the bits that name them.

The replies are those of Kamailio 5.6.3.  Where RFCs ask for something else they decide, unless the core parameter
sip_conformance asks for Kamailio's verdicts.
"""

from collections.abc import Callable

from kahea.api import SipMsg, engine
from kahea.api.values import HdrType, SipParseError, SipUri, UriType, check_any, check_request
from kahea.modules.sanity.credentials import check_authorization, check_digest
from kahea.modules.sanity.errors import SanityError
from kahea.modules.sanity.exports import proxy_require
from kahea.modules.sanity.sizes import check_sizes

__all__ = ["CHECKS"]

_REQUIRED = (HdrType.TO, HdrType.FROM, HdrType.CSEQ, HdrType.CALLID, HdrType.VIA)
_MOST_UINT = 0xFFFF_FFFF
_MOST_DIGITS = 10
_RURI, _FROM, _TO, _CONTACT = 1, 2, 4, 8


def _bad(reason: str, code: int = 400) -> SanityError:
    return SanityError(code, reason)


def _readable(uri: SipUri) -> SipUri:
    """The URI; one of a scheme that Kamailio cannot read is none where its verdicts are wanted.

    Raises:
        SipParseError: it is none.
    """
    if uri.type is UriType.OTHER and engine().core.sip_conformance != "strict":
        raise SipParseError(400, "uri: unknown scheme", 0)
    return uri


def _is_uint(text: bytes) -> bool:
    return text.isdigit() and len(text) <= _MOST_DIGITS and int(text) <= _MOST_UINT


def check_ruri_sip_version(msg: SipMsg, _uris: int) -> None:
    """1: the request's version is SIP/2.0."""
    if msg.is_request and msg.first_line.version[-3:] != b"2.0":
        raise _bad("Version Not Supported (R-URI)", 505)


def check_ruri_scheme(msg: SipMsg, _uris: int) -> None:
    """2: the request URI is sip, sips, tel, tels or urn."""
    if not msg.is_request:
        return
    try:
        uri = _readable(msg.ruri)
    except SipParseError as error:
        raise _bad("Bad Request URI") from error
    if uri.type is UriType.OTHER:
        raise _bad("Unsupported URI Scheme in Request URI", 416)


def check_required_headers(msg: SipMsg, _uris: int) -> None:
    """4: To, From, CSeq, Call-ID and Via are there, all but Via once."""
    try:
        counts = {kind: msg.count(kind) for kind in _REQUIRED}
    except SipParseError as error:
        raise _bad("Bad Headers") from error
    if not all(counts.values()):
        raise _bad("Missing Required Header")
    if any(count > 1 for kind, count in counts.items() if kind is not HdrType.VIA):
        raise _bad("Bad Headers")


def check_cseq_method(msg: SipMsg, _uris: int) -> None:
    """32: CSeq names the request's method."""
    field = msg.hdr(HdrType.CSEQ)
    words = field.body.split() if field is not None else []
    if not words or not msg.is_request:
        return
    if len(words) == 1:
        raise _bad("Missing method in CSeq header")
    if words[-1] != msg.first_line.method:
        raise _bad("CSeq method does not match request method")


def check_cseq_value(msg: SipMsg, _uris: int) -> None:
    """64: CSeq has a number of 32 bits."""
    field = msg.hdr(HdrType.CSEQ)
    if field is None:
        return
    words = field.body.split()
    if not words:
        raise _bad("Missing number in CSeq header")
    if not _is_uint(words[0]):
        raise _bad("CSeq number is illegal")


def check_cl(msg: SipMsg, _uris: int) -> None:
    """128: Content-Length, if there is one, is that of the body."""
    try:
        length = msg.content_length
    except SipParseError as error:
        raise _bad("Content-Length Failure") from error
    if length is not None and length != len(msg.buf) - msg.eoh:
        raise _bad("Content-Length mis-match")


def check_expires_value(msg: SipMsg, _uris: int) -> None:
    """256: Expires, if there is one, is a number of 32 bits."""
    field = msg.hdr(HdrType.EXPIRES)
    if field is None:
        return
    if not field.body:
        raise _bad("Bad Expires Header")
    if not _is_uint(field.body):
        raise _bad("Expires value is illegal")


def check_proxy_require(msg: SipMsg, _uris: int) -> None:
    """512: Proxy-Require asks for nothing that the parameter proxy_require does not list; all that it does is Unsupported."""
    if not msg.is_request or not msg.count(HdrType.PROXYREQUIRE):
        return
    try:
        asked: tuple[bytes, ...] = msg.values(HdrType.PROXYREQUIRE)
    except SipParseError as error:
        raise _bad("Bad Proxy Require Header") from error
    known = proxy_require.value or frozenset()
    unknown = [token for token in asked if token.lower() not in known]
    if unknown:
        raise SanityError(420, "Bad Proxy Require Extension", b"Unsupported: %b\r\n" % b", ".join(unknown))


def check_parse_uris(msg: SipMsg, uris: int) -> None:
    """1024: the URIs that `uris` names can be read: request URI 1, From 2, To 4, Contact 8."""
    if uris & _RURI and msg.is_request:
        try:
            _ = _readable(msg.ruri)
        except SipParseError as error:
            raise _bad("Bad Request URI") from error
    for bit, kind, name in ((_FROM, HdrType.FROM, "From"), (_TO, HdrType.TO, "To")):
        if uris & bit:
            _check_address(msg, kind, f"Invalid {name} Header")
    if uris & _CONTACT:
        _check_contacts(msg)


def _check_address(msg: SipMsg, kind: HdrType, reason: str) -> None:
    try:
        body = msg.parsed(kind)
        if body is None:
            raise _bad(reason)
        _ = _readable(body.parsed_uri)
    except SipParseError as error:
        raise _bad(reason) from error


def _check_contacts(msg: SipMsg) -> None:
    try:
        found = [contact for field in msg.hdrs(HdrType.CONTACT) for contact in field.parsed]
    except SipParseError as error:
        raise _bad("Bad Contact Header") from error
    try:
        for contact in found:
            _ = _readable(contact.parsed_uri)
    except SipParseError as error:
        raise _bad("Bad Contact URI") from error


def check_duptags(msg: SipMsg, _uris: int) -> None:
    """4096: neither From nor To has two tags."""
    for kind, name in ((HdrType.FROM, "From"), (HdrType.TO, "To")):
        try:
            body = msg.parsed(kind)
        except SipParseError as error:
            raise _bad(f"Invalid {name} Header") from error
        if body is not None and sum(each == b"tag" for each in body.param_lst.names()) > 1:
            raise _bad(f"Many {name} Tag Params")


def check_via1_header(msg: SipMsg, _uris: int) -> None:
    """16384: the first Via can be read and has a host."""
    try:
        via = msg.via1
    except SipParseError as error:
        raise _bad("Bad Headers") from error
    if via is None or not via.host:
        raise _bad("Bad Headers")


def check_rfc3261_compliance(msg: SipMsg, _uris: int) -> None:
    """32768: what the core itself asks of a message with sip_conformance strict."""
    try:
        check_any(msg)
        if msg.is_request:
            check_request(msg)
    except SipParseError as error:
        raise SanityError(error.code, error.reply_reason) from error


CHECKS: tuple[tuple[int, Callable[[SipMsg, int], None]], ...] = (
    (1 << 0, check_ruri_sip_version),
    (1 << 1, check_ruri_scheme),
    (1 << 2, check_required_headers),
    (1 << 14, check_via1_header),
    (1 << 5, check_cseq_method),
    (1 << 6, check_cseq_value),
    (1 << 7, check_cl),
    (1 << 8, check_expires_value),
    (1 << 9, check_proxy_require),
    (1 << 10, check_parse_uris),
    (1 << 11, check_digest),
    (1 << 13, check_authorization),
    (1 << 12, check_duptags),
    (1 << 15, check_rfc3261_compliance),
    (1 << 16, check_sizes),
)
"""Bit and check, in the order in which they are made; 8 and 16, on the Via, are left to the parser, as Kamailio does."""
