"""WriteThroughStore: db_mode 1.  What was acknowledged is in the database."""

from collections.abc import Sequence
from itertools import islice

from kahea.api import engine, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import CState, Ucontact, UlChange
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.table import ContactTable

__all__ = ["BATCH", "CachedStore", "WriteThroughStore", "needs_row", "state_after"]

BATCH = 500
"""How many changes make one transaction of the timer."""


def needs_row(change: UlChange) -> bool:
    """Whether the database has to know of a change: not of one made in memory only, nor of the end of such a contact."""
    if change.is_mem:
        return False
    return change.new is not None or (change.old is not None and change.old.state is not CState.NEW)


def state_after(change: UlChange, written: CState) -> CState:
    """How the new contact of a change stands to its row: as `written` says, unless the database was not to know."""
    if not change.is_mem:
        return written
    return CState.NEW if change.old is None or change.old.state is CState.NEW else CState.DIRTY


class CachedStore(MemoryStore):
    """A table in memory that is read from the database when the server starts; of the modes 1, 2 and 4."""

    table: ContactTable

    async def read_table(self) -> int:
        """How many contacts were read; those that have ended are left to the timer.

        Raises:
            DbError: the database does not answer, or the table is another one.
        """
        await self.table.check_version()
        contacts = await self.table.all(is_own=True)
        for each in contacts:
            self.without_connection(each)
            self.load(each)
        return len(contacts)

    def without_connection(self, contact: Ucontact) -> None:
        """The connections of the last run are gone; with handle_lost_tcp, so are the contacts behind them."""
        if contact.connection_id > 0 and self.rules.follows_connections:
            contact.expires = 1
        contact.connection_id = -1


class WriteThroughStore(CachedStore):
    """The rows change first, then the memory: if the database refuses, nothing has happened."""

    def __init__(self, memory: MemoryStore, table: ContactTable) -> None:
        super().__init__(memory.name, memory.rules, memory.callbacks, memory.locks)
        self.table = table
        self.graves: dict[bytes, Ucontact] = {}
        """Contacts that are gone from memory and still have their row, by id."""
        self.doubtful: set[bytes] = set()
        """Addresses of record of which a change has failed, perhaps after it was made: their rows have the last word."""

    async def lock(self, aor: bytes) -> object:
        """The key of the lock of `aor`: others might change it while the database is asked.

        Raises:
            DbError: the rows have to be looked at first, and the database does not answer.
        """
        key = await self.locks.get(aor)
        if aor in self.doubtful:
            try:
                await self._settle(aor)
            except DbError:
                self.locks.release(key)
                raise
        return key

    async def _settle(self, aor: bytes) -> None:
        """Memory says what the rows say."""
        rows = {each.ruid: each for each in await self.table.of_aor(aor)}
        for each in rows.values():
            self.without_connection(each)
        known = {each.ruid: each for each in self.records.get(aor, ()) if each.state is not CState.NEW}
        gone = [UlChange(each, None) for ruid, each in known.items() if ruid not in rows]
        self.put(aor, [*gone, *[UlChange(known.get(ruid), each) for ruid, each in rows.items()]])
        self.doubtful.discard(aor)

    def unlock(self, key: object) -> None:
        """Nothing; the lock is free."""
        self.locks.release(key)

    def is_busy(self, aor: bytes) -> bool:
        """Whether somebody has the lock of `aor`."""
        return self.locks.is_held(aor)

    async def change(self, aor: bytes, changes: Sequence[UlChange]) -> None:
        """Nothing; all have happened, in the database first.

        Raises:
            DbError: none has.
        """
        written = [each for each in changes if needs_row(each)]
        try:
            done = await self.table.commit(written)
        except DbError:
            self.doubtful.add(aor)
            raise
        for each in changes:
            if each.new is not None:
                each.new.state = state_after(each, CState.SYNC)
        if done < len(written):
            lost = {id(each) for each in written[done:]}
            changes = [each for each in changes if id(each) not in lost]
        self.put(aor, changes)

    async def run_timer(self, now: int) -> None:
        """Nothing; what has ended is gone, from the database too unless that fails: then it is tried again."""
        for aor in tuple(self.doubtful):
            self.unlock(await self.lock(aor))
        for each in self.take_expired(now):
            self.bury(each)
        await self.flush()

    def bury(self, contact: Ucontact) -> None:
        """Nothing; the row of a contact that is gone from memory will be deleted."""
        if contact.state is not CState.NEW:
            self.graves[contact.ruid] = contact

    async def flush(self) -> bool:
        """Whether no row is left whose contact is gone."""
        while self.graves:
            batch = tuple(islice(self.graves.values(), BATCH))
            try:
                await self.table.commit([UlChange(each, None) for each in batch])
            except DbError as fault:
                log("usrloc").err("table %s: ended contacts keep their rows for now: %s", self.name, fault)
                return False
            for each in batch:
                self.graves.pop(each.ruid, None)
        return True

    async def clean(self) -> None:
        """Nothing; ended rows are gone, whoever wrote them (parameter db_timer_clean).

        Raises:
            DbError: they are not.
        """
        await self.table.delete_ended(int(engine().wall_time))
