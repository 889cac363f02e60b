"""WWW-Authenticate: a user agent server's challenge (RFC 3261 §20.44)."""

from kahea.parser.digest import AuthBody, parse_credentials, serialise_auth
from kahea.parser.hf import HdrType, register

__all__ = ["parse_www_authenticate"]


def parse_www_authenticate(buf: bytes, start: int, end: int) -> AuthBody:
    """Scheme and parameters; one header holds one of them, more come in more headers.

    Raises:
        SipParseError: 400 when there is no scheme, or Digest parameters break the grammar.

    >>> parse_www_authenticate(b'Digest realm="h"', 0, 16).realm
    b'h'
    """
    return parse_credentials(buf, start, end)


register(HdrType.WWWAUTHENTICATE, b"WWW-Authenticate", parse_www_authenticate, serialise_auth)
