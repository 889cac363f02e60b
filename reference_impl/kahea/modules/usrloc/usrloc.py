"""Usrloc: the tables of one engine, made by their mode, and what they share; the module's own state."""

from collections.abc import Callable
from enum import IntEnum

from kahea.api import engine, rng, wall_time
from kahea.api.peers.usrloc import Ucontact, UlEvent
from kahea.api.values import core_hash
from kahea.modules.usrloc import params
from kahea.modules.usrloc.callbacks import Callbacks
from kahea.modules.usrloc.db_only_store import DbOnlyStore
from kahea.modules.usrloc.locks import AorLocks
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.rows import Rows
from kahea.modules.usrloc.rules import Rules
from kahea.modules.usrloc.table import ContactTable
from kahea.modules.usrloc.write_back_store import WriteBackStore
from kahea.modules.usrloc.write_through_store import CachedStore, WriteThroughStore

__all__ = ["DbMode", "Store", "Usrloc", "usrloc"]

Store = MemoryStore | DbOnlyStore


class DbMode(IntEnum):
    """The values of parameter db_mode."""

    NO_DB = 0
    WRITE_THROUGH = 1
    WRITE_BACK = 2
    DB_ONLY = 3
    DB_READONLY = 4


class ReadOnceStore(CachedStore):
    """db_mode 4: read when the server starts, never written."""

    def __init__(self, memory: MemoryStore, table: ContactTable) -> None:
        super().__init__(memory.name, memory.rules, memory.callbacks, memory.locks)
        self.table = table


_STORES: dict[DbMode, Callable[[MemoryStore, ContactTable], Store]] = {
    DbMode.WRITE_THROUGH: WriteThroughStore,
    DbMode.WRITE_BACK: WriteBackStore,
    DbMode.DB_ONLY: DbOnlyStore,
    DbMode.DB_READONLY: ReadOnceStore,
}


class Usrloc:
    """`UsrlocApi`; made when every parameter is set."""

    def __init__(self) -> None:
        self.mode = DbMode(params.db_mode.value)
        self.rules = Rules()
        self.use_domain = self.rules.use_domain
        bit = params.nat_bflag.value
        self.nat_flag = 1 << bit if bit >= 0 else 0
        self.xavp_contact = params.xavp_contact.value.encode()
        self.callbacks = Callbacks()
        self.locks = AorLocks(1 << params.hash_size.value)
        self.tables: dict[str, Store] = {}
        self.is_loaded = False
        """Whether the server has started: the tables that come later are empty until they are read."""
        self._rows = Rows(use_domain=self.use_domain)
        self._ruid = b"uloc-%x-%x-" % (int(wall_time()), rng().getrandbits(32))
        self._count = 0

    def register_udomain(self, name: str) -> Store:
        """The table of that name, made when it is not there."""
        found = self.tables.get(name)
        if found is None:
            found = self.tables[name] = self._made(name)
            _register_statistics(name, found)
        return found

    def _made(self, name: str) -> Store:
        memory = MemoryStore(name, self.rules, self.callbacks, self.locks)
        if self.mode is DbMode.NO_DB:
            return memory
        return _STORES[self.mode](memory, ContactTable(name, self._rows))

    def get_udomain(self, name: str) -> Store | None:
        """The table of that name; None when there is none."""
        return self.tables.get(name)

    def next_ruid(self) -> bytes:
        """An id: when the server was started, a random number, a count."""
        self._count += 1
        return self._ruid + b"%x" % self._count

    def get_aorhash(self, aor: bytes) -> int:
        """The hash of an address of record."""
        return core_hash(aor)

    def register_ulcb(self, events: UlEvent, function: Callable[[Ucontact, UlEvent], None]) -> None:
        """Nothing; `function` is called at `events`."""
        self.callbacks.register(events, function)

    def is_heard(self, event: UlEvent) -> bool:
        """Whether anybody is called for `event`."""
        return bool(self.callbacks.events & event)

    def users(self) -> int:
        """How many addresses of record have a contact in memory, in all tables."""
        return sum(table.users() for table in self.tables.values())


def _register_statistics(name: str, store: Store) -> None:
    """The table's counters, under the names that Kamailio gives them."""
    register = engine().counters.register
    register("usrloc", f"{name}_users", description=f"addresses of record in {name}", callback=store.users, no_reset=True)
    register("usrloc", f"{name}_contacts", description=f"contacts in {name}", callback=store.contacts, no_reset=True)
    register("usrloc", f"{name}_expires", description=f"contacts of {name} that have ended", callback=lambda: store.expired)


usrloc = params.module.state(Usrloc)
"""The tables of the engine at work."""

params.module.stat(
    "registered_users", doc="addresses of record in all tables", callback=lambda: usrloc().users(), no_reset=True
)
