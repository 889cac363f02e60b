"""Credentials and challenges (RFC 3261 §25.1, RFC 7616, RFC 8760).

credentials  =  auth-scheme LWS auth-param *( COMMA auth-param )
auth-param   =  token EQUAL ( token / quoted-string )
"""

from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import COMMA, DQUOTE, EQUAL, gen_value_end, is_token, quoted_end, skip_lws, token_end, trim
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_PARAMS
from kahea.parser.params import EMPTY, Param, Params, serialise_param

__all__ = ["AuthBody", "parse_auth_params", "parse_credentials", "serialise_auth", "serialise_auth_params"]


@dataclass(slots=True)
class AuthBody:
    """A scheme with its parameters, for credentials and challenges alike; accessors give values without quotes.

    Not frozen, since building frozen values costs three times as much: change it by `dataclasses.replace`.
    """

    scheme: bytes
    params: Params = EMPTY
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def is_digest(self) -> bool:
        """True for the Digest scheme; the parameters of another scheme are not looked at."""
        return self.scheme.lower() == b"digest"

    @property
    def username(self) -> bytes | None:
        """The user name."""
        return self.params.get(b"username")

    @property
    def realm(self) -> bytes | None:
        """The realm."""
        return self.params.get(b"realm")

    @property
    def nonce(self) -> bytes | None:
        """The server's nonce."""
        return self.params.get(b"nonce")

    @property
    def uri(self) -> bytes | None:
        """The URI the digest was made over."""
        return self.params.get(b"uri")

    @property
    def response(self) -> bytes | None:
        """The digest."""
        return self.params.get(b"response")

    @property
    def algorithm(self) -> bytes | None:
        """The algorithm's name as written."""
        return self.params.get(b"algorithm")

    @property
    def cnonce(self) -> bytes | None:
        """The client's nonce."""
        return self.params.get(b"cnonce")

    @property
    def opaque(self) -> bytes | None:
        """The string a client gives back unchanged."""
        return self.params.get(b"opaque")

    @property
    def qop(self) -> bytes | None:
        """The quality of protection: one value in credentials, a list in a challenge."""
        return self.params.get(b"qop")

    @property
    def nc(self) -> bytes | None:
        """The count of requests with this nonce: 8 hexadecimal digits."""
        return self.params.get(b"nc")

    @property
    def has_stale(self) -> bool:
        """True when the challenge says that only the nonce was too old."""
        return (self.params.get(b"stale") or b"").lower() == b"true"


def parse_credentials(buf: bytes, start: int, end: int) -> AuthBody:
    """The credentials or the challenge that fills the body.

    Raises:
        SipParseError: 400 when there is no scheme, or Digest parameters break the grammar or come twice.

    >>> body = b'Digest username="al", realm="h", nc=00000001'
    >>> auth = parse_credentials(body, 0, len(body))
    >>> auth.username, auth.realm, auth.nc, auth.response
    (b'al', b'h', b'00000001', None)
    """
    start, end = trim(buf, start, end)
    pos = token_end(buf, start, end)
    scheme = buf[start:pos]
    if not is_token(scheme):
        raise SipParseError(400, "authorization: no scheme", start)
    auth = AuthBody(scheme)
    if auth.is_digest:
        auth.params = parse_auth_params(buf, pos, end)
    auth.raw = buf[start:end]
    return auth


def parse_auth_params(buf: bytes, start: int, end: int) -> Params:
    """The comma list of ``name=value``; values keep their quotes.

    Raises:
        SipParseError: 400 for a piece that is none, a name that comes twice, or too many.

    >>> parse_auth_params(b'qop=auth, rspauth="1f"', 0, 22).get(b"rspauth")
    b'1f'
    """
    found: list[Param] = []
    seen: set[bytes] = set()
    pos = skip_lws(buf, start, end)
    while pos < end:
        param, pos = _one(buf, pos, end)
        name = param[0].lower()
        if name in seen or len(found) >= MAX_PARAMS:
            raise SipParseError(400, f"authorization: {quote(name, 40)} is there twice, or too many parameters", pos)
        seen.add(name)
        found.append(param)
        if pos < end:
            if buf[pos] != COMMA:
                raise SipParseError(400, "authorization: ',' must stand between parameters", pos)
            pos = skip_lws(buf, pos + 1, end)
    if not found:
        raise SipParseError(400, "authorization: no parameter", start)
    return Params(found)


def _one(buf: bytes, pos: int, end: int) -> tuple[Param, int]:
    stop = token_end(buf, pos, end)
    name = buf[pos:stop]
    at = skip_lws(buf, stop, end)
    if stop == pos or at >= end or buf[at] != EQUAL:
        raise SipParseError(400, f"authorization: no name=value at {quote(buf[pos : min(pos + 16, end)])}", pos)
    at = skip_lws(buf, at + 1, end)
    stop = quoted_end(buf, at, end, "authorization") if at < end and buf[at] == DQUOTE else gen_value_end(buf, at, end)
    if stop == at:
        raise SipParseError(400, f"authorization: {quote(name, 40)} has no value", at)
    return (name, buf[at:stop]), skip_lws(buf, stop, end)


def serialise_auth(auth: AuthBody) -> bytes:
    """The body's bytes: the received ones while nothing was replaced.

    >>> serialise_auth(AuthBody(b"Digest", Params([(b"realm", b'"h"'), (b"algorithm", b"MD5")])))
    b'Digest realm="h", algorithm=MD5'
    """
    if auth.raw is not None:
        return auth.raw
    return b"%b %b" % (auth.scheme, serialise_auth_params(auth.params))


def serialise_auth_params(params: Params) -> bytes:
    """The parameters joined by commas."""
    return b", ".join([serialise_param(param) for param in params])
