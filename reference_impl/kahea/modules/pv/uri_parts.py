"""What the variables say of a URI's parts that are not written, and what may be made a URI."""

from typing import Final

from kahea.api import SipMsg
from kahea.api.values import SipUri, UriType, uri_text_fits

__all__ = ["SIPS_PORT", "SIP_PORT", "fits_in_uri", "uri_port", "uri_proto"]

SIP_PORT: Final = 5060
SIPS_PORT: Final = 5061


def uri_port(uri: SipUri) -> int:
    """The port that the URI writes, or that of its scheme and transport (RFC 3261 §19.1.2)."""
    if uri.port_no:
        return uri.port_no
    return SIPS_PORT if uri.type is UriType.SIPS or uri.transport == b"tls" else SIP_PORT


def uri_proto(uri: SipUri) -> bytes:
    """The transport that the URI names, as it is written; UDP, or TLS for sips, where it names none."""
    return uri.params.get(b"transport") or (b"TLS" if uri.type is UriType.SIPS else b"UDP")


def fits_in_uri(msg: SipMsg, text: bytes) -> bool:
    """Whether `text` may become a URI of `msg`: a blank or a line end in it would end the line it stands in."""
    if uri_text_fits(text):
        return True
    msg.engine.log.module("pv").err("%r has a byte that no URI holds, and is not set", text[:60])
    return False
