"""Contact URIs kept whole in a parameter of a URI of ours, in base64url without padding."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from kahea.api import Routes, SipMsg, log
from kahea.api.values import SipParseError, parse_uri, uri_text_fits
from kahea.modules.siputils.contact_uris import contacts, replace_uris
from kahea.modules.siputils.exports import module
from kahea.modules.siputils.uri_params import without_param

__all__ = ["packed", "unpacked"]

_ROUTES = Routes.REQUEST | Routes.ONREPLY


def packed(uri: bytes, pname: bytes, saddr: bytes) -> bytes:
    """The URI inside of a parameter of `saddr`.

    >>> packed(b"sip:a@b", b"ksu", b"sip:1.2.3.4")
    b'sip:1.2.3.4;ksu=c2lwOmFAYg'
    """
    return b"%b;%b=%b" % (saddr, pname, urlsafe_b64encode(uri).rstrip(b"="))


def unpacked(uri: bytes, pname: bytes) -> bytes | None:
    """The URI that the parameter holds; None without the parameter.

    Raises:
        SipParseError: one of the two is no URI.
        ValueError: the parameter is not base64url.

    >>> unpacked(b"sip:1.2.3.4;ksu=c2lwOmFAYg", b"ksu"), unpacked(b"sip:1.2.3.4", b"ksu")
    (b'sip:a@b', None)
    """
    value = parse_uri(uri).params.get(pname.lower())
    if not value:
        return None
    text = value.rstrip(b"=-")
    found = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    if not uri_text_fits(found):
        raise ValueError(f"the parameter {pname!r} holds no URI")
    _ = parse_uri(found)
    return found


def _can_hold(pname: bytes, saddr: bytes) -> bool:
    return bool(pname) and bool(saddr) and uri_text_fits(pname + saddr) and not set(b";=?@") & set(pname)


@module.function("contact_param_encode", routes=_ROUTES)
def contact_param_encode(msg: SipMsg, pname: bytes, saddr: bytes) -> int:
    """Put `saddr` in place of each URI of Contact, which goes into its parameter `pname`."""
    return replace_uris(msg, lambda uri: packed(uri, pname, saddr)) if _can_hold(pname, saddr) else -1


@module.function("contact_param_encode_alias", routes=_ROUTES)
def contact_param_encode_alias(msg: SipMsg, pname: bytes, saddr: bytes) -> int:
    """As `contact_param_encode`, each URI having got a parameter alias with the address that the message came from before."""
    if not _can_hold(pname, saddr):
        return -1
    rcv = msg.rcv
    alias = b";alias=%b~%d~%d" % (rcv.src_ip, rcv.src_port, rcv.proto)
    return replace_uris(msg, lambda uri: packed(uri + alias, pname, saddr))


@module.function("contact_param_decode", routes=_ROUTES)
def contact_param_decode(msg: SipMsg, pname: bytes) -> int:
    """Put each URI of Contact back that the parameter holds; others stay."""
    return replace_uris(msg, lambda uri: unpacked(uri, pname))


@module.function("contact_param_decode_ruri", routes=Routes.REQUEST)
def contact_param_decode_ruri(msg: SipMsg, pname: bytes) -> int:
    """Make the request URI the one that its parameter holds; 1 also where it has none, -1 for one that cannot be read."""
    try:
        uri = unpacked(msg.ruri_text, pname)
    except (SipParseError, ValueError) as error:
        log("siputils").err("contact_param_decode_ruri(): %s", error)
        return -1
    if uri is not None:
        msg.set_ruri(uri)
    return 1


@module.function("contact_param_rm", routes=_ROUTES)
def contact_param_rm(msg: SipMsg, pname: bytes) -> int:
    """Take the parameter out of the URIs of Contact."""

    def rest(uri: bytes) -> bytes | None:
        after = without_param(uri, pname)
        return after if after != uri else None

    return replace_uris(msg, rest)


@module.function("contact_param_check")
def contact_param_check(msg: SipMsg, pname: bytes) -> int:
    """1 when a URI of Contact has the parameter."""
    try:
        return 1 if any(body.parsed_uri.params.find(pname.lower()) for _, body in contacts(msg)) else -1
    except SipParseError:
        return -1
