"""Contact URIs whose parts are packed into the user of a URI of ours: ``sip:prefix*user*password*ip*port*protocol@host``."""

from kahea.api import Routes, SipMsg, log
from kahea.api.values import SipParseError, parse_uri, uri_text_fits
from kahea.modules.siputils.contact_uris import replace_uris
from kahea.modules.siputils.exports import contact_flds_separator, module

__all__ = ["decoded", "encoded"]

_PARTS = 6


def encoded(uri: bytes, prefix: bytes, hostpart: bytes, separator: bytes) -> bytes:
    """The URI packed; its parameters are lost but for the transport.

    Raises:
        SipParseError: it is no SIP URI.
        ValueError: a part holds the separator.

    >>> encoded(b"sip:u:p@9.8.7.6:5070;transport=tcp", b"pfx", b"1.2.3.4", b"*")
    b'sip:pfx*u*p*9.8.7.6*5070*tcp@1.2.3.4'
    """
    parsed = parse_uri(uri)
    if not parsed.is_sip:
        raise ValueError(f"{uri[:60]!r} is no SIP URI")
    transport = parsed.params.get(b"transport") or b""
    parts = (prefix, parsed.user or b"", parsed.passwd or b"", parsed.host, parsed.port, transport)
    if any(separator in part for part in parts[1:]):
        raise ValueError(f"{uri[:60]!r} holds the separator {separator!r}")
    return b"%b:%b@%b" % (parsed.scheme, separator.join(parts), hostpart)


def decoded(uri: bytes, separator: bytes) -> bytes:
    """The URI that was packed.

    Raises:
        SipParseError: what comes out is no URI.
        ValueError: it was not packed.

    >>> decoded(b"sip:pfx*u**9.8.7.6**@1.2.3.4", b"*")
    b'sip:u@9.8.7.6'
    """
    scheme, _, rest = uri.partition(b":")
    parts = rest.rpartition(b"@")[0].split(separator)
    if len(parts) != _PARTS:
        raise ValueError(f"{uri[:60]!r} has {len(parts)} parts, not {_PARTS}")
    _, user, password, host, port, transport = parts
    text = b"".join(
        (
            scheme + b":" + user,
            b":" + password if password else b"",
            b"@" if user else b"",
            host,
            b":" + port if port else b"",
            b";transport=" + transport if transport else b"",
        )
    )
    _ = parse_uri(text)
    return text


def _separator() -> bytes:
    return contact_flds_separator.value.encode()[:1] or b"*"


@module.function("encode_contact", routes=Routes.REQUEST | Routes.ONREPLY)
def encode_contact(msg: SipMsg, encoding_prefix: bytes, hostpart: bytes) -> int:
    """Pack the URIs of Contact; -1 without one, or for one that cannot be packed."""
    if not uri_text_fits(encoding_prefix + hostpart) or not hostpart:
        return -1
    return replace_uris(msg, lambda uri: encoded(uri, encoding_prefix, hostpart, _separator()))


@module.function("decode_contact", routes=Routes.REQUEST)
def decode_contact(msg: SipMsg) -> int:
    """Unpack the request URI; -1 when it was not packed."""
    try:
        uri = decoded(msg.ruri_text, _separator())
    except (SipParseError, ValueError) as error:
        log("siputils").err("decode_contact(): %s", error)
        return -1
    msg.set_ruri(uri)
    return 1


@module.function("decode_contact_header", routes=Routes.REQUEST | Routes.FAILURE | Routes.ONREPLY)
def decode_contact_header(msg: SipMsg) -> int:
    """Unpack the URIs of Contact; -1 without one, or for one that was not packed."""
    return replace_uris(msg, lambda uri: decoded(uri, _separator()))
