"""Which contact a new one takes the place of (kamailio src/modules/usrloc/urecord.c get_ucontact())."""

from collections.abc import Sequence
from enum import IntEnum

from kahea.api.peers.usrloc import Match, Matched, Ucontact

__all__ = ["Matching", "get_ucontact"]

_NOT_FOUND = Matched(Match.NOT_FOUND, None)


class Matching(IntEnum):
    """The values of parameter matching_mode: what two REGISTERs of one contact have in common."""

    CONTACT_ONLY = 0
    CONTACT_CALLID = 1
    CONTACT_PATH = 2
    CALLID_ONLY = 3


def get_ucontact(
    contacts: Sequence[Ucontact], new: Ucontact, mode: Matching, cseq_delay_s: int, *, is_strict: bool = True
) -> Matched:
    """What `new` finds among `contacts`, all of one address of record.

    A phone with a +sip.instance is known by it and its reg-id, whatever its contact (RFC 5626 §6).  A lower CSeq of the
    same Call-ID is refused, an equal one is a retransmission for `cseq_delay_s` seconds (RFC 3261 §10.3 step 7); Kamailio
    does not look at the CSeq of phones that are known by their instance, nor does this with `is_strict` false.
    """
    if new.instance:
        for old in contacts:
            if old.instance == new.instance and old.reg_id == new.reg_id:
                return _in_turn(old, new, cseq_delay_s) if is_strict else Matched(Match.FOUND, old)
        return _NOT_FOUND
    for old in contacts:
        if _is_same(old, new, mode):
            return _in_turn(old, new, cseq_delay_s)
    return _NOT_FOUND


def _is_same(old: Ucontact, new: Ucontact, mode: Matching) -> bool:
    if mode is Matching.CALLID_ONLY:
        return old.callid == new.callid
    if old.contact != new.contact:
        return False
    if mode is Matching.CONTACT_CALLID:
        return old.callid == new.callid
    return mode is Matching.CONTACT_ONLY or not new.path or old.path == new.path


def _in_turn(old: Ucontact, new: Ucontact, cseq_delay_s: int) -> Matched:
    if old.callid == new.callid and new.cseq <= old.cseq:
        is_late = new.cseq < old.cseq or old.last_modified + cseq_delay_s <= new.last_modified
        return Matched(Match.INVALID if is_late else Match.SKIP, old)
    return Matched(Match.FOUND, old)
