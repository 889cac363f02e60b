"""Plan: what one REGISTER changes, found out before anything changes (kamailio src/modules/registrar/save.c update_contacts()).

Kamailio changes one contact after the other and stops at the first that it cannot take; here the whole is planned, refused or
done (RFC 3261 §10.3: a REGISTER is acted upon as a whole or not at all).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from kahea.api.peers.usrloc import Match, Ucontact, UlChange, UsrlocStore
from kahea.modules.registrar.errors import Problem, Refused

__all__ = ["Done", "Plan", "removal"]


class Done(IntEnum):
    """What save() returns."""

    INSERTED = 1
    UPDATED = 2
    DELETED = 3
    LISTED = 4


@dataclass(slots=True, kw_only=True)
class Plan:
    """The changes so far; `contacts` are those of the address of record as they will stand."""

    store: UsrlocStore
    contacts: Sequence[Ucontact]
    now: int
    next_id: Callable[[], bytes]
    is_strict: bool = True
    is_mem: bool = False
    changes: list[UlChange] = field(default_factory=list)
    done: Done | None = None
    was_empty: bool = field(init=False)
    planned: list[Ucontact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.was_empty = not self.contacts

    def take(self, new: Ucontact, *, is_removal: bool, is_only: bool) -> bool:
        """Whether the contacts behind this one count too: not, when this one has become the only one (`is_only`).

        Raises:
            Refused: a newer REGISTER has been here before.
        """
        match, old = self.store.get_ucontact(self.contacts, new)
        if match is Match.INVALID:
            raise Refused(Problem.OUT_OF_ORDER if self.is_strict else Problem.INV_CSEQ)
        if match is Match.SKIP and not (self.was_empty and old in self.planned):
            return is_removal or not is_only
        if old is None:
            return self._insert(new, is_removal=is_removal, is_only=is_only)
        if is_removal:
            self._change(UlChange(old, None, self.is_mem))
            self.done = Done.DELETED
            return True
        return self._update(old, new, is_only=is_only)

    def _insert(self, new: Ucontact, *, is_removal: bool, is_only: bool) -> bool:
        if is_removal:
            return True
        new.ruid = self.next_id()
        self._change(UlChange(None, new, self.is_mem))
        self.done = Done.INSERTED
        if is_only and not self.was_empty:
            self._remove_others(new, self.contacts)
            return False
        return True

    def _update(self, old: Ucontact, new: Ucontact, *, is_only: bool) -> bool:
        is_last = False
        if is_only:
            self._remove_others(old, self.contacts)
            is_last = True
        if new.instance and new.callid != old.callid:
            self._remove_others(old, [each for each in self.contacts if each.instance == old.instance])
            is_last = True
        new.ruid = old.ruid
        new.partition, new.ka_roundtrip_us = old.partition, old.ka_roundtrip_us
        self._change(UlChange(old, new, self.is_mem))
        self.done = Done.UPDATED
        return not is_last

    def _remove_others(self, kept: Ucontact, contacts: Iterable[Ucontact]) -> None:
        for each in tuple(contacts):
            if each is not kept:
                self._change(UlChange(each, None, self.is_mem))

    def _change(self, change: UlChange) -> None:
        """The change is one more, or becomes one with that which the same REGISTER has made before of the same contact."""
        self.contacts = self.store.in_order(self.contacts, change)
        old, new, is_mem = change
        earlier = next((at for at, each in enumerate(self.changes) if old is not None and each.new is old), None)
        if earlier is not None:
            before = self.changes.pop(earlier).old
            change = UlChange(before, new, is_mem)
        if change.old is not None or new is not None:
            self.changes.append(change)
        if new is not None:
            self.planned.append(new)

    def check_count(self, most: int) -> None:
        """Nothing, when no more than `most` contacts will stand.

        Raises:
            Refused: there would be more (503).
        """
        if most and sum(each.is_valid(self.now) for each in self.contacts) > most:
            raise Refused(Problem.TOO_MANY)


def removal(contacts: Sequence[Ucontact], callid: bytes, cseq: int, *, is_mem: bool, is_strict: bool) -> list[UlChange]:
    """The changes that remove all contacts, as ``Contact: *`` asks.

    Raises:
        Refused: one of them was registered by a newer REGISTER of the same Call-ID (RFC 3261 §10.3 step 6; Kamailio looks
            at none).
    """
    if is_strict and any(each.callid == callid and each.cseq >= cseq for each in contacts):
        raise Refused(Problem.OUT_OF_ORDER)
    return [UlChange(each, None, is_mem) for each in contacts]
