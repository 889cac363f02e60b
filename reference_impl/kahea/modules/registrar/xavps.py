"""lookup_xavp(): contacts as structured AVPs; the message stays as it is (kamailio src/modules/registrar/regpv.c)."""

from kahea.api import SipMsg, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import XavpList
from kahea.modules.registrar.aor import extract_aor
from kahea.modules.registrar.conf import conf
from kahea.modules.registrar.errors import Refused
from kahea.modules.registrar.params import module
from kahea.modules.registrar.tables import Table

__all__ = ["lookup_xavp"]


@module.function("lookup_xavp")
async def lookup_xavp(msg: SipMsg, domain: Table, uri: bytes, rxname: bytes, cxname: bytes) -> int:
    """1 when the user of `uri` is registered, -1 otherwise.

    ``$xavp(rxname=>aor)`` and ``=>count`` tell of the user, ``$xavp(cxname[i]=>uri)``, ``=>socket`` and ``=>dsturi`` of each
    contact, in their order.
    """
    try:
        aor, _ = extract_aor(conf(), uri)
        contacts = await domain.get_urecord(aor)
    except (Refused, DbError) as fault:
        log("registrar").err("lookup_xavp: %s", fault)
        return -1
    if not contacts:
        return -1
    roots = msg.xavps.xavp
    for contact in reversed(contacts):
        roots.add(cxname, _fields(contact))
    roots.add(rxname, XavpList([(b"count", len(contacts)), (b"aor", aor)]))
    return 1


def _fields(contact: Ucontact) -> XavpList:
    fields: list[tuple[bytes, bytes | int | XavpList]] = []
    if contact.received:
        fields.append((b"dsturi", contact.received))
    if contact.sock is not None:
        fields.append((b"socket", contact.sock.text))
    return XavpList([*fields, (b"uri", contact.contact)])
