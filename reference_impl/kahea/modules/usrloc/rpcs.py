"""The RPC commands ul.*, with the answers of kamailio src/modules/usrloc/ul_rpc.c."""

from kahea.api import wall_time
from kahea.api.db import DbError
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import Rpc, RpcFault
from kahea.modules.usrloc.commands import contacts_of, find_table, records_of, remove
from kahea.modules.usrloc.contacts_added import Added, put
from kahea.modules.usrloc.dump import add_contacts, add_table
from kahea.modules.usrloc.params import module
from kahea.modules.usrloc.timers import flush_all
from kahea.modules.usrloc.usrloc import usrloc

__all__ = ["rpc_dump"]


@module.rpc("ul.dump")
async def rpc_dump(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001  the signature of the context road
    """All tables with their contacts; with the parameter brief, only who is registered."""
    asked = rpc.scan("*s")
    is_brief = bool(asked) and asked[0] == "brief"
    domains = rpc.add("{").struct_add("[", "Domains")
    for store in usrloc().tables.values():
        add_table(domains.struct_add("{", "Domain"), store, await records_of(store), is_brief=is_brief)


@module.rpc("ul.lookup")
async def rpc_lookup(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001  the signature of the context road
    """The contacts of one address of record: table, AoR."""
    asked = rpc.scan("ss")
    if len(asked) < 2:  # noqa: PLR2004  two parameters
        raise RpcFault(500, "Not enough parameters (table and AOR to lookup)")
    table, aor = asked
    _, contacts = await contacts_of(table, aor, 500, "AOR not found in location table")
    made = rpc.add("{")
    made.struct_add("S", "AoR", contacts[0].aor)
    add_contacts(made.struct_add("[", "Contacts"), contacts)


@module.rpc("ul.rm")
async def rpc_rm(table: str, aor: str) -> None:
    """Remove an address of record with its contacts."""
    await remove(table, aor)


@module.rpc("ul.rm_contact")
async def rpc_rm_contact(table: str, aor: str, contact: str) -> None:
    """Remove one contact of an address of record."""
    await remove(table, aor, contact)


@module.rpc("ul.flush")
async def rpc_flush() -> None:
    """Write what memory knows and the database does not."""
    if not await flush_all():
        raise RpcFault(500, "the database could not be brought up to date")


@module.rpc("ul.add")
async def rpc_add(  # noqa: PLR0917  as Kamailio orders them
    table: str, aor: str, contact: str, expires: int, q: str, path: str, flags: int, cflags: int, methods: int,
    received: str = "0", socket: str = "0",
) -> None:  # fmt: skip
    """Add a contact; path, received and socket of 0 or . are not set, and it is permanent with expires 0."""
    store = find_table(table)
    masks = (flags, cflags, methods)
    await put(store, Added(aor, contact, expires, q, path, masks, received=received, socket=socket).contact)


@module.rpc("ul.db_users")
async def rpc_db_users(table: str) -> int:
    """How many addresses of record have a contact in the database that has not ended."""
    return len({each.aor for each in await _counted(table, is_ended=False)})


@module.rpc("ul.db_contacts")
async def rpc_db_contacts(table: str) -> int:
    """How many contacts in the database have not ended."""
    return len(await _counted(table, is_ended=False))


@module.rpc("ul.db_expired_contacts")
async def rpc_db_expired_contacts(table: str) -> int:
    """How many contacts in the database have ended."""
    return len(await _counted(table, is_ended=True))


async def _counted(name: str, *, is_ended: bool) -> list[Ucontact]:
    mode = usrloc().mode
    if not mode:
        raise RpcFault(500, f"Command is not supported in db_mode={int(mode)}")
    table = getattr(find_table(name), "table", None)
    if table is None:
        raise RpcFault(500, f"Command is not supported in db_mode={int(mode)}")
    try:
        found: list[Ucontact] = await table.count(int(wall_time()), is_ended=is_ended)
    except DbError as fault:
        raise RpcFault(500, f"Failed to query the database: {fault}") from fault
    return found
