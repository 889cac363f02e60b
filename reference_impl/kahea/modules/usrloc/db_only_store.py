"""DbOnlyStore: db_mode 3.  Nothing is kept in memory: servers that share the database share its contacts."""

from collections.abc import AsyncIterator, Sequence

from kahea.api import engine
from kahea.api.peers.usrloc import CState, Matched, Ucontact, UlChange, UlEvent
from kahea.modules.usrloc import params
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.order import in_order
from kahea.modules.usrloc.table import ContactTable
from kahea.modules.usrloc.write_through_store import needs_row

__all__ = ["DbOnlyStore"]


class DbOnlyStore:
    """The contacts as the database has them at the moment; `UsrlocStore`."""

    def __init__(self, memory: MemoryStore, table: ContactTable) -> None:
        self.name = memory.name
        self.rules = memory.rules
        self.callbacks = memory.callbacks
        self.locks = memory.locks
        self.table = table
        self.expired = 0

    async def get_urecord(self, aor: bytes) -> Sequence[Ucontact]:
        """The contacts of `aor`.

        Raises:
            DbError: the database does not answer.
        """
        found: list[Ucontact] = []
        for each in await self.table.of_aor(aor):
            self._check_connection(each)
            found = self.in_order(found, UlChange(None, each))
        return found

    def _check_connection(self, contact: Ucontact) -> None:
        """The number of a connection means something to the server that has it, since it was started."""
        here = engine()
        is_own = contact.server_id == here.core.server_id
        if not is_own or contact.last_modified < here.started_at + here.wall_offset:
            contact.connection_id = -1

    async def get_by_ruid(self, ruid: bytes) -> Ucontact | None:
        """The contact of that id.

        Raises:
            DbError: the database does not answer.
        """
        return next(iter(await self.table.of_ruid(ruid)), None)

    async def change(self, aor: bytes, changes: Sequence[UlChange]) -> None:  # noqa: ARG002  of the protocol
        """Nothing; all have happened, but for those that the database is not to know of.

        Raises:
            DbError: none has.
        """
        written = [each for each in changes if needs_row(each)]
        for each in written[: await self.table.commit(written)]:
            if each.new is not None:
                each.new.state = CState.SYNC
            self.callbacks.changed(each)

    def in_order(self, contacts: Sequence[Ucontact], change: UlChange) -> list[Ucontact]:
        """The contacts after `change`."""
        return in_order(contacts, change, newest_first=self.rules.newest_first)

    def get_ucontact(self, contacts: Sequence[Ucontact], new: Ucontact) -> Matched:
        """The predecessor of `new`."""
        return self.rules.get_ucontact(contacts, new)

    async def lock(self, aor: bytes) -> object:
        """The key of the lock of `aor`, among the messages of this server."""
        return await self.locks.get(aor)

    def unlock(self, key: object) -> None:
        """Nothing; the lock is free."""
        self.locks.release(key)

    async def all_contacts(self) -> AsyncIterator[Ucontact]:
        """Every contact that has not ended.

        Raises:
            DbError: the database does not answer.
        """
        for each in await self.table.count(int(engine().wall_time)):
            self._check_connection(each)
            yield each

    async def run_timer(self, now: int) -> None:
        """Nothing; rows that have ended rm_expired_delay seconds ago are gone, and who listens was told.

        Raises:
            DbError: they are not.
        """
        before = now - params.rm_expired_delay.value
        if self.callbacks.events & UlEvent.EXPIRE:
            for each in await self.table.ended(before):
                self.callbacks.run(UlEvent.EXPIRE, each)
        await self.table.delete_ended(before)

    async def flush(self) -> bool:
        """True: everything is in the database."""
        return True

    def users(self) -> int:
        """0: nothing is counted here; RPC ul.db_users asks the database."""
        return 0

    def contacts(self) -> int:
        """0, as `users`."""
        return 0
