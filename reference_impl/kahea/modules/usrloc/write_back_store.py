"""WriteBackStore: db_mode 2.  What was acknowledged is in the database once the timer has run.

A crash loses what happened since then, timer_interval seconds at most; an orderly stop loses nothing.
"""

from collections.abc import Sequence
from itertools import islice

from kahea.api import log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import CState, Ucontact, UlChange
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.table import ContactTable
from kahea.modules.usrloc.write_through_store import BATCH, WriteThroughStore

__all__ = ["WriteBackStore"]


class WriteBackStore(WriteThroughStore):
    """Memory first; `waiting` are the contacts whose rows are older or not there, by id."""

    def __init__(self, memory: MemoryStore, table: ContactTable) -> None:
        super().__init__(memory, table)
        self.waiting: dict[bytes, Ucontact] = {}
        self._is_flushing = False
        self._in_flight: set[bytes] = set()

    async def lock(self, aor: bytes) -> object:  # noqa: ARG002  of the protocol
        """None: nothing waits between reading and changing."""
        return None

    def unlock(self, key: object) -> None:
        """Nothing."""

    async def change(self, aor: bytes, changes: Sequence[UlChange]) -> None:
        """Nothing; all have happened in memory, and the rows follow with the next run of the timer."""
        for old, new, is_mem in changes:
            if new is not None:
                new.state = CState.NEW if old is None or old.state is CState.NEW else CState.DIRTY
                if not is_mem:
                    self.waiting[new.ruid] = new
            elif old is not None and not is_mem:
                self.bury(old)
            elif old is not None:
                self.waiting.pop(old.ruid, None)
        self.put(aor, changes)

    async def run_timer(self, now: int) -> None:
        """Nothing; what has ended is gone, and what has changed is written, unless that fails: then it is tried again."""
        for each in self.take_expired(now):
            self.bury(each)
        await self.flush()

    def bury(self, contact: Ucontact) -> None:
        """Nothing; the row of a contact that is gone will be deleted, also one that is just being written."""
        self.waiting.pop(contact.ruid, None)
        if contact.ruid in self._in_flight:
            self.graves[contact.ruid] = contact
        super().bury(contact)

    async def flush(self) -> bool:
        """Whether every row says what memory says: changes are written in batches, each a transaction.

        What the database refuses for itself, not for an outage, is left out and tried again with the next run.
        """
        if self._is_flushing:
            return False
        self._is_flushing = True
        try:
            if not await super().flush():
                return False
            waiting = iter(tuple(self.waiting.values()))
            while batch := tuple(islice(waiting, BATCH)):
                if not await self._write(batch):
                    return False
            return not self.waiting and (not self.graves or await super().flush())
        finally:
            self._is_flushing = False

    async def _write(self, batch: tuple[Ucontact, ...]) -> bool:
        """Whether the database is there: the batch is in it then, but for contacts that it refuses."""
        current = [each for each in batch if self.waiting.get(each.ruid) is each]
        self._in_flight = {each.ruid for each in current}
        try:
            self._written(current[: await self.table.commit([_change(each) for each in current])])
        except DbError as fault:
            log("usrloc").err("table %s: %d contacts wait to be written: %s", self.name, len(self.waiting), fault)
            return not fault.is_outage and await self._write_each(current)
        finally:
            self._in_flight = set()
        return True

    async def _write_each(self, contacts: list[Ucontact]) -> bool:
        """Whether the database is still there; the contacts are in it, but for those that it refuses."""
        for each in contacts:
            try:
                await self.table.commit([_change(each)])
            except DbError as fault:
                if fault.is_outage:
                    return False
                log("usrloc").err("table %s: contact %s is refused: %s", self.name, each.ruid.decode("latin-1"), fault)
            else:
                self._written([each])
        return True

    def _written(self, contacts: list[Ucontact]) -> None:
        """The contacts have their rows; one that has changed meanwhile still waits, and has a row now."""
        for each in contacts:
            each.state = CState.SYNC
            now = self.waiting.get(each.ruid)
            if now is each:
                del self.waiting[each.ruid]
            elif now is not None:
                now.state = CState.DIRTY


def _change(contact: Ucontact) -> UlChange:
    return UlChange(None if contact.state is CState.NEW else contact, contact)
