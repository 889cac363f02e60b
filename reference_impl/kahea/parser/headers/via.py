"""Via: the way a reply goes back (RFC 3261 §20.42, §18.2.2, RFC 3581).

via-parm       =  sent-protocol LWS sent-by *( SEMI via-params )
sent-protocol  =  protocol-name SLASH protocol-version SLASH transport
sent-by        =  host [ COLON port ]

Nearly every Via is written in one plain way, which has its own short road; anything else takes the long one.
"""

import re
from dataclasses import dataclass, field

from kahea.base.ip_addr import parse_ip
from kahea.base.strutils import quote
from kahea.parser.abnf import COLON, COMMA, LBRACK, LPAREN, SLASH, comment_end, skip_lws, token_end
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_LIST_VALUES, MAX_NESTING
from kahea.parser.params import EMPTY, Param, Params, parse_params, serialise_params
from kahea.parser.uri import PLAIN_HOST, PLAIN_PORT, parse_host, parse_port

__all__ = [
    "BRANCH_MAGIC",
    "PLAIN_VIA",
    "ViaBody",
    "parse_via",
    "parse_via_list",
    "plain_via",
    "serialise_via",
    "serialise_via_list",
]

BRANCH_MAGIC = b"z9hG4bK"
"""RFC 3261 §8.1.1.7: a branch that begins so is unique."""

_PORT_DIGITS = 5
_OCTET = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_PLAIN_RECEIVED = rb"received=" + rb"\.".join([_OCTET] * 4) + rb"(?![^;, ])"
_NO_PARAM = rb"(?!(?i:received|branch=z9hG4bK(?![^;, ])))"
_PLAIN_PARAM = _NO_PARAM + rb"[A-Za-z0-9\-.!%*_+`'~]++(?:=[A-Za-z0-9\-.!%*_+`'~:/]++)?+"
_PLAIN_PARAMS = rb"(?:;(?:" + _PLAIN_RECEIVED + rb"|" + _PLAIN_PARAM + rb")){0,32}+"
_PLAIN_TRANSPORT = rb"UDP|TCP|TLS|SCTP|WSS?"
PLAIN_VIA = rb"SIP/2\.0/(?:" + _PLAIN_TRANSPORT + rb") " + PLAIN_HOST + rb"(?::" + PLAIN_PORT + rb")?+" + _PLAIN_PARAMS
"""The pattern of a value that `plain_via` takes."""
_plain_parts = re.compile(
    b"".join((rb"SIP/2\.0/(", _PLAIN_TRANSPORT, rb") (", PLAIN_HOST, rb")(?::(", PLAIN_PORT, rb"))?+(", _PLAIN_PARAMS, rb")"))
).fullmatch


@dataclass(slots=True)
class ViaBody:
    """One Via value.  `port` is 0 when none is written; `host` keeps the brackets of an IPv6 reference.

    Not frozen, since every message builds one and frozen values cost three times as much: change it by `dataclasses.replace`.
    """

    transport: bytes
    host: bytes
    port: int = 0
    params: Params = EMPTY
    comment: bytes = b""
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def sent_by(self) -> bytes:
        """Host and port as written."""
        return b"%b:%d" % (self.host, self.port) if self.port else self.host

    @property
    def branch(self) -> bytes | None:
        """The branch, None without one."""
        return self.params.get(b"branch")

    @property
    def has_magic_branch(self) -> bool:
        """True when the branch has the magic start and something behind it, so that transactions may be matched by it alone."""
        branch = self.params.get(b"branch") or b""
        return len(branch) > len(BRANCH_MAGIC) and branch[:7].lower() == b"z9hg4bk"

    @property
    def received(self) -> bytes | None:
        """The source address the receiver noted, without brackets (RFC 5118 §4.5)."""
        value = self.params.get(b"received")
        return value.strip(b"[]") if value is not None else None

    @property
    def rport(self) -> int | None:
        """The source port the receiver noted, 0 when it is asked for but not filled in, None without rport."""
        value = self.params.get(b"rport")
        if value is None:
            return None
        return int(value) if value.isdigit() and len(value) <= _PORT_DIGITS else 0

    @property
    def maddr(self) -> bytes | None:
        """The address that overrides sent-by."""
        return self.params.get(b"maddr")

    @property
    def ttl(self) -> bytes | None:
        """The time to live of a multicast."""
        return self.params.get(b"ttl")

    @property
    def i(self) -> bytes | None:
        """The connection's number that Kamailio writes for streams."""
        return self.params.get(b"i")

    @property
    def has_alias(self) -> bool:
        """True when the connection may be reused for requests back (RFC 5923)."""
        return self.params.find(b"alias") is not None


def parse_via_list(buf: bytes, start: int, end: int) -> tuple[ViaBody, ...]:
    """All values of one Via header.

    Raises:
        SipParseError: 400 when one is bad or there are more than the limit.

    >>> body = b"SIP/2.0/UDP a.example;branch=z9hG4bK1, SIP/2.0/TCP [::1]:5070"
    >>> [(via.transport, via.host, via.port) for via in parse_via_list(body, 0, len(body))]
    [(b'UDP', b'a.example', 0), (b'TCP', b'[::1]', 5070)]
    """
    plain = plain_via(buf[start:end].strip())
    if plain is not None:
        return (plain,)
    found = []
    while True:
        via, start = parse_via(buf, start, end)
        found.append(via)
        if start >= end:
            return tuple(found)
        if buf[start] != COMMA:
            raise SipParseError(400, f"via: found {quote(buf[start : min(start + 8, end)])} behind a value", start)
        if len(found) >= MAX_LIST_VALUES:
            raise SipParseError(400, f"via: more than {MAX_LIST_VALUES} values", start)
        start += 1


def plain_via(text: bytes) -> ViaBody | None:
    """The value when it is written as nearly all are: one value, one blank, no quote, no IPv6; None when in doubt.

    What it takes passes every check of a Via, that of a branch which is nothing but its magic start included.

    >>> plain_via(b"SIP/2.0/UDP a.example;branch=z9hG4bK1").branch, plain_via(b"SIP/2.0/UDP [::1];branch=z9hG4bK1")
    (b'z9hG4bK1', None)
    """
    found = _plain_parts(text)
    if found is None:
        return None
    transport, host, port, tail = found.groups()
    params: list[Param] = []
    for piece in tail[1:].split(b";") if tail else ():
        name, equals, value = piece.partition(b"=")
        params.append((name, value if equals else None))
    via = ViaBody(transport, host, int(port) if port else 0, Params(params))
    via.raw = text
    return via


def parse_via(buf: bytes, start: int, end: int) -> tuple[ViaBody, int]:
    """The Via value that begins at `start`, and the position behind it: `end`, or that of a comma.

    Raises:
        SipParseError: 400 when the value is bad.
    """
    first = skip_lws(buf, start, end)
    name, pos = _word(buf, first, end)
    version, pos = _word(buf, _slash(buf, pos, end), end)
    transport, pos = _word(buf, _slash(buf, pos, end), end)
    if name.upper() != b"SIP" or version != b"2.0":
        raise SipParseError(400, f"via: {quote(name + b'/' + version, 20)} is not SIP/2.0", first)
    host, port, pos = _sent_by(buf, pos, end)
    params, pos = parse_params(buf, pos, end, "via")
    via = ViaBody(transport, host, port, params)
    stop = pos
    if pos < end and buf[pos] == LPAREN:
        stop = comment_end(buf, pos, end, MAX_NESTING)
        via.comment = buf[pos:stop]
        pos = skip_lws(buf, stop, end)
    _check_received(params, first)
    via.raw = buf[first:stop].rstrip()
    return via, pos


def _word(buf: bytes, pos: int, end: int) -> tuple[bytes, int]:
    stop = token_end(buf, pos, end)
    if stop == pos:
        raise SipParseError(400, "via: the protocol must be SIP/2.0/transport", pos)
    return buf[pos:stop], skip_lws(buf, stop, end)


def _slash(buf: bytes, pos: int, end: int) -> int:
    if pos >= end or buf[pos] != SLASH:
        raise SipParseError(400, "via: the protocol must be SIP/2.0/transport", pos)
    return skip_lws(buf, pos + 1, end)


def _sent_by(buf: bytes, pos: int, end: int) -> tuple[bytes, int, int]:
    start = pos
    if pos < end and buf[pos] == LBRACK:
        close = buf.find(b"]", pos, end)
        stop = close + 1 if close >= 0 else end
    else:
        stop = token_end(buf, pos, end)
    host = parse_host(buf[start:stop], start)
    pos = skip_lws(buf, stop, end)
    if pos >= end or buf[pos] != COLON:
        return host, 0, pos
    pos = skip_lws(buf, pos + 1, end)
    stop = token_end(buf, pos, end)
    return host, parse_port(buf[pos:stop], pos), skip_lws(buf, stop, end)


def _check_received(params: Params, at: int) -> None:
    """RFC 5118 §4.5: an IPv6 address stands here without brackets, those with them are borne."""
    value = params.get(b"received")
    if value is not None and parse_ip(value) is None:
        raise SipParseError(400, f"via: received {quote(value, 60)} is no address", at)


def serialise_via(via: ViaBody) -> bytes:
    """The value's bytes: the received ones while nothing was replaced.

    >>> serialise_via(ViaBody(b"UDP", b"192.0.2.1", 5060, Params([(b"branch", b"z9hG4bK7")])))
    b'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK7'
    """
    if via.raw is not None:
        return via.raw
    comment = b" " + via.comment if via.comment else b""
    return b"SIP/2.0/%b %b%b%b" % (via.transport, via.sent_by, serialise_params(via.params), comment)


def serialise_via_list(vias: tuple[ViaBody, ...]) -> bytes:
    """The values joined by commas."""
    return b", ".join([serialise_via(via) for via in vias])


register(HdrType.VIA, b"Via", parse_via_list, serialise_via_list, compact=b"v", many=True)
