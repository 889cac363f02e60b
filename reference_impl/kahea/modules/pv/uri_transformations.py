"""Class ``uri``: parts of a URI, and URIs made from it."""

from dataclasses import replace
from functools import lru_cache

from kahea.api.values import TEXT, SipParseError, SipUri, TrClass, UriType, parse_uri
from kahea.modules.pv.exports import module
from kahea.modules.pv.uri_parts import uri_port

__all__ = ["uri"]

uri = module.transformations(TrClass("uri"))


@lru_cache(maxsize=256)
def _parsed(text: bytes) -> SipUri | None:
    """The URI taken apart; None when it is none.  Kept for a while: one message asks for several parts of one URI."""
    try:
        return parse_uri(text)
    except SipParseError:
        return None


def _param(text: bytes, name: bytes) -> bytes:
    parsed = _parsed(text)
    return (parsed.params.get(name.lower()) or b"") if parsed is not None else b""


def _params_text(parsed: SipUri) -> bytes:
    return b";".join([name if value is None else b"%b=%b" % (name, value) for name, value in parsed.params])


@uri.add("user")
def uri_user(text: bytes) -> bytes:
    """The user.

    >>> uri_user(b"sip:alice:pw@server.com:5070")
    b'alice'
    """
    parsed = _parsed(text)
    return (parsed.user or b"") if parsed is not None else b""


@uri.add("passwd")
def uri_passwd(text: bytes) -> bytes:
    """The password.

    >>> uri_passwd(b"sip:alice:pw@server.com:5070")
    b'pw'
    """
    parsed = _parsed(text)
    return (parsed.passwd or b"") if parsed is not None else b""


@uri.add("host")
@uri.add("domain")
def uri_host(text: bytes) -> bytes:
    """The host.

    >>> uri_host(b"sip:alice@server.com:5070")
    b'server.com'
    """
    parsed = _parsed(text)
    return parsed.host if parsed is not None else b""


@uri.add("port")
def uri_port_text(text: bytes) -> bytes:
    """The port that is written; empty when none is.

    >>> uri_port_text(b"sip:server.com:5070"), uri_port_text(b"sip:server.com")
    (b'5070', b'')
    """
    parsed = _parsed(text)
    return parsed.port if parsed is not None else b""


@uri.add("params")
def uri_params(text: bytes) -> bytes:
    """All parameters.

    >>> uri_params(b"sip:a@b;nat=yes;lr?Subject=x")
    b'nat=yes;lr'
    """
    parsed = _parsed(text)
    return _params_text(parsed) if parsed is not None else b""


@uri.add("headers")
def uri_headers(text: bytes) -> bytes:
    """What stands behind the question mark.

    >>> uri_headers(b"sip:a@b;lr?Subject=x")
    b'Subject=x'
    """
    parsed = _parsed(text)
    return (parsed.headers or b"") if parsed is not None else b""


@uri.add("param", TEXT)
def uri_param(text: bytes, name: bytes) -> bytes:
    """The value of a parameter; empty without it or without a value.

    >>> uri_param(b"sip:a@b;nat=yes;lr", b"nat")
    b'yes'
    """
    return _param(text, name)


@uri.add("rmparam", TEXT)
def uri_rmparam(text: bytes, name: bytes) -> bytes:
    """The URI without a parameter.

    >>> uri_rmparam(b"sip:a@b.net;x=1;lr", b"x")
    b'sip:a@b.net;lr'
    """
    parsed = _parsed(text)
    if parsed is None or parsed.params.find(name.lower()) is None:
        return text
    kept = type(parsed.params)(each for each in parsed.params if each[0].lower() != name.lower())
    return replace(parsed, params=kept).serialise()


@uri.add("transport")
def uri_transport(text: bytes) -> bytes:
    """The parameter transport.

    >>> uri_transport(b"sip:a@b;transport=tcp")
    b'tcp'
    """
    return _param(text, b"transport")


@uri.add("ttl")
def uri_ttl(text: bytes) -> bytes:
    """The parameter ttl."""
    return _param(text, b"ttl")


@uri.add("uparam")
def uri_uparam(text: bytes) -> bytes:
    """The parameter user."""
    return _param(text, b"user")


@uri.add("maddr")
def uri_maddr(text: bytes) -> bytes:
    """The parameter maddr."""
    return _param(text, b"maddr")


@uri.add("method")
def uri_method(text: bytes) -> bytes:
    """The parameter method."""
    return _param(text, b"method")


@uri.add("lr")
def uri_lr(text: bytes) -> bytes:
    """The value of the parameter lr, which hardly ever has one."""
    return _param(text, b"lr")


@uri.add("r2")
def uri_r2(text: bytes) -> bytes:
    """The value of the parameter r2."""
    return _param(text, b"r2")


@uri.add("scheme")
def uri_scheme(text: bytes) -> bytes:
    """The scheme in lower case.

    >>> uri_scheme(b"SIPS:a@b")
    b'sips'
    """
    parsed = _parsed(text)
    return parsed.scheme.lower() if parsed is not None else b""


def _transport(parsed: SipUri) -> bytes:
    return parsed.transport or (b"tls" if parsed.type is UriType.SIPS else b"udp")


@uri.add("tosocket")
def uri_tosocket(text: bytes) -> bytes:
    """The URI as a socket: protocol, host and port.

    >>> uri_tosocket(b"sip:a@server.com:5070;transport=tcp")
    b'tcp:server.com:5070'
    """
    parsed = _parsed(text)
    return b"%b:%b:%d" % (_transport(parsed), parsed.host, uri_port(parsed)) if parsed is not None and parsed.host else b""


@uri.add("duri")
def uri_duri(text: bytes) -> bytes:
    """What a destination needs: scheme, host, port, transport.

    >>> uri_duri(b"sip:t@127.0.0.1:5060;transport=udp;x=1")
    b'sip:127.0.0.1:5060;transport=udp'
    """
    return _short(text, has_user=False, has_address=True)


@uri.add("saor")
def uri_saor(text: bytes) -> bytes:
    """The address of record: scheme, user, host.

    >>> uri_saor(b"sip:t@127.0.0.1:5060;transport=udp")
    b'sip:t@127.0.0.1'
    """
    return _short(text, has_user=True, has_address=False)


@uri.add("suri")
def uri_suri(text: bytes) -> bytes:
    """The URI without the parameters that change nothing of where it leads: scheme, user, host, port, transport.

    >>> uri_suri(b"sip:a@b.net;x=1;transport=tcp")
    b'sip:a@b.net;transport=tcp'
    """
    return _short(text, has_user=True, has_address=True)


def _short(text: bytes, *, has_user: bool, has_address: bool) -> bytes:
    parsed = _parsed(text)
    if parsed is None or not parsed.host:
        return b""
    user = parsed.user + b"@" if has_user and parsed.user else b""
    port = b":%d" % parsed.port_no if has_address and parsed.port_no else b""
    transport = b";transport=" + parsed.transport if has_address and parsed.transport else b""
    return b"%b:%b%b%b%b" % (parsed.scheme, user, parsed.host, port, transport)


_ALIAS_PROTOS = {b"udp": 1, b"tcp": 2, b"tls": 3, b"sctp": 4, b"ws": 5, b"wss": 6}
_ALIAS_NAMES = {number: name for name, number in _ALIAS_PROTOS.items()}

urialias = module.transformations(TrClass("urialias"))


@urialias.add("encode")
def urialias_encode(text: bytes) -> bytes:
    """The URI as a parameter alias has it: host, port and the number of the transport.

    >>> urialias_encode(b"sip:127.0.0.1:5060;transport=udp")
    b'127.0.0.1~5060~1'
    """
    parsed = _parsed(text)
    if parsed is None or not parsed.host:
        return b""
    return b"%b~%d~%d" % (parsed.host, uri_port(parsed), _ALIAS_PROTOS.get(_transport(parsed), 1))


@urialias.add("decode")
def urialias_decode(text: bytes) -> bytes:
    """The URI that such a parameter writes; empty for something else.

    >>> urialias_decode(b"127.0.0.1~5060~1"), urialias_decode(b"127.0.0.1~5060~2")
    (b'sip:127.0.0.1:5060', b'sip:127.0.0.1:5060;transport=tcp')
    """
    pieces = text.split(b"~")
    if len(pieces) != 3 or not pieces[0] or not pieces[1].isdigit() or not pieces[2].isdigit():  # noqa: PLR2004  three parts
        return b""
    name = _ALIAS_NAMES.get(int(pieces[2])) if len(pieces[2]) == 1 else None
    if name is None:
        return b""
    return b"sip:%b:%b%b" % (pieces[0], pieces[1], b"" if name == b"udp" else b";transport=" + name)
