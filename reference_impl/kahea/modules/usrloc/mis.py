"""The MI commands ul_*: the trees of Kamailio 3's module usrloc (ul_mi.c)."""

from collections.abc import Sequence
from typing import Final

from kahea.api import wall_time
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import MI_MISSING_PARM, MiNode, MiRoot, RpcFault
from kahea.modules.usrloc.commands import contacts_of, find_table, records_of, remove, synchronized
from kahea.modules.usrloc.contacts_added import Added, put
from kahea.modules.usrloc.dump import NOT_SET, contact_fields
from kahea.modules.usrloc.params import module
from kahea.modules.usrloc.timers import flush_all
from kahea.modules.usrloc.usrloc import usrloc

__all__ = ["mi_dump"]

_SHOWN: Final = {
    "Expires": "Expires", "Q": "Q", "Call-ID": "Callid", "CSeq": "Cseq", "User-Agent": "User-agent", "Received": "Received",
    "Path": "Path", "State": "State", "Flags": "Flags", "CFlags": "Cflags", "Socket": "Socket", "Methods": "Methods",
    "Ruid": "Ruid", "Instance": "SIP.Instance", "Reg-Id": "Reg-Id",
}  # fmt: skip
"""The fields of a contact, by the names that RPC gives them and those of MI."""

_ADD_LEAST, _ADD_MOST = 9, 11


def _args(root: MiRoot, least: int, most: int = 0) -> list[str]:
    """The arguments of a command.

    Raises:
        RpcFault: there are too few or too many.
    """
    args = root.args
    if not least <= len(args) <= (most or least):
        raise RpcFault(400, MI_MISSING_PARM)
    return args


def _number(text: str) -> int:
    """The number that an argument writes.

    Raises:
        RpcFault: it writes none.
    """
    if not text.lstrip("-").isdigit():
        raise RpcFault(400, f"Bad parameter: {text[:40]!r} is no number")
    return int(text)


@module.mi("ul_rm")
async def mi_rm(root: MiRoot) -> MiRoot:
    """Remove an address of record with its contacts: table, AoR."""
    table, aor = _args(root, 2)
    await remove(table, aor)
    return MiRoot()


@module.mi("ul_rm_contact")
async def mi_rm_contact(root: MiRoot) -> MiRoot:
    """Remove one contact of an address of record: table, AoR, contact."""
    table, aor, contact = _args(root, 3)
    await remove(table, aor, contact)
    return MiRoot()


@module.mi("ul_flush")
async def mi_flush(root: MiRoot) -> MiRoot:
    """Write what memory knows and the database does not."""
    _args(root, 0)
    if not await flush_all():
        raise RpcFault(500, "the database could not be brought up to date")
    return MiRoot()


@module.mi("ul_sync")
async def mi_sync(root: MiRoot) -> MiRoot:
    """Bring memory and database in step: what has ended is removed, what has changed is written."""
    _args(root, 0, 2)
    if not await synchronized():
        raise RpcFault(500, "the database could not be brought up to date")
    return MiRoot()


@module.mi("ul_add")
async def mi_add(root: MiRoot) -> MiRoot:
    """Add a contact: table, AoR, contact, expires, q, path, flags, cflags, methods, and perhaps received and socket."""
    args = _args(root, _ADD_LEAST, _ADD_MOST)
    table, aor, contact, expires, q, path = args[:6]
    flags, cflags, methods = map(_number, args[6:9])
    received, socket = (*args[9:], "0", "0")[:2]
    masks = (flags, cflags, methods)
    added = Added(aor, contact, _number(expires), q, path, masks, received=received, socket=socket)
    await put(find_table(table), added.contact)
    return MiRoot()


@module.mi("ul_show_contact")
async def mi_show_contact(root: MiRoot) -> MiRoot:
    """The contacts of an address of record: table, AoR."""
    table, aor = _args(root, 2)
    _, contacts = await contacts_of(table, aor)
    reply = MiRoot()
    _add_contacts(reply.node, contacts)
    return reply


@module.mi("ul_dump")
async def mi_dump(root: MiRoot) -> MiRoot:
    """All tables with their contacts; with the argument brief, only who is registered."""
    args = _args(root, 0, 1)
    reply = MiRoot()
    for store in usrloc().tables.values():
        domain = reply.node.add_mi_node_child("Domain", store.name)
        domain.add_mi_attr("table", str(len(store.locks)))
        for aor, contacts in (await records_of(store)).items():
            node = domain.add_mi_node_child("AOR", aor.decode("utf-8", "replace"))
            if args != ["brief"]:
                _add_contacts(node, contacts)
    return reply


def _add_contacts(node: MiNode, contacts: Sequence[Ucontact]) -> None:
    now = int(wall_time())
    for each in contacts:
        fields = contact_fields(each, now)
        made = node.add_mi_node_child("Contact", str(fields["Address"]))
        for name, shown in _SHOWN.items():
            if fields[name] != NOT_SET:
                made.add_mi_node_child(shown, str(fields[name]))
