"""The parts of what selects read: of URIs, addresses, Vias, credentials and other values of headers."""

from typing import Any

from kahea.core.net import Proto, bracketed
from kahea.core.select_table import SelectArg, register_select, register_shown, register_table
from kahea.parser import AuthBody, CSeqBody, SipUri, ToBody, UriType, ViaBody
from kahea.parser.params import Params, serialise_params

__all__: list[str] = []


def _param(params: Params, name: SelectArg) -> bytes | None:
    """One parameter's value, or all of them as they are written."""
    if name is None:
        return serialise_params(params)[1:] or None
    return params.get(name.lower()) if isinstance(name, bytes) else None


register_shown("uri", SipUri.serialise)


@register_select("uri", "user")
def uri_user(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The user."""
    return uri.user


@register_select("uri", "rn_user")
def uri_rn_user(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The routing number among the user's parameters (RFC 4694), the user where there is none."""
    user, *params = (uri.user or b"").split(b";")
    numbers = [each.partition(b"=")[2] for each in params if each.lower().startswith(b"rn=")]
    return (numbers[0] if numbers else user) or None


@register_select("uri", "pwd")
def uri_pwd(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The password."""
    return uri.passwd


@register_select("uri", "host")
def uri_host(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The host."""
    return uri.host or None


@register_select("uri", "port")
def uri_port(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The port, null when none is written."""
    return uri.port or None


@register_select("uri", "hostport")
def uri_hostport(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """Host and port, that of the scheme where none is written."""
    return b"%b:%d" % (uri.host, uri.port_no or (5061 if uri.type is UriType.SIPS else 5060)) if uri.host else None


@register_select("uri", "params", takes=bytes)
def uri_params(uri: SipUri, name: SelectArg) -> bytes | None:
    """A parameter, or all of them."""
    return _param(uri.params, name)


@register_select("uri", "headers")
def uri_headers(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The headers behind the question mark."""
    return uri.headers


@register_select("uri", "type")
def uri_type(uri: SipUri, _arg: SelectArg) -> bytes:
    """The scheme."""
    return uri.scheme.lower()


@register_select("uri", "transport")
def uri_transport(uri: SipUri, _arg: SelectArg) -> bytes | None:
    """The parameter transport."""
    return uri.transport


def _raw(body: ToBody) -> bytes | None:
    return body.raw


for _kind in ("address", "contact"):
    register_shown(_kind, _raw)

    @register_select(_kind, "uri", gives="uri")
    def address_uri(body: ToBody, _arg: SelectArg) -> SipUri:
        """The URI."""
        return body.parsed_uri

    @register_select(_kind, "name")
    def address_name(body: ToBody, _arg: SelectArg) -> bytes | None:
        """The display name without quotes."""
        return body.display_name or None

    @register_select(_kind, "params", takes=bytes)
    def address_params(body: ToBody, name: SelectArg) -> bytes | None:
        """A parameter of the header, or all of them."""
        return _param(body.param_lst, name)


@register_select("address", "tag")
def address_tag(body: ToBody, _arg: SelectArg) -> bytes | None:
    """The tag."""
    return body.tag_value or None


@register_select("contact", "q")
def contact_q(body: ToBody, _arg: SelectArg) -> bytes | None:
    """The preference."""
    return body.param_lst.get(b"q")


@register_select("contact", "expires")
def contact_expires(body: ToBody, _arg: SelectArg) -> bytes | None:
    """The parameter expires."""
    return body.param_lst.get(b"expires")


@register_select("contact", "received")
def contact_received(body: ToBody, _arg: SelectArg) -> bytes | None:
    """The parameter received."""
    return body.param_lst.get(b"received")


@register_select("contact", "methods")
def contact_methods(body: ToBody, _arg: SelectArg) -> bytes | None:
    """The parameter methods."""
    return body.param_lst.get(b"methods")


def _via_text(via: ViaBody) -> bytes | None:
    return via.raw


register_shown("via", _via_text)

_VIA_PARTS: dict[str, Any] = {
    "name": lambda _via: b"SIP",
    "version": lambda _via: b"2.0",
    "transport": lambda via: via.transport,
    "host": lambda via: via.host,
    "port": lambda via: b"%d" % via.port if via.port else None,
    "comment": lambda via: via.comment or None,
    "branch": lambda via: via.branch,
    "received": lambda via: via.received,
    "rport": lambda via: via.params.get(b"rport"),
    "i": lambda via: via.i,
    "alias": lambda via: via.params.get(b"alias"),
}
register_table("via", _VIA_PARTS)


@register_select("via", "params", takes=bytes)
def via_params(via: ViaBody, name: SelectArg) -> bytes | None:
    """A parameter, or all of them."""
    return _param(via.params, name)


def _cseq_text(cseq: CSeqBody) -> bytes | None:
    return cseq.raw


register_shown("cseq", _cseq_text)


@register_select("cseq", "num")
def cseq_num(cseq: CSeqBody, _arg: SelectArg) -> bytes:
    """The number."""
    return b"%d" % cseq.number


@register_select("cseq", "method")
def cseq_method(cseq: CSeqBody, _arg: SelectArg) -> bytes:
    """The method."""
    return cseq.method


def _auth_text(auth: AuthBody) -> bytes | None:
    return auth.raw


register_shown("auth", _auth_text)

register_table(
    "auth",
    {
        "realm": lambda auth: auth.realm,
        "nonce": lambda auth: auth.nonce,
        "uri": lambda auth: auth.uri,
        "cnonce": lambda auth: auth.cnonce,
        "nc": lambda auth: auth.nc,
        "response": lambda auth: auth.response,
        "opaque": lambda auth: auth.opaque,
        "algorithm": lambda auth: auth.algorithm,
        "qop": lambda auth: auth.qop,
    },
)


@register_select("auth", "username", gives="username")
def auth_username(auth: AuthBody, _arg: SelectArg) -> bytes | None:
    """The user name."""
    return auth.username


@register_select("username", "user")
def username_user(name: bytes, _arg: SelectArg) -> bytes:
    """The user name without its domain."""
    return name.partition(b"@")[0]


@register_select("username", "domain")
def username_domain(name: bytes, _arg: SelectArg) -> bytes | None:
    """The domain of the user name."""
    return name.partition(b"@")[2] or None


EndPoint = tuple[Proto, bytes, int]
"""Protocol, address and port of one side."""


def _end_point_text(end: EndPoint) -> bytes:
    return b"%b:%d" % (bracketed(end[1]), end[2])


register_shown("end point", _end_point_text)


@register_select("end point", "ip")
def end_point_ip(end: EndPoint, _arg: SelectArg) -> bytes:
    """The address."""
    return end[1]


@register_select("end point", "port")
def end_point_port(end: EndPoint, _arg: SelectArg) -> bytes:
    """The port."""
    return b"%d" % end[2]


@register_select("end point", "ip_port")
def end_point_ip_port(end: EndPoint, _arg: SelectArg) -> bytes:
    """Address and port."""
    return _end_point_text(end)


@register_select("end point", "proto")
def end_point_proto(end: EndPoint, _arg: SelectArg) -> bytes:
    """The protocol."""
    return end[0].name.lower().encode()


@register_select("end point", "proto_ip_port")
def end_point_all(end: EndPoint, _arg: SelectArg) -> bytes:
    """Protocol, address and port."""
    return b"%b:%b" % (end[0].name.lower().encode(), _end_point_text(end))
