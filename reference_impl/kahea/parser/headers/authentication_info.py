"""Authentication-Info: the server proves that it knows the secret too (RFC 3261 §20.6)."""

from kahea.parser.digest import parse_auth_params, serialise_auth_params
from kahea.parser.hf import HdrType, register
from kahea.parser.params import Params

__all__ = ["parse_authentication_info"]


def parse_authentication_info(buf: bytes, start: int, end: int) -> Params:
    """The parameters: nextnonce, qop, rspauth, cnonce, nc.

    Raises:
        SipParseError: 400 when they break the grammar.

    >>> parse_authentication_info(b'nextnonce="4f"', 0, 14).get(b"nextnonce")
    b'4f'
    """
    return parse_auth_params(buf, start, end)


register(HdrType.AUTHENTICATIONINFO, b"Authentication-Info", parse_authentication_info, serialise_auth_params)
