"""MemoryStore: a table in memory, the whole of it with db_mode 0 and 4, and what the modes 1 and 2 keep beside their rows."""

from collections.abc import AsyncIterator, Callable, Sequence

from kahea.api import engine
from kahea.api.peers.usrloc import Matched, Ucontact, UlChange, UlEvent
from kahea.modules.usrloc.callbacks import Callbacks
from kahea.modules.usrloc.expiry import Expiry
from kahea.modules.usrloc.locks import AorLocks
from kahea.modules.usrloc.order import in_order
from kahea.modules.usrloc.rules import Rules

__all__ = ["MemoryStore"]

_NONE: tuple[Ucontact, ...] = ()


class MemoryStore:
    """The contacts by address of record; `UsrlocStore`.

    Nothing waits here, so that nobody can come between reading and changing: `lock` gives nothing.
    """

    def __init__(self, name: str, rules: Rules, callbacks: Callbacks, locks: AorLocks) -> None:
        self.name = name
        self.rules = rules
        self.callbacks = callbacks
        self.locks = locks
        self.expired = 0
        """How many contacts have ended (statistic ``location_expires``)."""
        self.records: dict[bytes, list[Ucontact]] = {}
        self.aors: dict[bytes, bytes] = {}
        """The address of record of each contact, by its id."""
        self.connections: dict[int, set[bytes]] = {}
        """The addresses of record with a contact over each connection; kept only for those who have to know."""
        self.expiry = Expiry()

    async def get_urecord(self, aor: bytes) -> Sequence[Ucontact]:
        """The contacts of `aor`."""
        return self.records.get(aor, _NONE)

    async def get_by_ruid(self, ruid: bytes) -> Ucontact | None:
        """The contact of that id."""
        aor = self.aors.get(ruid)
        return None if aor is None else next((each for each in self.records[aor] if each.ruid == ruid), None)

    async def change(self, aor: bytes, changes: Sequence[UlChange]) -> None:
        """Nothing; all have happened in memory."""
        self.put(aor, changes)

    def in_order(self, contacts: Sequence[Ucontact], change: UlChange) -> list[Ucontact]:
        """The contacts after `change`."""
        return in_order(contacts, change, newest_first=self.rules.newest_first)

    def get_ucontact(self, contacts: Sequence[Ucontact], new: Ucontact) -> Matched:
        """The predecessor of `new`."""
        return self.rules.get_ucontact(contacts, new)

    async def lock(self, aor: bytes) -> object:  # noqa: ARG002  of the protocol
        """None: there is nothing to wait for."""
        return None

    def unlock(self, key: object) -> None:
        """Nothing."""

    async def all_contacts(self) -> AsyncIterator[Ucontact]:
        """Every contact that has not ended."""
        now = int(engine().wall_time)
        for contacts in tuple(self.records.values()):
            for each in contacts:
                if each.is_valid(now):
                    yield each

    def put(self, aor: bytes, changes: Sequence[UlChange]) -> None:
        """Nothing; the changes have happened in memory, and who listens was told."""
        contacts: Sequence[Ucontact] = self.records.get(aor, _NONE)
        for change in changes:
            contacts = self.in_order(contacts, change)
            self._note(change)
        if contacts:
            self.records[aor] = contacts if isinstance(contacts, list) else list(contacts)
        else:
            self.records.pop(aor, None)
        if self.callbacks.hears_changes:
            for change in changes:
                self.callbacks.changed(change)

    def _note(self, change: UlChange) -> None:
        """The indexes follow."""
        old, new, _ = change
        if old is None:
            assert new is not None, "a change has an old or a new contact"
            self.aors[new.ruid] = new.aor
            self.expiry.add(new)
        elif new is None:
            del self.aors[old.ruid]
            self.expiry.remove(old)
        else:
            self.expiry.move(old, new)
        if self.rules.follows_connections:
            self._note_connection(change)

    def _note_connection(self, change: UlChange) -> None:
        new = change.new
        if new is not None and new.connection_id > 0:
            self.connections.setdefault(new.connection_id, set()).add(new.aor)

    def load(self, contact: Ucontact) -> None:
        """Nothing; a contact that was read from a row stands in the table, and nobody is told."""
        change = UlChange(None, contact)
        self.records[contact.aor] = self.in_order(self.records.get(contact.aor, _NONE), change)
        self._note(change)

    def take_expired(self, now: int) -> list[Ucontact]:
        """The contacts that have ended, which are gone from memory now; who listens was told before."""
        return [each for aor in self.expiry.due(now) for each in self._take_expired_of(aor, now)]

    def is_busy(self, aor: bytes) -> bool:  # noqa: ARG002  some stores are
        """Whether the contacts of `aor` are being changed, so that the timer leaves them alone."""
        return False

    def _take_expired_of(self, aor: bytes, now: int) -> list[Ucontact]:
        contacts = self.records.get(aor, _NONE)
        if self.is_busy(aor):
            for each in contacts:
                self.expiry.postpone(each, now + 1)
            return []
        ended = [each for each in contacts if not each.is_valid(now)]
        for each in contacts:
            if each.looked_at <= now and each.is_valid(now):
                self.expiry.add(each)
        self.remove(aor, ended)
        return ended

    def remove(self, aor: bytes, ended: Sequence[Ucontact]) -> None:
        """Nothing; the contacts have ended: they are gone from memory, and who listens was told before."""
        for each in ended:
            self.callbacks.run(UlEvent.EXPIRE, each)
            if self.rules.close_expired_tcp and each.connection_id > 0:
                _close(each.connection_id)
        left = [each for each in self.records.get(aor, _NONE) if each not in ended]
        for each in ended:
            self._note(UlChange(each, None))
        self.expired += len(ended)
        if left:
            self.records[aor] = left
        else:
            self.records.pop(aor, None)

    def take_lost(self, con_id: int) -> list[Ucontact]:
        """The contacts that were registered over a connection that has ended: gone, as if their time were over."""
        lost: list[Ucontact] = []
        for aor in self.connections.pop(con_id, ()):
            over_it = [each for each in self.records.get(aor, _NONE) if each.connection_id == con_id]
            self.remove(aor, over_it)
            lost += over_it
        return lost

    def take_if(self, is_to_go: Callable[[Ucontact], bool]) -> list[Ucontact]:
        """The contacts of which `is_to_go` says so: gone, as if their time were over."""
        gone: list[Ucontact] = []
        for aor, contacts in tuple(self.records.items()):
            going = [each for each in contacts if is_to_go(each)]
            if going:
                self.remove(aor, going)
                gone += going
        return gone

    def users(self) -> int:
        """How many addresses of record have a contact."""
        return len(self.records)

    def contacts(self) -> int:
        """How many contacts there are."""
        return len(self.aors)

    async def run_timer(self, now: int) -> None:
        """Nothing; what has ended is gone."""
        self.take_expired(now)

    async def flush(self) -> bool:
        """True: there is nothing to write."""
        return True


def _close(con_id: int) -> None:
    edge = engine().edge
    if edge is not None:
        edge.close_connection(con_id)
