"""Credentials and challenges (RFC 3261 §25.1, RFC 7616, RFC 8760).

credentials  =  auth-scheme LWS auth-param *( COMMA auth-param )
auth-param   =  token EQUAL ( token / quoted-string )
"""

import re
from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import COMMA, DQUOTE, EQUAL, gen_value_end, is_token, quoted_end, skip_lws, token_end, trim, unquote
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_PARAMS
from kahea.parser.params import EMPTY, Param, Params, serialise_param

__all__ = ["AuthBody", "parse_auth_params", "parse_credentials", "serialise_auth", "serialise_auth_params"]


# A list as nearly every client writes it: one pattern proves it plain, and another takes it apart.
_PAIR = rb"""([A-Za-z0-9\-.!%*_+`'~]++)=("[\x20\x21\x23-\x5b\x5d-\x7e]*+"|[A-Za-z0-9\-.!%*_+`'~]++)"""
_PLAIN_PAIRS = re.compile(_PAIR).findall
_PLAIN_LIST = re.compile(_PAIR + rb"(?:, ?+" + _PAIR + rb")*+").fullmatch


@dataclass(slots=True)
class AuthBody:
    """A scheme with its parameters, for credentials and challenges alike; accessors give values without quotes.

    Not frozen, since building frozen values costs three times as much: change it by `dataclasses.replace`.
    """

    scheme: bytes
    params: Params = EMPTY
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)
    _plain: tuple[Params, dict[bytes, bytes]] | None = field(default=None, init=False, compare=False, repr=False)

    def value(self, name: bytes) -> bytes | None:
        """The first parameter called `name` (lower case) without quotes, b"" when it has no value, None when it is absent.

        >>> AuthBody(b"Digest", Params([(b"Realm", b'"h"')])).value(b"realm")
        b'h'
        """
        plain = self._plain
        if plain is None or plain[0] is not self.params:
            found: dict[bytes, bytes] = {}
            for known, value in self.params:
                found.setdefault(known.lower(), unquote(value) if value else b"")
            plain = self._plain = (self.params, found)
        return plain[1].get(name)

    @property
    def is_digest(self) -> bool:
        """True for the Digest scheme; the parameters of another scheme are not looked at."""
        return self.scheme.lower() == b"digest"

    @property
    def username(self) -> bytes | None:
        """The user name."""
        return self.value(b"username")

    @property
    def realm(self) -> bytes | None:
        """The realm."""
        return self.value(b"realm")

    @property
    def nonce(self) -> bytes | None:
        """The server's nonce."""
        return self.value(b"nonce")

    @property
    def uri(self) -> bytes | None:
        """The URI the digest was made over."""
        return self.value(b"uri")

    @property
    def response(self) -> bytes | None:
        """The digest."""
        return self.value(b"response")

    @property
    def algorithm(self) -> bytes | None:
        """The algorithm's name as written."""
        return self.value(b"algorithm")

    @property
    def cnonce(self) -> bytes | None:
        """The client's nonce."""
        return self.value(b"cnonce")

    @property
    def opaque(self) -> bytes | None:
        """The string a client gives back unchanged."""
        return self.value(b"opaque")

    @property
    def qop(self) -> bytes | None:
        """The quality of protection: one value in credentials, a list in a challenge."""
        return self.value(b"qop")

    @property
    def nc(self) -> bytes | None:
        """The count of requests with this nonce: 8 hexadecimal digits."""
        return self.value(b"nc")

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
    text = buf[start:end].strip(b" ")
    if _PLAIN_LIST(text):
        pairs: list[Param] = _PLAIN_PAIRS(text)
        if len({name.lower() for name, _ in pairs}) == len(pairs) <= MAX_PARAMS:
            return Params(pairs)
    return _parse_any_params(buf, start, end)


def _parse_any_params(buf: bytes, start: int, end: int) -> Params:
    """The list read piece by piece, however it is written; what is wrong is told with its place."""
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
