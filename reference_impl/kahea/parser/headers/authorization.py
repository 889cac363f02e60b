"""Authorization: credentials for a user agent server (RFC 3261 §20.7)."""

from kahea.parser.digest import AuthBody, parse_credentials, serialise_auth
from kahea.parser.hf import HdrType, register

__all__ = ["parse_authorization"]


def parse_authorization(buf: bytes, start: int, end: int) -> AuthBody:
    """Scheme and parameters; one header holds one of them, more come in more headers.

    Raises:
        SipParseError: 400 when there is no scheme, or Digest parameters break the grammar.

    >>> parse_authorization(b'Digest realm="h"', 0, 16).realm
    b'h'
    """
    return parse_credentials(buf, start, end)


register(HdrType.AUTHORIZATION, b"Authorization", parse_authorization, serialise_auth)
