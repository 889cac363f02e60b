"""What the timer does: ends contacts, writes rows, cleans tables (parameter timer_interval)."""

from kahea.api import engine, log, wall_time
from kahea.api.db import DbError
from kahea.api.peers.usrloc import Ucontact
from kahea.modules.usrloc import params
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.usrloc import Store, usrloc
from kahea.modules.usrloc.write_through_store import WriteThroughStore

__all__ = ["connection_lost", "end_contacts", "flush_all", "run_tables", "synchronize_all"]


def synchronize_all(_ticks: int, _param: object) -> None:
    """Nothing; every table's turn has begun (Kamailio's synchronize_all_udomains())."""
    engine().start(run_tables())


async def run_tables() -> None:
    """Nothing; each table has had its turn, and a fault of one was logged and kept from the others."""
    for store in tuple(usrloc().tables.values()):
        try:
            await _run(store)
        except DbError as fault:
            log("usrloc").err("table %s: the timer could not do its work: %s", store.name, fault)


async def _run(store: Store) -> None:
    await store.run_timer(int(wall_time()))
    if params.db_timer_clean.value and isinstance(store, WriteThroughStore):
        await store.clean()


async def flush_all() -> bool:
    """Whether every row says what memory says."""
    done = [await store.flush() for store in tuple(usrloc().tables.values())]
    return all(done)


def connection_lost(con_id: int, _reason: object) -> None:
    """Nothing; the contacts that were registered over the connection have ended (parameter handle_lost_tcp)."""
    for store in usrloc().tables.values():
        if isinstance(store, MemoryStore) and con_id in store.connections:
            engine().start(end_contacts(store, store.take_lost(con_id)))


async def end_contacts(store: MemoryStore, gone: list[Ucontact]) -> None:
    """Nothing; contacts that have gone from memory are gone from the database too."""
    if isinstance(store, WriteThroughStore):
        for each in gone:
            store.bury(each)
        await store.flush()
