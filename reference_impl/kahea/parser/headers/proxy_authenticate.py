"""Proxy-Authenticate: a proxy's challenge (RFC 3261 §20.27)."""

from kahea.parser.digest import AuthBody, parse_credentials, serialise_auth
from kahea.parser.hf import HdrType, register

__all__ = ["parse_proxy_authenticate"]


def parse_proxy_authenticate(buf: bytes, start: int, end: int) -> AuthBody:
    """Scheme and parameters; one header holds one of them, more come in more headers.

    Raises:
        SipParseError: 400 when there is no scheme, or Digest parameters break the grammar.

    >>> parse_proxy_authenticate(b'Digest realm="h"', 0, 16).realm
    b'h'
    """
    return parse_credentials(buf, start, end)


register(HdrType.PROXYAUTHENTICATE, b"Proxy-Authenticate", parse_proxy_authenticate, serialise_auth)
