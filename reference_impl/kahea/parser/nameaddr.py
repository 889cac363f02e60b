"""Addresses with a name and parameters: the body of To, From, Contact, Route and all that look like them."""

import re
from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import COMMA, DQUOTE, LAQUOT, display_end, quoted_end, skip_lws, trim, unquote
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_LIST_VALUES
from kahea.parser.params import EMPTY, Params, parse_params, serialise_params
from kahea.parser.uri import SipUri, parse_uri

__all__ = [
    "ToBody",
    "parse_address",
    "parse_address_list",
    "parse_to",
    "plain_address",
    "serialise_address_list",
    "serialise_to",
]

_TOKEN = rb"[A-Za-z0-9\-.!%*_+`'~]++"
_plain_parts = re.compile(
    rb'[ ]*+((?:("[^"\\\x00-\x1f]*+"|%b(?: %b)*+) ?+)?+<([a-z][^\x00-\x20\x7f<>"]*+)>((?:;%b(?:=%b)?+){0,32}+))[ ]*+'
    % ((_TOKEN,) * 4)
).fullmatch
_ADDR_SPEC_STOPS = (b";", b",", b" ", b"\t", b"\r", b"\n", b"<", b">", b'"')


@dataclass(slots=True)
class ToBody:
    """One address; `uri` and `display` are the bytes as written, `display` with its quotes.

    `param_lst` holds the parameters behind the address, those inside the angle brackets belong to the URI.
    Not frozen, since building frozen values costs three times as much: change it by `dataclasses.replace`.
    """

    uri: bytes
    display: bytes = b""
    param_lst: Params = EMPTY
    has_brackets: bool = True
    error: bool = False
    """Always False: parse_to() raises where Kamailio's sets this."""
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)
    _parsed_uri: SipUri | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def tag_value(self) -> bytes:
        """The tag, empty without one."""
        return self.param_lst.get(b"tag") or b""

    @property
    def display_name(self) -> bytes:
        """The display name without quotes and escapes."""
        return unquote(self.display)

    @property
    def parsed_uri(self) -> SipUri:
        """The URI taken apart, on first use.

        Raises:
            SipParseError: 400 when the URI is bad.
        """
        if self._parsed_uri is None:
            self._parsed_uri = parse_uri(self.uri)
        return self._parsed_uri


def parse_to(buf: bytes, start: int, end: int) -> tuple[ToBody, int]:
    r"""The address that begins at `start`, and the position behind it: `end`, or that of a comma.

    The bytes between the angle brackets are checked for blanks only; `parsed_uri` looks closer.

    Raises:
        SipParseError: 400 for an open quote or bracket, blanks inside the brackets, no URI, or anything behind the address.

    >>> body, pos = parse_to(b'"Al" <sip:al@h.net>;tag=t1, x', 0, 29)
    >>> body.uri, body.display, body.tag_value, pos
    (b'sip:al@h.net', b'"Al"', b't1', 26)
    """
    pos = first = skip_lws(buf, start, end)
    display = b""
    if pos < end and buf[pos] == DQUOTE:
        pos = quoted_end(buf, pos, end, "address")
        display = buf[first:pos]
        pos = skip_lws(buf, pos, end)
        if pos >= end or buf[pos] != LAQUOT:
            raise SipParseError(400, "address: '<' must follow the display name", pos)
    elif pos < end and buf[pos] != LAQUOT:
        pos = display_end(buf, pos, end)
        if pos < end and buf[pos] == LAQUOT:
            left, right = trim(buf, first, pos)
            display = buf[left:right]
        else:
            return _addr_spec(buf, first, end)
    return _name_addr(buf, first, pos, end, display)


def _name_addr(buf: bytes, first: int, pos: int, end: int, display: bytes) -> tuple[ToBody, int]:
    if pos >= end:
        raise SipParseError(400, "address: nothing is there", pos)
    close = buf.find(b">", pos, end)
    if close < 0:
        raise SipParseError(400, "address: '<' is never closed", pos)
    uri = buf[pos + 1 : close]
    if not uri or len(uri.split(None, 1)) != 1 or uri != uri.strip() or b"<" in uri:
        raise SipParseError(400, f"address: {quote(uri, 60)} between '<' and '>' is no URI", pos + 1)
    params, stop = parse_params(buf, close + 1, end, "address")
    body = ToBody(uri, display, params)
    return _finish(buf, first, stop, end, body), stop


def _addr_spec(buf: bytes, first: int, end: int) -> tuple[ToBody, int]:
    """RFC 3261 §20.10: without brackets, what follows a semicolon belongs to the header, and the URI has no ',' and no '?'."""
    stop = min([at for mark in _ADDR_SPEC_STOPS if (at := buf.find(mark, first, end)) >= 0], default=end)
    uri = buf[first:stop]
    if b":" not in uri or b"?" in uri:
        raise SipParseError(400, f"address: {quote(uri, 60)} is no URI that may stand without '<' and '>'", first)
    params, pos = parse_params(buf, stop, end, "address")
    body = ToBody(uri, b"", params, has_brackets=False)
    return _finish(buf, first, pos, end, body), pos


def _finish(buf: bytes, first: int, stop: int, end: int, body: ToBody) -> ToBody:
    if stop < end and buf[stop] != COMMA:
        raise SipParseError(400, f"address: found {quote(buf[stop : min(stop + 8, end)])} behind it", stop)
    left, right = trim(buf, first, stop)
    body.raw = buf[left:right]
    return body


def plain_address(buf: bytes, start: int, end: int) -> ToBody | None:
    """The address when it fills the bytes and is written as nearly all are: brackets, no escape, tokens; None when in doubt.

    >>> plain_address(b"<sip:a@b>;tag=1", 0, 15).tag_value, plain_address(b"sip:a@b;tag=1", 0, 13)
    (b'1', None)
    """
    found = _plain_parts(buf, start, end)
    if found is None:
        return None
    raw, display, uri, tail = found.groups()
    params = EMPTY
    if tail:
        pieces = [piece.partition(b"=") for piece in tail[1:].split(b";")]
        params = Params([(name, value if equals else None) for name, equals, value in pieces])
    body = ToBody(uri, display or b"", params)
    body.raw = raw
    return body


def parse_address(buf: bytes, start: int, end: int) -> ToBody:
    """The one address that fills the header body.

    Raises:
        SipParseError: 400 as `parse_to`, and for a second address.

    >>> parse_address(b"<sip:a@b>", 0, 9).uri
    b'sip:a@b'
    """
    plain = plain_address(buf, start, end)
    if plain is not None:
        return plain
    body, pos = parse_to(buf, start, end)
    if pos != end:
        raise SipParseError(400, "address: only one may stand here", pos)
    return body


def parse_address_list(buf: bytes, start: int, end: int) -> tuple[ToBody, ...]:
    """All addresses of a header body that is a list.

    Raises:
        SipParseError: 400 as `parse_to`, and for an empty place between commas or more than the limit.

    >>> [body.uri for body in parse_address_list(b"<sip:a@b>, <sip:c@d>;x", 0, 22)]
    [b'sip:a@b', b'sip:c@d']
    """
    plain = plain_address(buf, start, end)
    if plain is not None:
        return (plain,)
    found = []
    pos = start
    while True:
        body, pos = parse_to(buf, pos, end)
        found.append(body)
        if pos >= end:
            return tuple(found)
        if len(found) >= MAX_LIST_VALUES:
            raise SipParseError(400, f"address: more than {MAX_LIST_VALUES} in one list", pos)
        pos += 1


def serialise_to(body: ToBody) -> bytes:
    """The address's bytes: the received ones while nothing was replaced.

    >>> serialise_to(ToBody(b"sip:a@b", b"Al"))
    b'Al <sip:a@b>'
    """
    if body.raw is not None:
        return body.raw
    display = body.display + b" " if body.display else b""
    return b"%b<%b>%b" % (display, body.uri, serialise_params(body.param_lst))


def serialise_address_list(bodies: tuple[ToBody, ...]) -> bytes:
    """The addresses joined by commas."""
    return b", ".join([serialise_to(body) for body in bodies])
