"""unregister(): contacts removed by the script (kamailio src/modules/registrar/save.c unregister())."""

from kahea.api import SipMsg, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import UlChange, UsrlocStore
from kahea.modules.registrar.aor import aor_of, extract_aor
from kahea.modules.registrar.conf import conf
from kahea.modules.registrar.errors import Refused
from kahea.modules.registrar.params import module
from kahea.modules.registrar.register import parse_to_uri
from kahea.modules.registrar.tables import Table

__all__ = ["unregister"]

_DONE, _NO_AOR, _FAILED, _NOT_FOUND = 1, -1, -2, -3


@module.function("unregister")
async def unregister(msg: SipMsg, domain: Table, uri: bytes, ruid: bytes = b"") -> int:
    """Remove the contacts of `uri`, or of the To where it is empty; with `ruid` that one contact.

    1 when they are gone, -1 when there is no address of record, -2 on a fault, -3 when there is no such contact.
    """
    here = conf()
    try:
        if not uri and ruid:
            return await _remove(domain, None, ruid)
        aor = extract_aor(here, uri)[0] if uri else aor_of(here, parse_to_uri(msg))
    except Refused:
        return _NO_AOR
    except DbError as fault:
        return _tell(fault)
    try:
        return await _remove(domain, aor, ruid)
    except DbError as fault:
        return _tell(fault)


def _tell(fault: DbError) -> int:
    log("registrar").err("unregister: %s", fault)
    return _FAILED


async def _remove(store: UsrlocStore, aor: bytes | None, ruid: bytes) -> int:
    if aor is None:
        found = await store.get_by_ruid(ruid)
        if found is None:
            return _NOT_FOUND
        aor = found.aor
    key = await store.lock(aor)
    try:
        contacts = [each for each in await store.get_urecord(aor) if not ruid or each.ruid == ruid]
        if ruid and not contacts:
            return _NOT_FOUND
        if contacts:
            await store.change(aor, [UlChange(each, None) for each in contacts])
    finally:
        store.unlock(key)
    return _DONE
