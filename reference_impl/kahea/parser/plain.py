r"""Whether a message is written so plainly that the strict verdict need not read it.

Nearly every message in the field is: one value on a header line, no folds, no comments, no escapes in quotes.  `is_plain`
looks at each line that `verdict.check_any` and `verdict.check_request` would parse, once, with one pattern, at a tenth of
the price.  It is sound, not complete: what it takes they take (a property test holds them to it), and what it does not take
may still be good.  What it has taken apart on the way, the top Via, the request URI and the body's length, it leaves in
the message.

The patterns are possessive: no line is gone over twice.
"""

import re
from typing import Final

from kahea.parser.headers.via import PLAIN_VIA, plain_via
from kahea.parser.hf import HdrType
from kahea.parser.message import Message
from kahea.parser.uri import plain_uri

__all__ = ["is_plain"]

_TOKEN = rb"[A-Za-z0-9\-.!%*_+`'~]"
_PARAMS = rb"(?:;" + _TOKEN + rb'++(?:=[^\x00-\x20\x7f",;<>]++)?+){0,32}+'
_ADDRESS = rb'(?:"[^"\\\x00-\x1f]*+" ?+|[A-Za-z0-9\-.!%*_+`\'~ ]*+)<[a-z][^\x00-\x20\x7f<>"]*+>' + _PARAMS


def _line(body: bytes) -> re.Pattern[bytes]:
    """A whole header line with that body."""
    return re.compile(rb"[^:\r\n]++:[ \t]*+" + body + rb"[ \t]*+")


_NAMED = _line(_ADDRESS)
_LISTED = _line(_ADDRESS + rb"(?:, ?+" + _ADDRESS + rb"){0,7}+")
_PATTERNS: Final = {
    HdrType.VIA: _line(PLAIN_VIA + rb"(?:, ?+" + PLAIN_VIA + rb"){0,7}+"),
    HdrType.TO: _NAMED,
    HdrType.FROM: _NAMED,
    HdrType.CALLID: _line(rb"[\x21-\x7e]++"),
    HdrType.CSEQ: _line(rb"[0-9]{1,9}+ (" + _TOKEN + rb"{1,64}+)"),
    HdrType.MAXFORWARDS: _line(rb"[0-9]{1,2}+"),
    HdrType.CONTENTTYPE: _line(rb"[^\r\n]*+"),
    HdrType.CONTENTLENGTH: _line(rb"([0-9]{1,6}+)"),
    HdrType.CONTACT: _LISTED,
    HdrType.ROUTE: _LISTED,
    HdrType.RECORDROUTE: _LISTED,
}
_MANY: Final = (HdrType.VIA, HdrType.CONTACT, HdrType.ROUTE, HdrType.RECORDROUTE)
_CHECKS: Final = [
    (_PATTERNS[kind].fullmatch, 1 << kind, 0 if kind in _MANY else 1 << kind) if kind in _PATTERNS else None for kind in HdrType
]
"""By the number of the type: the pattern, the type's bit, and the same bit again when the header may come once only."""
_NEEDED: Final = sum(1 << kind for kind in (HdrType.VIA, HdrType.TO, HdrType.FROM, HdrType.CALLID, HdrType.CSEQ))
_MOST_VIAS: Final = 8
_CSEQ: Final = 1 << HdrType.CSEQ
_LENGTH: Final = 1 << HdrType.CONTENTLENGTH
_VIA: Final = 1 << HdrType.VIA


def is_plain(msg: Message) -> bool:
    r"""True when the checks that every element makes of `msg` cannot fail.

    >>> head = b"Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>;tag=1\r\nCall-ID: x\r\nCSeq: 1 BYE\r\n"
    >>> is_plain(Message(b"BYE sip:a@b SIP/2.0\r\n" + head + b"\r\n"))
    True
    >>> is_plain(Message(b"BYE sip:a@b SIP/2.0\r\n" + head.replace(b"<sip:a@b>", b"sip:a@b") + b"\r\n"))
    False
    """
    first = msg.first_line
    if first.is_request:
        first.parsed_uri = plain_uri(first.uri)
        if first.parsed_uri is None:
            return False
    seen = vias = 0
    for at, (kind, line) in enumerate(msg.lines):
        entry = _CHECKS[kind]
        if entry is None:
            continue
        check, bit, once = entry
        if bit == _VIA:
            vias += 1
            top = plain_via(line.partition(b":")[2].strip()) if vias == 1 else None
            if top is not None:
                msg.keep(at, (top,))
                seen |= bit
                continue
        found = check(line)
        if found is None or seen & once:
            return False
        seen |= bit
        if bit == _CSEQ:
            if first.is_request and found[1] != first.method:
                return False
        elif bit == _LENGTH:
            length = int(found[1])
            if msg.eoh + length > len(msg.buf):
                return False
            msg.keep(at, length)
    return seen & _NEEDED == _NEEDED and vias <= _MOST_VIAS
