"""What a reply needs of its request, taken from the bytes even when the request is bad.

Nothing here raises and nothing is parsed: a reply to a message that failed to parse must not parse it again
(CVE-2018-14767 and CVE-2018-16657 were crashes in exactly that place).
"""

import re
from dataclasses import dataclass

from kahea.parser.abnf import is_token
from kahea.parser.hf import HdrType, hdr_type
from kahea.parser.limits import MAX_HEADERS, MAX_LIST_VALUES

__all__ = ["ReplyParts", "reply_parts"]

_FOLD = re.compile(rb"\r?\n[ \t]++")
_SENT_BY = re.compile(rb"[^ \t/]++[ \t]*+/[ \t]*+[^ \t/]++[ \t]*+/[ \t]*+[^ \t/]++[ \t]++(\[[^\]]*+\]|[^ \t:;,\[]++)")
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_WANTED = (HdrType.FROM, HdrType.TO, HdrType.CALLID, HdrType.CSEQ)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyParts:
    """Header bodies of the request, each on one line without control characters that end lines; None when absent.

    A header that came more than once is there with its first body; `vias` has all of them, up to the limit.
    """

    method: bytes = b""
    vias: tuple[bytes, ...] = ()
    from_: bytes | None = None
    to: bytes | None = None
    callid: bytes | None = None
    cseq: bytes | None = None

    @property
    def sent_by_host(self) -> bytes | None:
        """The host in the topmost Via, found without its grammar; None when the Via is past use."""
        found = _SENT_BY.match(self.vias[0]) if self.vias else None
        return found[1] if found else None

    @property
    def is_answerable(self) -> bool:
        """True when a reply may be sent: a request, not an ACK, with a Via that says where it comes from."""
        return bool(self.method) and self.method != b"ACK" and self.sent_by_host is not None


def reply_parts(buf: bytes) -> ReplyParts:
    r"""The parts of the request in `buf`, good or bad.

    >>> parts = reply_parts(b"OPTIONS sip:a@b SIP/7.0\r\nv: SIP/2.0/UDP h;;\r\nf: \"x\r\nTo :\r\n <sip:a@b>\r\n")
    >>> parts.method, parts.vias, parts.to, parts.callid, parts.is_answerable
    (b'OPTIONS', (b'SIP/2.0/UDP h;;',), b'<sip:a@b>', None, True)
    """
    buf = buf.lstrip(b"\r\n")
    head = _EMPTY_LINE.search(buf)
    first, *lines = _FOLD.sub(b" ", buf[: head.start() if head else len(buf)]).split(b"\n", 4 * MAX_HEADERS)
    method = first.split(None, 1)[0] if first.strip() else b""
    found: dict[HdrType, bytes] = {}
    vias: list[bytes] = []
    for line in lines:
        name, colon, body = line.partition(b":")
        kind = hdr_type(name.strip()) if colon else HdrType.OTHER
        body = body.replace(b"\r", b" ").replace(b"\n", b" ").strip()
        if kind is HdrType.VIA and len(vias) < MAX_LIST_VALUES:
            vias.append(body)
        elif kind in _WANTED:
            found.setdefault(kind, body)
    return ReplyParts(
        method=method if is_token(method) else b"",
        vias=tuple(vias),
        from_=found.get(HdrType.FROM),
        to=found.get(HdrType.TO),
        callid=found.get(HdrType.CALLID),
        cseq=found.get(HdrType.CSEQ),
    )
