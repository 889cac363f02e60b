"""What a strict element must answer to a message before any script runs: RFC 3261 §8.2, §10.3, §16.3, as one pure function.

The checks are a table of small functions; each raises `SipParseError` with the reply to send.  A reply or an ACK that fails is
discarded, and so is a request that gives no place to answer to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from kahea.base.strutils import quote
from kahea.parser.errors import SipParseError
from kahea.parser.fline import KNOWN_METHODS
from kahea.parser.headers.content_type import MediaType
from kahea.parser.hf import HDR_EOH_F, HdrType, spec_of
from kahea.parser.message import Message
from kahea.parser.reply_parts import reply_parts
from kahea.parser.uri import SipUri, parse_uri

__all__ = [
    "Abilities",
    "Action",
    "BadExtensionError",
    "Role",
    "Verdict",
    "check_any",
    "check_forwarding",
    "check_request",
    "classify",
]


class Role(Enum):
    """What the element is to the request."""

    UAS = "uas"
    PROXY = "proxy"
    REGISTRAR = "registrar"


class Action(Enum):
    """What becomes of the message."""

    ACCEPT = "accept"
    REJECT = "reject"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What the element can do; names in lower case but methods and extensions."""

    methods: frozenset[bytes] = KNOWN_METHODS
    extensions: frozenset[bytes] = frozenset((b"path", b"100rel", b"timer", b"replaces", b"outbound", b"gruu"))
    schemes: frozenset[bytes] = frozenset((b"sip", b"sips"))
    media: frozenset[bytes] = frozenset((b"application/sdp", b"text/plain", b"multipart/mixed", b"multipart/alternative"))
    encodings: frozenset[bytes] = frozenset((b"identity",))
    answers: bytes = b"application/sdp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The action; for REJECT the reply's code and reason, for 420 the extensions to list in Unsupported."""

    action: Action
    code: int = 0
    reason: str = ""
    unsupported: tuple[bytes, ...] = ()


class BadExtensionError(SipParseError):
    """A 420: extensions are required that the element does not have; `extensions` are they."""

    def __init__(self, extensions: tuple[bytes, ...]) -> None:
        super().__init__(420, "bad Extension", 0)
        self.extensions = extensions


_SINGLE = (HdrType.TO, HdrType.FROM, HdrType.CALLID, HdrType.CSEQ, HdrType.MAXFORWARDS, HdrType.CONTENTTYPE)
_REQUIRED = (HdrType.TO, HdrType.FROM, HdrType.CALLID, HdrType.CSEQ)
_READ_ONCE = (*_REQUIRED, HdrType.MAXFORWARDS)
_READ_ALL = (HdrType.CONTACT, HdrType.ROUTE, HdrType.RECORDROUTE)
_ACCEPTED = Verdict(action=Action.ACCEPT)


def classify(buf: bytes, role: Role, able: Abilities = Abilities()) -> Verdict:
    r"""The verdict on the datagram `buf` for an element in that role.

    >>> verdict = classify(b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n", Role.UAS)
    >>> verdict.action, verdict.code, verdict.reason
    (<Action.REJECT: 'reject'>, 400, 'Missing To')
    >>> classify(b"BYE sip:a@b SIP/2.0\r\n\r\n", Role.UAS).action
    <Action.DISCARD: 'discard'>
    """
    try:
        msg = Message(buf)
        msg.parse_headers(HDR_EOH_F)
        check_any(msg)
        if msg.is_request:
            check_request(msg, role, able)
    except BadExtensionError as error:
        return _refuse(buf, error.code, error.reply_reason, error.extensions)
    except SipParseError as error:
        return _refuse(buf, error.code, error.reply_reason)
    return _ACCEPTED


def check_request(msg: Message, role: Role | None = None, able: Abilities = Abilities()) -> None:
    """Nothing; an element in that role may serve the request; without a role only what every element checks is checked.

    Raises:
        BadExtensionError: it requires an extension that the element does not have.
        SipParseError: the reply to send.
    """
    for check in _CHECKS[role] if role is not None else _ANY_ROLE:
        check(msg, able)


def check_forwarding(msg: Message, able: Abilities = Abilities()) -> None:
    """Nothing; a proxy may forward the request, which `check_request` has let pass before (RFC 3261 §16.3 steps 3 and 5).

    Raises:
        BadExtensionError: it requires an extension that the proxy does not have.
        SipParseError: the reply to send.
    """
    _check_max_forwards(msg, able)
    _check_proxy_require(msg, able)


def _refuse(buf: bytes, code: int, reason: str, unsupported: tuple[bytes, ...] = ()) -> Verdict:
    if buf.lstrip(b"\r\n")[:4].upper() == b"SIP/" or not reply_parts(buf).is_answerable:
        return Verdict(action=Action.DISCARD, reason=reason)
    return Verdict(action=Action.REJECT, code=code, reason=reason, unsupported=unsupported)


def check_any(msg: Message) -> None:
    """Nothing; request or reply, the headers that are needed are there, once, and those that everybody reads can be read.

    Raises:
        SipParseError: the reply to send, if it is a request.
    """
    if not msg.values(HdrType.VIA):
        raise SipParseError(400, "missing Via", msg.eoh)
    for kind in _REQUIRED:
        if not msg.count(kind):
            spec = spec_of(kind)
            raise SipParseError(400, f"missing {spec.name.decode() if spec else kind.name}", msg.eoh)
    for kind in _SINGLE:
        if msg.count(kind) > 1:
            fields = msg.hdrs(kind)
            raise SipParseError(400, f"{fields[1].name.decode()} is there {len(fields)} times", fields[1].start)
    for kind in _READ_ONCE:
        _ = msg.parsed(kind)
    for kind in _READ_ALL:
        for field in msg.hdrs(kind):
            _ = field.parsed
    _ = msg.body


def _check_request_line(msg: Message, able: Abilities) -> None:
    uri = parse_uri(msg.first_line.uri)
    if uri.scheme.lower() not in able.schemes:
        raise SipParseError(416, f"unsupported URI scheme {quote(uri.scheme, 40)}", 0)
    if uri.headers is not None:
        raise SipParseError(400, "the Request-URI has headers", 0)
    method, cseq = msg.first_line.method, msg.parsed(HdrType.CSEQ)
    if cseq.method != method:
        raise SipParseError(400, f"cseq: method {quote(cseq.method, 40)} is not {quote(method, 40)}", 0)


def _check_branch(msg: Message, able: Abilities) -> None:  # noqa: ARG001
    """A branch that is the magic start and nothing more names no transaction."""
    via = msg.via1
    if via is not None and (via.branch or b"").lower() == b"z9hg4bk":
        raise SipParseError(400, "via: the branch has nothing behind its magic start", 0)


def _check_max_forwards(msg: Message, able: Abilities) -> None:  # noqa: ARG001
    if msg.parsed(HdrType.MAXFORWARDS) == 0:
        raise SipParseError(483, "too many hops", 0)


def _check_method(msg: Message, able: Abilities) -> None:
    if msg.first_line.method not in able.methods:
        code, reason = (405, "method not allowed") if msg.first_line.method in KNOWN_METHODS else (501, "not implemented")
        raise SipParseError(code, reason, 0)


def _check_require(msg: Message, able: Abilities) -> None:
    _check_extensions(msg, able, HdrType.REQUIRE)


def _check_proxy_require(msg: Message, able: Abilities) -> None:
    _check_extensions(msg, able, HdrType.PROXYREQUIRE)


def _check_extensions(msg: Message, able: Abilities, kind: HdrType) -> None:
    """RFC 3261 §8.2.2.3: never for ACK and CANCEL, which have nobody to try again."""
    if msg.first_line.method in (b"ACK", b"CANCEL"):
        return
    missing = tuple(token for token in msg.values(kind) if token.lower() not in able.extensions)
    if missing:
        raise BadExtensionError(missing)


def _check_content(msg: Message, able: Abilities) -> None:
    """RFC 3261 §8.2.3: the body's type and packing, unless Content-Disposition makes it optional."""
    media: MediaType | None = msg.parsed(HdrType.CONTENTTYPE)
    disposition = msg.parsed(HdrType.CONTENTDISPOSITION)
    if not msg.body or (disposition is not None and disposition.params.get(b"handling") == b"optional"):
        return
    if media is not None and media.name not in able.media:
        raise SipParseError(415, f"unsupported media type {quote(media.name, 60)}", 0)
    if any(token.lower() not in able.encodings for token in msg.values(HdrType.CONTENTENCODING)):
        raise SipParseError(415, "unsupported content encoding", 0)


def _check_accept(msg: Message, able: Abilities) -> None:
    """RFC 3261 §21.4.7: an INVITE whose Accept leaves no room for the answer."""
    if not msg.count(HdrType.ACCEPT):
        return
    ranges: tuple[MediaType, ...] = msg.values(HdrType.ACCEPT)
    family = able.answers.partition(b"/")[0] + b"/*"
    if msg.first_line.method == b"INVITE" and not any(each.name in (able.answers, family, b"*/*") for each in ranges):
        raise SipParseError(406, "not acceptable", 0)


def _check_date(msg: Message, able: Abilities) -> None:  # noqa: ARG001
    _ = msg.parsed(HdrType.DATE)


def _check_register(msg: Message, able: Abilities) -> None:  # noqa: ARG001
    """RFC 3261 §10.3 step 5: the address-of-record is a SIP or SIPS URI."""
    uri: SipUri = msg.parsed(HdrType.TO).parsed_uri
    if not uri.is_sip:
        raise SipParseError(400, f"to: scheme {quote(uri.scheme, 40)} cannot be registered", 0)
    for field in msg.hdrs(HdrType.CONTACT):
        for contact in field.parsed:
            _ = contact.parsed_uri


Check = Callable[[Message, Abilities], None]

_CHECKS: dict[Role, tuple[Check, ...]] = {
    Role.PROXY: (_check_request_line, _check_branch, _check_max_forwards, _check_proxy_require),
    Role.UAS: (_check_request_line, _check_branch, _check_method, _check_date, _check_require, _check_content, _check_accept),
    Role.REGISTRAR: (_check_request_line, _check_branch, _check_method, _check_require, _check_register),
}
_ANY_ROLE: tuple[Check, ...] = (_check_request_line, _check_branch)
