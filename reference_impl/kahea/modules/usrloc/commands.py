"""What the commands do, whichever way they come: RPC or MI."""

from collections.abc import Sequence

from kahea.api import wall_time
from kahea.api.peers.usrloc import Ucontact, UlChange
from kahea.api.values import RpcFault
from kahea.modules.usrloc.contacts_added import aor_key
from kahea.modules.usrloc.db_only_store import DbOnlyStore
from kahea.modules.usrloc.memory_store import MemoryStore
from kahea.modules.usrloc.usrloc import Store, usrloc

__all__ = ["contacts_of", "find_table", "records_of", "remove", "synchronized"]

_NO_TABLE = "Domain table not found"


def find_table(name: str) -> Store:
    """The table of that name.

    Raises:
        RpcFault: there is none.
    """
    store = usrloc().get_udomain(name)
    if store is None:
        raise RpcFault(500, _NO_TABLE)
    return store


async def records_of(store: Store) -> dict[bytes, Sequence[Ucontact]]:
    """Every address of record with its contacts.

    Raises:
        DbError: the database does not answer.
    """
    if isinstance(store, MemoryStore):
        return dict(store.records)
    found: dict[bytes, list[Ucontact]] = {}
    async for each in store.all_contacts():
        found.setdefault(each.aor, []).append(each)
    return dict(found)


async def contacts_of(table: str, aor: str, code: int = 404, text: str = "AOR not found") -> tuple[Store, Sequence[Ucontact]]:
    """The table, and the contacts of an address of record in it.

    Raises:
        RpcFault: there is no such table, or nobody is registered.
        DbError: the database does not answer.
    """
    store = find_table(table)
    contacts = await store.get_urecord(aor_key(aor))
    if not contacts:
        raise RpcFault(code, text)
    return store, contacts


async def remove(table: str, aor: str, contact: str | None = None) -> None:
    """Nothing; the contacts of an address of record are gone, or the one that is named.

    Raises:
        RpcFault: there is no such table, user or contact.
        DbError: nothing was changed.
    """
    store, contacts = await contacts_of(table, aor)
    gone = [each for each in contacts if contact is None or each.contact == contact.encode()]
    if not gone:
        raise RpcFault(404, "Contact not found")
    key = await store.lock(gone[0].aor)
    try:
        await store.change(gone[0].aor, [UlChange(each, None) for each in gone])
    finally:
        store.unlock(key)


async def synchronized() -> bool:
    """Whether every row says what memory says now, and what has ended is gone.

    Raises:
        DbError: the database does not answer.
    """
    done = True
    for store in usrloc().tables.values():
        await store.run_timer(int(wall_time()))
        if not isinstance(store, DbOnlyStore):
            done = await store.flush() and done
    return done
