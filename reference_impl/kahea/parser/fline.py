"""The first line of a message (RFC 3261 §7.1, §7.2).

Request-Line  =  Method SP Request-URI SP SIP-Version CRLF
Status-Line   =  SIP-Version SP Status-Code SP Reason-Phrase CRLF

Blanks are single, and none stands in the URI: a liberal reader here would disagree with the next hop on what the URI is.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kahea.base.strutils import quote
from kahea.parser.abnf import is_token
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_METHOD_BYTES, MAX_URI_BYTES

if TYPE_CHECKING:
    from kahea.parser.uri import SipUri

__all__ = ["KNOWN_METHODS", "MsgStart", "parse_first_line"]

KNOWN_METHODS = frozenset(
    (
        *(b"INVITE", b"ACK", b"BYE", b"CANCEL", b"OPTIONS", b"REGISTER", b"PRACK", b"SUBSCRIBE", b"NOTIFY"),
        *(b"PUBLISH", b"INFO", b"REFER", b"MESSAGE", b"UPDATE"),
    )
)
_WORDS = 3
_STATUS_DIGITS = 3
_BLANKS_IN_URI = b" \t\r\n\x00"


@dataclass(slots=True)
class MsgStart:
    """A request's method and URI, or a reply's status and reason; the other pair is empty.

    Not frozen, since every message builds one and frozen values cost three times as much.
    """

    is_request: bool
    method: bytes = b""
    uri: bytes = b""
    status: int = 0
    reason: bytes = b""
    version: bytes = b"SIP/2.0"
    parsed_uri: "SipUri | None" = field(default=None, init=False, compare=False, repr=False)
    """The URI taken apart, when whoever looked at it before has left it here."""

    def serialise(self) -> bytes:
        """The line without its line end.

        >>> MsgStart(is_request=False, status=200, reason=b"OK").serialise()
        b'SIP/2.0 200 OK'
        """
        if self.is_request:
            return b"%b %b %b" % (self.method, self.uri, self.version)
        return b"%b %d %b" % (self.version, self.status, self.reason)


def parse_first_line(line: bytes) -> MsgStart:
    """The first line, given without its line end.

    Raises:
        SipParseError: 505 for another version of SIP, 414 for a URI over the limit, 400 for anything else.

    >>> parse_first_line(b"BYE sip:a@b SIP/2.0").method
    b'BYE'
    >>> parse_first_line(b"SIP/2.0 180 Ringing").status
    180
    """
    pieces = line.split(b" ")
    if len(pieces) == _WORDS and pieces[2] == b"SIP/2.0" and pieces[0] in KNOWN_METHODS:
        uri = pieces[1]
        if uri and len(uri) <= MAX_URI_BYTES and b"\t" not in uri:
            return MsgStart(True, pieces[0], uri)
    if line[:4].upper() == b"SIP/":
        return _status_line(line)
    return _request_line(line, pieces)


def _status_line(line: bytes) -> MsgStart:
    version, _, rest = line.partition(b" ")
    _check_version(version, 0)
    code, space, reason = rest.partition(b" ")
    at = len(version) + 1
    if len(code) != _STATUS_DIGITS or not code.isdigit() or code[:1] not in b"123456":
        raise SipParseError(400, f"first line: status {quote(code, 20)} is not in 100..699", at)
    if not space:
        raise SipParseError(400, "first line: a blank must follow the status", at + 3)
    return MsgStart(False, status=int(code), reason=reason, version=version)


def _request_line(line: bytes, pieces: list[bytes]) -> MsgStart:
    method = pieces[0]
    if not is_token(method):
        raise SipParseError(400, f"first line: {quote(line, 40)} does not begin with a method", 0)
    if len(method) > MAX_METHOD_BYTES:
        raise SipParseError(400, f"first line: method of {len(method)} bytes, the limit is {MAX_METHOD_BYTES}", 0)
    if len(pieces) != _WORDS or not pieces[1] or not pieces[2]:
        raise SipParseError(400, f"first line: {len(pieces) - 1} blanks, there must be 2 single ones", len(method))
    uri, version = pieces[1], pieces[2]
    _check_version(version, len(line) - len(version))
    if len(uri) > MAX_URI_BYTES:
        raise SipParseError(414, f"first line: URI of {len(uri)} bytes, the limit is {MAX_URI_BYTES}", len(method) + 1)
    if len(uri) != len(uri.translate(None, _BLANKS_IN_URI)):
        raise SipParseError(400, "first line: white space in the URI", len(method) + 1)
    return MsgStart(True, method, uri, version=version)


def _check_version(version: bytes, at: int) -> None:
    if version.upper() == b"SIP/2.0":
        return
    name, slash, digits = version.partition(b"/")
    major, dot, minor = digits.partition(b".")
    if name.upper() == b"SIP" and slash and dot and major.isdigit() and minor.isdigit():
        raise SipParseError(505, f"first line: version {quote(version, 20)} is not SIP/2.0", at)
    raise SipParseError(400, f"first line: {quote(version, 20)} is no SIP version", at)
