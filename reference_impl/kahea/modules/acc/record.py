"""A record: what is told of one transaction, wherever it goes (kamailio src/modules/acc/acc.c core2strar())."""

from dataclasses import dataclass
from typing import NamedTuple

from kahea.api import SipMsg, peer, wall_time
from kahea.api.peers.rr import RrApi
from kahea.api.peers.tm import TmApi
from kahea.api.values import HdrType, SipParseError, ToBody
from kahea.modules.acc.exports import detect_direction, reason_from_hf
from kahea.modules.acc.reason_text import reason_text

__all__ = ["Outcome", "Record", "outcome_of_comment", "outcome_of_reply", "record_of"]

_CODE_DIGITS = 3


class Outcome(NamedTuple):
    """Code and reason of a record; both empty when the script has given neither."""

    code: bytes
    reason: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The parts that every record has; `time` is in seconds since 1970."""

    method: bytes
    from_tag: bytes
    to_tag: bytes
    callid: bytes
    outcome: Outcome
    time: float


def outcome_of_comment(comment: bytes) -> Outcome:
    """What the script says in a comment: ``404 Not Found``, or a reason alone.

    >>> outcome_of_comment(b"404 Not Found"), outcome_of_comment(b"gone")
    (Outcome(code=b'404', reason=b'Not Found'), Outcome(code=b'', reason=b'gone'))
    """
    if len(comment) >= _CODE_DIGITS and comment[:_CODE_DIGITS].isdigit():
        return Outcome(comment[:_CODE_DIGITS], comment[_CODE_DIGITS:].lstrip())
    return Outcome(b"", comment)


def outcome_of_reply(reply: SipMsg | None, code: int) -> Outcome:
    """What a reply says; one that was made here (None) has the words of its code."""
    if reply is None:
        return Outcome(b"%d" % code, reason_text(code))
    status, reason = reply.reply_status or (code, reply.first_line.reason)
    return Outcome(b"%d" % status, (_reason_header(reply) if reason_from_hf.value else None) or reason)


def _reason_header(reply: SipMsg) -> bytes | None:
    try:
        field = reply.hdr(HdrType.REASON)
    except SipParseError:
        return None
    return field.body if field is not None else None


def record_of(msg: SipMsg, outcome: Outcome, to: ToBody | None = None) -> Record | None:
    """The record of the request `msg`; None when it lacks a header that every record needs, or has one that cannot be read.

    `to` is the To of the reply, whose tag the request has not; where neither has one, it is the tag of replies that are made
    here.  For a request of the called party From and To change places where detect_direction asks for it: the tags are the
    call's then, not the request's.
    """
    try:
        cseq, callid, from_ = msg.parsed(HdrType.CSEQ), msg.hdr(HdrType.CALLID), msg.parsed(HdrType.FROM)
        to = to or msg.parsed(HdrType.TO)
    except SipParseError:
        return None
    if cseq is None or callid is None or from_ is None or to is None:
        return None
    tags = (from_.tag_value or b"", to.tag_value or _own_tag(msg))
    from_tag, to_tag = reversed(tags) if _is_upstream(msg) else tags
    return Record(
        method=cseq.method,
        from_tag=from_tag,
        to_tag=to_tag,
        callid=callid.body,
        outcome=outcome,
        time=wall_time(),
    )


def _own_tag(msg: SipMsg) -> bytes:
    tm = peer(TmApi) if msg.is_request else None
    return tm.totag(msg) if tm is not None else b""


def _is_upstream(msg: SipMsg) -> bool:
    rr = peer(RrApi) if detect_direction.value and msg.is_request else None
    return rr is not None and not rr.is_downstream(msg)
