"""What the commands show of tables, addresses of record and contacts (kamailio src/modules/usrloc/ul_rpc.c)."""

from collections.abc import Sequence

from kahea.api import wall_time
from kahea.api.peers.usrloc import ALL_METHODS, Ucontact
from kahea.api.values import Q_UNSPECIFIED, ArrayHandle, StructHandle
from kahea.modules.usrloc.usrloc import Store, usrloc

__all__ = ["NOT_SET", "add_contacts", "add_members", "add_table", "contact_fields"]

NOT_SET = "[not set]"


def contact_fields(contact: Ucontact, now: int) -> dict[str, str | int]:
    """The rows that a contact is shown in."""
    left = contact.expires - now
    expires: str | int = "permanent" if not contact.expires else left if left > 0 else "expired"
    return {
        "Address": _text(contact.contact),
        "Expires": expires,
        "Q": "-1" if contact.q == Q_UNSPECIFIED else f"{contact.q / 1000:.6f}",
        "Call-ID": _text(contact.callid),
        "CSeq": contact.cseq,
        "User-Agent": _text(contact.user_agent),
        "Received": _text(contact.received),
        "Path": _text(contact.path),
        "State": contact.state.value,
        "Flags": contact.flags,
        "CFlags": contact.cflags,
        "Socket": _text(contact.socket),
        "Methods": -1 if contact.methods == ALL_METHODS else contact.methods,
        "Ruid": _text(contact.ruid),
        "Instance": _text(contact.instance),
        "Reg-Id": contact.reg_id,
        "Server-Id": contact.server_id,
        "Tcpconn-Id": contact.connection_id,
        "Keepalive": contact.keepalive,
        "Last-Keepalive": contact.last_keepalive,
        "KA-Roundtrip": contact.ka_roundtrip_us,
        "Last-Modified": contact.last_modified,
    }


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace") if value else NOT_SET


def add_contacts(into: ArrayHandle, contacts: Sequence[Ucontact]) -> None:
    """Nothing; each contact is a structure of the array."""
    now = int(wall_time())
    for each in contacts:
        add_members(into.struct_add("{", "Contact"), contact_fields(each, now))


def add_members(into: StructHandle, members: dict[str, str | int]) -> None:
    """Nothing; the structure has the members."""
    for name, value in members.items():
        into.struct_add("d" if isinstance(value, int) else "s", name, value)


def add_table(into: StructHandle, store: Store, records: dict[bytes, Sequence[Ucontact]], *, is_brief: bool) -> None:
    """Nothing; the table with its addresses of record is in the structure, and with their contacts unless `is_brief`."""
    into.struct_add(Domain=store.name, Size=len(store.locks))
    aors = into.struct_add("[", "AoRs")
    for aor, contacts in records.items():
        if is_brief:
            aors.struct_add("s", "AoR", aor)
            continue
        info = aors.struct_add("{", "Info")
        info.struct_add(AoR=aor.decode("utf-8", "replace"), HashID=usrloc().get_aorhash(aor))
        add_contacts(info.struct_add("[", "Contacts"), contacts)
    add_members(into.struct_add("{", "Stats"), {"Records": len(records), "Max-Slots": _fullest_slot(store, records)})


def _fullest_slot(store: Store, records: dict[bytes, Sequence[Ucontact]]) -> int:
    """How many addresses of record share the slot that has the most."""
    counts: dict[int, int] = {}
    for aor in records:
        slot = usrloc().get_aorhash(aor) & (len(store.locks) - 1)
        counts[slot] = counts.get(slot, 0) + 1
    return max(counts.values(), default=0)
