"""Which transaction a request belongs to (RFC 3261 §17.2.3, kamailio src/modules/tm/t_lookup.c)."""

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError, ViaBody
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.conf import Conf

__all__ = ["NoIdentity", "callid_of", "cseq_number", "from_tag_of", "request_key", "to_tag_of"]


class NoIdentity(Exception):  # noqa: N818  it says what the message lacks
    """The request has no Via, Call-ID, CSeq or From that a transaction could be known by."""


def callid_of(msg: SipMsg) -> bytes:
    """The Call-ID; empty without one."""
    try:
        return msg.parsed(HdrType.CALLID) or b""
    except SipParseError:
        return b""


def cseq_number(msg: SipMsg) -> int:
    """The number in CSeq; 0 without one."""
    try:
        cseq = msg.parsed(HdrType.CSEQ)
    except SipParseError:
        return 0
    return 0 if cseq is None else int(cseq.number)


def from_tag_of(msg: SipMsg) -> bytes:
    """The tag in From; empty without one."""
    return _tag(msg, HdrType.FROM)


def to_tag_of(msg: SipMsg) -> bytes:
    """The tag in To; empty without one."""
    return _tag(msg, HdrType.TO)


def _tag(msg: SipMsg, kind: HdrType) -> bytes:
    try:
        body = msg.parsed(kind)
    except SipParseError:
        return b""
    return b"" if body is None else bytes(body.tag_value)


def request_key(msg: SipMsg, conf: Conf, method: bytes | None = None) -> object:
    """What the request and its retransmissions have in common; `method` stands in for its own to find what it is about.

    An ACK has its INVITE's key (RFC 3261 §17.2.3), a CANCEL's INVITE is found by the CANCEL's key with ``INVITE``.

    Raises:
        NoIdentity: the request lacks what the key is made of.
    """
    if method is None:
        method = msg.first_line.method
        if method == b"ACK":
            method = b"INVITE"
    via = msg.via1
    if via is None:
        raise NoIdentity("no Via")
    if conf.callid_cseq_matching:
        return _callid(msg), cseq_number(msg), method
    if via.has_magic_branch:
        key = (via.branch, via.host.lower(), via.port, method)
        return (*key, _callid(msg)) if conf.callid_matching else key
    return _old_key(msg, conf, method, via)


def _old_key(msg: SipMsg, conf: Conf, method: bytes, via: ViaBody) -> object:
    """The key by RFC 2543: URI, tag, Call-ID, CSeq and Via; the To tag only where an ACK cannot have got it from a reply."""
    return (
        _callid(msg),
        cseq_number(msg),
        method,
        from_tag_of(msg),
        b"" if method == b"INVITE" else to_tag_of(msg),
        msg.first_line.uri if conf.ruri_matching else b"",
        (via.host.lower(), via.port, via.branch) if conf.via1_matching else None,
    )


def _callid(msg: SipMsg) -> bytes:
    callid = callid_of(msg)
    if not callid:
        raise NoIdentity("no Call-ID")
    return callid


def is_e2e_ack(t: Cell, msg: SipMsg) -> bool:
    """Whether the ACK `msg` is for a 2xx of `t`: both tags agree (kamailio t_lookup.c partial_dlg_matching())."""
    if not _is_from_the_same(t.request, msg):
        return False
    tag = to_tag_of(msg)
    return tag in t.to_tags or tag == t.to_tag != b""


def _is_from_the_same(one: SipMsg, other: SipMsg) -> bool:
    """Whether From has the same tag; nearly always the whole line is the same, which costs no parsing."""
    here, there = one.hdr(HdrType.FROM), other.hdr(HdrType.FROM)
    if here is not None and there is not None and here.line == there.line:
        return True
    return from_tag_of(one) == from_tag_of(other)
