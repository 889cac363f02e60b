r"""Whether a message is written so plainly that the strict verdict need not read it.

Nearly every message in the field is: one value on a header line, no folds, no comments, no escapes in quotes.  `is_plain`
looks at each line that `verdict.check_any` and `verdict.check_request` would parse, once, with one pattern, at a tenth of
the price.  It is sound, not complete: what it takes they take (a property test holds them to it), and what it does not take
may still be good.

The patterns are possessive: no line is gone over twice.
"""

import re
from typing import Final

from kahea.parser.hf import HdrType
from kahea.parser.limits import MAX_URI_BYTES
from kahea.parser.message import Message

__all__ = ["is_plain"]

_TOKEN = rb"[A-Za-z0-9\-.!%*_+`'~]"
_PARAMS = rb"(?:;" + _TOKEN + rb'++(?:=[^\x00-\x20\x7f",;<>]++)?+){0,32}+'
_ADDRESS = rb'(?:"[^"\\\x00-\x1f]*+" ?+|[A-Za-z0-9\-.!%*_+`\'~ ]*+)<[a-z][^\x00-\x20\x7f<>"]*+>' + _PARAMS
_HOST = rb"[A-Za-z0-9_](?:[A-Za-z0-9._\-])*+"
_PORT = rb"(?::[1-9][0-9]{0,3}+(?![0-9]))?+"
_OCTET = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_RECEIVED = rb"received=" + rb"\.".join([_OCTET] * 4) + rb"(?![^;, ])"
_VIA_PARAM = rb"(?:" + _RECEIVED + rb"|(?!(?i:received))" + _TOKEN + rb"++(?:=[A-Za-z0-9\-.!%*_+`'~:/]++)?+)"
_URI_PARAM = rb";[A-Za-z0-9\-_.!~*'()\[\]/:&+$]++(?:=[A-Za-z0-9\-_.!~*'()\[\]/:&+$]++)?+"


def _line(body: bytes) -> re.Pattern[bytes]:
    """A whole header line with that body."""
    return re.compile(rb"[^:\r\n]++:[ \t]*+" + body + rb"[ \t]*+")


_NAMED = _line(_ADDRESS)
_LISTED = _line(_ADDRESS + rb"(?:, ?+" + _ADDRESS + rb"){0,7}+")
_VIA = rb"SIP/2\.0/(?:UDP|TCP|TLS|SCTP|WSS?) " + _HOST + _PORT + rb"(?:;" + _VIA_PARAM + rb"){0,32}+"
_PATTERNS: Final = {
    HdrType.VIA: _line(_VIA + rb"(?:, ?+" + _VIA + rb"){0,7}+"),
    HdrType.TO: _NAMED,
    HdrType.FROM: _NAMED,
    HdrType.CALLID: _line(rb"[\x21-\x7e]++"),
    HdrType.CSEQ: _line(rb"[0-9]{1,9}+ " + _TOKEN + rb"++"),
    HdrType.MAXFORWARDS: _line(rb"[0-9]{1,2}+"),
    HdrType.CONTENTTYPE: _line(rb"[^\r\n]*+"),
    HdrType.CONTENTLENGTH: _line(rb"[0-9]{1,6}+"),
    HdrType.CONTACT: _LISTED,
    HdrType.ROUTE: _LISTED,
    HdrType.RECORDROUTE: _LISTED,
}
_CHECKS: Final = {kind: pattern.fullmatch for kind, pattern in _PATTERNS.items()}
_MANY: Final = (1 << HdrType.VIA) | (1 << HdrType.CONTACT) | (1 << HdrType.ROUTE) | (1 << HdrType.RECORDROUTE)
_NEEDED: Final = sum(1 << kind for kind in (HdrType.VIA, HdrType.TO, HdrType.FROM, HdrType.CALLID, HdrType.CSEQ))
_MOST_LINES: Final = 48
_URI = re.compile(
    rb"sips?:(?:[A-Za-z0-9\-_.!~*'()&=+$,;/]++@)?+" + _HOST + _PORT + rb"(?:" + _URI_PARAM + rb"){0,32}+"
).fullmatch


def is_plain(msg: Message) -> bool:
    r"""True when the checks that every element makes of `msg` cannot fail.

    >>> head = b"Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>;tag=1\r\nCall-ID: x\r\nCSeq: 1 BYE\r\n"
    >>> is_plain(Message(b"BYE sip:a@b SIP/2.0\r\n" + head + b"\r\n"))
    True
    >>> is_plain(Message(b"BYE sip:a@b SIP/2.0\r\n" + head.replace(b"<sip:a@b>", b"sip:a@b") + b"\r\n"))
    False
    """
    first = msg.first_line
    if first.is_request and (len(first.uri) > MAX_URI_BYTES or not _URI(first.uri)):
        return False
    seen = lines = 0
    for kind, line in msg.lines:
        lines += 1
        check = _CHECKS.get(kind)
        if check is None:
            continue
        bit = 1 << kind
        if (seen & bit and not bit & _MANY) or check(line) is None:
            return False
        seen |= bit
        if kind is HdrType.CSEQ and first.is_request and line.rsplit(b" ", 1)[1].strip() != first.method:
            return False
    if seen & _NEEDED != _NEEDED or lines > _MOST_LINES:
        return False
    length: int | None = msg.parsed(HdrType.CONTENTLENGTH)
    return (length is None or msg.eoh + length <= len(msg.buf)) and _has_branch(msg)


def _has_branch(msg: Message) -> bool:
    """Whether the top Via's branch, if it has one, names a transaction."""
    via = msg.via1
    return via is not None and (via.branch or b"").lower() != b"z9hg4bk"
