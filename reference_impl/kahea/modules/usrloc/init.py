"""What usrloc does when the server starts and stops."""

from kahea.api import engine, log, peer, provide, register_timer
from kahea.api.db import DbCap, DbError
from kahea.api.peers.tm import TmApi
from kahea.api.peers.usrloc import UsrlocApi
from kahea.api.values import SrEvent
from kahea.modules.usrloc import params
from kahea.modules.usrloc.db_only_store import DbOnlyStore
from kahea.modules.usrloc.errors import UsrlocError
from kahea.modules.usrloc.keepalive import keepalive
from kahea.modules.usrloc.params import module
from kahea.modules.usrloc.timers import connection_lost, flush_all, synchronize_all
from kahea.modules.usrloc.usrloc import DbMode, Store, usrloc
from kahea.modules.usrloc.write_through_store import CachedStore

__all__ = ["load_tables"]

_FIRST_WORKER = 1


@module.on_init
def mod_init() -> None:
    """Nothing; the tables are provided to other modules, and the timer runs.

    Raises:
        UsrlocError: two parameters cannot go together, or a module is missing.
    """
    ul = usrloc()
    provide(UsrlocApi, ul)
    if params.db_check_update.value and params.db_update_as_insert.value:
        raise UsrlocError("db_check_update and db_update_as_insert cannot go together: one updates, the other never does")
    for name in params.preload.value:
        ul.register_udomain(name)
    register_timer(synchronize_all, None, params.timer_interval.value)
    if params.handle_lost_tcp.value and ul.mode is not DbMode.DB_ONLY:
        engine().events.register(SrEvent.TCP_CLOSED, connection_lost)
    if params.ka_mode.value:
        _start_keepalive(ul.mode)


def _start_keepalive(mode: DbMode) -> None:
    if peer(TmApi) is None:
        raise UsrlocError("ka_mode asks for keepalives, which module tm sends: load it before usrloc")
    if mode is DbMode.DB_ONLY:
        log("usrloc").warn("ka_mode has no effect with db_mode 3, which keeps no contacts in memory")
        return
    register_timer(keepalive().run, None, min(params.timer_interval.value, params.ka_interval.value))


@module.on_child_init
async def load_tables(rank: int) -> None:
    """Nothing; the tables that the script names were read from the database.

    Raises:
        UsrlocError: the database does not answer, or a table is another one than this module was written for.
    """
    ul = usrloc()
    if rank != _FIRST_WORKER or ul.is_loaded:
        return
    ul.is_loaded = True
    for store in tuple(ul.tables.values()):
        try:
            await _load(store)
        except DbError as fault:
            raise UsrlocError(f"table {store.name} cannot be read: {fault}") from fault


async def _load(store: Store) -> None:
    if isinstance(store, CachedStore):
        if params.db_check_update.value and not store.table.con.cap & DbCap.DB_CAP_INSERT_UPDATE:
            log("usrloc").warn("db_check_update has no effect: driver %s cannot insert or update", store.table.con.driver)
        if params.db_clean_tcp.value:
            await store.table.delete_streams()
        if params.db_load.value or usrloc().mode is DbMode.DB_READONLY:
            count = await store.read_table()
            log("usrloc").info("table %s: %d contacts were read", store.name, count)
    elif isinstance(store, DbOnlyStore):
        await store.table.check_version()


@module.on_destroy
def destroy() -> None:
    """Nothing; what memory knows and the database does not is written (db_mode 2)."""
    ended: list[bool] = []
    engine().start(flush_all(), ended.append)
    if ended != [True]:
        log("usrloc").err("contacts could not be written to the database before the stop")
