"""URIs: sip, sips, tel and any other, taken apart and compared (RFC 3261 §19.1, RFC 3966)."""

import re
from dataclasses import dataclass, field
from enum import Enum

from kahea.base.ip_addr import parse_ip, parse_ipv6
from kahea.base.strutils import quote
from kahea.parser.abnf import PERCENT
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_PORT, MAX_URI_BYTES
from kahea.parser.params import EMPTY, Param, Params, serialise_params

__all__ = [
    "PLAIN_HOST",
    "PLAIN_PORT",
    "SipUri",
    "UriType",
    "cmp_uri",
    "escape_user",
    "parse_host",
    "parse_port",
    "parse_uri",
    "plain_uri",
    "unescape",
]

PLAIN_HOST = rb"[A-Za-z0-9_](?:[A-Za-z0-9._\-])*+"
"""The pattern of a host that is no IPv6 reference."""
PLAIN_PORT = rb"(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})(?![0-9])"
"""The pattern of a port without leading zeros."""

_ALNUM = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_UNRESERVED = _ALNUM + b"-_.!~*'()"
_USER_CHARS = _UNRESERVED + b"&=+$,;?/%"
_PASSWORD_CHARS = _UNRESERVED + b"&=+$,%"
_PARAM_CHARS = _UNRESERVED + b"[]/:&+$%"
_HEADER_CHARS = _UNRESERVED + b"[]/?:+$%&="
_HOST_CHARS = _ALNUM + b"-._"  # the underscore is not the RFC's, but hosts in the field have it
_OPAQUE_CHARS = _UNRESERVED + b";/?:@&=+$,%[]#^`|{}\\"  # other schemes rule themselves; no blank, control, <, > or quote
_MOST_DIGITS = 10
_SCHEME_CHARS = _ALNUM + b"+-."
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_RESERVED = frozenset(b";/?:@&=+$,")
_PLAIN_PARAM = rb";[A-Za-z0-9\-_.!~*'()\[\]/:&+$]++(?:=[A-Za-z0-9\-_.!~*'()\[\]/:&+$]++)?+"
_plain_parts = re.compile(
    rb"(sips?):(?:([A-Za-z0-9\-_.!~*'()&=+$,;/]++)@)?+(%b)(?::(%b))?+((?:%b){0,32}+)" % (PLAIN_HOST, PLAIN_PORT, _PLAIN_PARAM)
).fullmatch


class UriType(Enum):
    """The scheme's family."""

    SIP = "sip"
    SIPS = "sips"
    TEL = "tel"
    TELS = "tels"
    URN = "urn"
    OTHER = "other"


_TYPES = {b"sip": UriType.SIP, b"sips": UriType.SIPS, b"tel": UriType.TEL, b"tels": UriType.TELS, b"urn": UriType.URN}
_SIP_TYPES = (UriType.SIP, UriType.SIPS)


@dataclass(slots=True)
class SipUri:
    """The parts of a URI, as bytes of the wire: escapes stand as they came.

    `port_no` is 0 when no port is written.  A tel URI has its number in `user`; another scheme's content stands in `opaque`.
    Not frozen, since building frozen values costs three times as much: change it by `dataclasses.replace`.
    """

    type: UriType
    scheme: bytes
    user: bytes | None = None
    passwd: bytes | None = None
    host: bytes = b""
    port_no: int = 0
    params: Params = EMPTY
    headers: bytes | None = None
    opaque: bytes = b""
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def port(self) -> bytes:
        """The port as text, empty when none is written."""
        return b"%d" % self.port_no if self.port_no else b""

    @property
    def transport(self) -> bytes | None:
        """The transport parameter's value in lower case."""
        value = self.params.get(b"transport")
        return value.lower() if value is not None else None

    @property
    def maddr(self) -> bytes | None:
        """The address that overrides the host."""
        return self.params.get(b"maddr")

    @property
    def ttl(self) -> bytes | None:
        """The ttl parameter's value."""
        return self.params.get(b"ttl")

    @property
    def user_param(self) -> bytes | None:
        """The user parameter's value: phone, ip, dialstring."""
        return self.params.get(b"user")

    @property
    def method(self) -> bytes | None:
        """The method parameter's value."""
        return self.params.get(b"method")

    @property
    def gr(self) -> bytes | None:
        """The gr parameter's value: the URI is a GRUU when it is present (RFC 5627)."""
        return self.params.get(b"gr")

    @property
    def has_lr(self) -> bool:
        """True for a loose router's URI."""
        return self.params.find(b"lr") is not None

    @property
    def has_ob(self) -> bool:
        """True when the outbound parameter is present (RFC 5626)."""
        return self.params.find(b"ob") is not None

    @property
    def is_sip(self) -> bool:
        """True for sip and sips."""
        return self.type in _SIP_TYPES

    def serialise(self) -> bytes:
        """The URI's bytes: the received ones while nothing was replaced.

        >>> parse_uri(b"SIP:Alice@example.org:05060;lr").serialise()
        b'SIP:Alice@example.org:05060;lr'
        """
        return self.raw if self.raw is not None else _join(self)


def _join(uri: SipUri) -> bytes:
    if uri.type in (UriType.URN, UriType.OTHER):
        return b"%b:%b" % (uri.scheme, uri.opaque)
    if uri.type in (UriType.TEL, UriType.TELS):
        return b"%b:%b%b" % (uri.scheme, uri.user or b"", serialise_params(uri.params))
    userinfo = b""
    if uri.user is not None:
        userinfo = uri.user + (b":" + uri.passwd if uri.passwd is not None else b"") + b"@"
    port = b":%d" % uri.port_no if uri.port_no else b""
    headers = b"?" + uri.headers if uri.headers is not None else b""
    return b"".join((uri.scheme, b":", userinfo, uri.host, port, serialise_params(uri.params), headers))


def plain_uri(text: bytes) -> SipUri | None:
    """The URI when it is written as nearly all are: no password, escape, IPv6 or headers; None when in doubt.

    >>> plain_uri(b"sip:alice@example.org;lr").host, plain_uri(b"sip:al%69ce@example.org")
    (b'example.org', None)
    """
    found = _plain_parts(text)
    if found is None or len(text) > MAX_URI_BYTES:
        return None
    scheme, user, host, port, tail = found.groups()
    params = EMPTY
    if tail:
        pieces = [piece.partition(b"=") for piece in tail[1:].split(b";")]
        params = Params([(name, value if equals else None) for name, equals, value in pieces])
    uri = SipUri(_TYPES[scheme], scheme, user, None, host, int(port) if port else 0, params)
    uri.raw = text
    return uri


def parse_uri(buf: bytes, start: int = 0, end: int | None = None) -> SipUri:
    """The URI that fills `buf` from `start` to `end`, nothing around it.

    Raises:
        SipParseError: 400 for what the scheme's grammar refuses; 414 for a URI over the limit.  Unknown schemes are no error.

    >>> uri = parse_uri(b"sip:alice:pw@server.com:5070;transport=tcp;lr?Subject=x")
    >>> uri.user, uri.host, uri.port_no, uri.transport, uri.has_lr, uri.headers
    (b'alice', b'server.com', 5070, b'tcp', True, b'Subject=x')
    >>> parse_uri(b"isbn:2983792873").type
    <UriType.OTHER: 'other'>
    """
    text = buf[start:end]
    plain = plain_uri(text)
    if plain is not None:
        return plain
    if len(text) > MAX_URI_BYTES:
        raise SipParseError(414, f"uri: {len(text)} bytes are more than {MAX_URI_BYTES}", start)
    scheme, colon, rest = text.partition(b":")
    kind = _TYPES.get(scheme) or _TYPES.get(scheme.lower(), UriType.OTHER)
    if not colon or not scheme or scheme.translate(None, _SCHEME_CHARS) or not scheme[:1].isalpha():
        raise SipParseError(400, f"uri: no scheme in {quote(text, 40)}", start)
    at = start + len(scheme) + 1
    if kind is UriType.SIP or kind is UriType.SIPS:
        uri = _parse_sip(kind, scheme, rest, at)
    elif kind is UriType.TEL or kind is UriType.TELS:
        uri = _parse_tel(kind, scheme, rest, at)
    else:
        if not rest or rest.translate(None, _OPAQUE_CHARS):
            raise SipParseError(400, f"uri: {quote(text, 40)} has bytes that no URI may have", at)
        uri = SipUri(kind, scheme, opaque=rest)
    uri.raw = text
    return uri


def _parse_sip(kind: UriType, scheme: bytes, rest: bytes, at: int) -> SipUri:
    user = passwd = headers = None
    if b"@" in rest:
        userinfo, _, rest = rest.partition(b"@")
        at += len(userinfo) + 1
        user, colon, secret = userinfo.partition(b":")
        _check(user, _USER_CHARS, "uri user", at)
        if not user:
            raise SipParseError(400, "uri: nothing stands before '@'", at)
        if colon:
            _check(secret, _PASSWORD_CHARS, "uri password", at)
            passwd = secret
    if b"?" in rest:
        rest, _, headers = rest.partition(b"?")
        _check(headers, _HEADER_CHARS, "uri headers", at)
    hostport, semicolon, tail = rest.partition(b";")
    host, port = _hostport(hostport, at)
    params = _uri_params(tail, at + len(hostport)) if semicolon else EMPTY
    return SipUri(kind, scheme, user, passwd, host, port, params, headers)


def _parse_tel(kind: UriType, scheme: bytes, rest: bytes, at: int) -> SipUri:
    number, semicolon, tail = rest.partition(b";")
    if not number or number.lstrip(b"+").translate(None, b"0123456789ABCDEFabcdef*#-.()"):
        raise SipParseError(400, f"uri: {quote(number, 40)} is not a telephone number", at)
    params = _uri_params(tail, at + len(number)) if semicolon else EMPTY
    return SipUri(kind, scheme, user=number, params=params)


def _hostport(text: bytes, at: int) -> tuple[bytes, int]:
    if text[:1] == b"[":
        address, bracket, port = text.partition(b"]")
        host = address + bracket
        if port and port[:1] != b":":
            raise SipParseError(400, f"uri: {quote(port, 20)} stands behind the address", at)
        return parse_host(host, at), parse_port(port[1:], at) if port else 0
    host, colon, port = text.partition(b":")
    return parse_host(host, at), parse_port(port, at) if colon else 0


def parse_host(text: bytes, at: int = 0) -> bytes:
    """`text` when it is a host: a name, an IPv4 address or an IPv6 reference in brackets.

    Raises:
        SipParseError: 400 when it is none of them.

    >>> parse_host(b"[2001:db8::1]")
    b'[2001:db8::1]'
    """
    if text[:1] == b"[":
        if text[-1:] != b"]" or parse_ipv6(text[1:-1]) is None:
            raise SipParseError(400, f"host: {quote(text, 60)} is not an IPv6 reference", at)
    elif not text or text.translate(None, _HOST_CHARS) or text[:1] in b".-":
        raise SipParseError(400, f"host: {quote(text, 60)} is not a host name", at)
    return text


def parse_port(text: bytes, at: int = 0) -> int:
    """The port that `text` writes.

    Raises:
        SipParseError: 400 when it is not in 1..65535.

    >>> parse_port(b"5060")
    5060
    """
    if not text.isdigit() or len(text) > _MOST_DIGITS:
        raise SipParseError(400, f"port {quote(text, 20)} is not a number in 1..{MAX_PORT}", at)
    value = int(text)
    if not 0 < value <= MAX_PORT:
        raise SipParseError(400, f"port {value} is not in 1..{MAX_PORT}", at)
    return value


def _uri_params(text: bytes, at: int) -> Params:
    found: list[Param] = []
    for piece in text.split(b";"):
        name, equals, value = piece.partition(b"=")
        _check(name, _PARAM_CHARS, "uri parameter", at)
        if not name:
            raise SipParseError(400, "uri: a parameter has no name", at)
        if equals:
            _check(value, _PARAM_CHARS, "uri parameter", at)
        found.append((name, value if equals else None))
    return Params(found)


def _check(text: bytes, allowed: bytes, what: str, at: int) -> None:
    if text.translate(None, allowed):
        raise SipParseError(400, f"{what}: {quote(text, 60)} has a byte that must be escaped", at)
    if b"%" in text and _BAD_ESCAPE.search(text):
        raise SipParseError(400, f"{what}: {quote(text, 60)} has a '%' without two hexadecimal digits", at)


def unescape(text: bytes) -> bytes:
    """`text` with every ``%HH`` made its byte.

    >>> unescape(b"%75se%72")
    b'user'
    """
    return _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), text) if b"%" in text else text


def escape_user(text: bytes) -> bytes:
    """`text` fit to stand as the user of a URI; each byte that may not stand there becomes ``%hh``.

    >>> escape_user(b"a b'c@d")
    b"a%20b'c%40d"
    """
    keep = _USER_CHARS.replace(b"%", b"")
    return b"".join([bytes((byte,)) if byte in keep else b"%%%02x" % byte for byte in text])


def cmp_uri(first: SipUri, second: SipUri) -> bool:
    """True when both mean the same under RFC 3261 §19.1.4 (which is not transitive).

    >>> cmp_uri(parse_uri(b"sip:%61lice@atlanta.com;transport=TCP"), parse_uri(b"sip:alice@AtLanTa.CoM;Transport=tcp"))
    True
    >>> cmp_uri(parse_uri(b"sip:bob@biloxi.com"), parse_uri(b"sip:bob@biloxi.com:5060"))
    False
    """
    if first.type is not second.type:
        return False
    if first.type in (UriType.URN, UriType.OTHER):
        return first.scheme.lower() == second.scheme.lower() and first.opaque == second.opaque
    if first.type in (UriType.TEL, UriType.TELS):
        return _digits(first) == _digits(second) and _all_params(first.params) == _all_params(second.params)
    return (
        _plain(first.user) == _plain(second.user)
        and _plain(first.passwd) == _plain(second.passwd)
        and _same_host(first.host, second.host)
        and first.port_no == second.port_no
        and _same_params(first.params, second.params)
        and _header_set(first.headers) == _header_set(second.headers)
    )


def _digits(uri: SipUri) -> bytes:
    return (uri.user or b"").translate(None, b"-.()").lower()


def _all_params(params: Params) -> dict[bytes, bytes]:
    return {name.lower(): (_plain(value) or b"").lower() for name, value in params}


def _plain(text: bytes | None) -> bytes | None:
    """Escapes undone, but those of reserved characters, which differ from the bare ones."""
    if text is None or b"%" not in text:
        return text
    return _ESCAPE.sub(_unescape_unreserved, text)


def _unescape_unreserved(found: re.Match[bytes]) -> bytes:
    byte = int(found[1], 16)
    return found[0].upper() if byte in _RESERVED or byte == PERCENT else bytes((byte,))


def _same_host(first: bytes, second: bytes) -> bool:
    if first.lower() == second.lower():
        return True
    return first[:1] == b"[" and parse_ip(first) is not None and parse_ip(first) == parse_ip(second)


def _same_params(first: Params, second: Params) -> bool:
    """RFC 3261 §19.1.4: user, ttl, method, maddr, transport count even when one side lacks them, others when both have them."""
    one, two = _all_params(first), _all_params(second)
    if any(one[name] != two[name] for name in one.keys() & two.keys()):
        return False
    return not (one.keys() ^ two.keys()) & {b"user", b"ttl", b"method", b"maddr", b"transport"}


def _header_set(headers: bytes | None) -> list[tuple[bytes, bytes]]:
    pairs = [piece.partition(b"=") for piece in (headers or b"").split(b"&") if piece]
    return sorted((name.lower(), _plain(value) or b"") for name, _, value in pairs)
