"""Details of contacts for the script: the XAVP of parameter xavp_rcd (kamailio src/modules/registrar/lookup.c)."""

from collections.abc import Iterable
from enum import IntFlag

from kahea.api import SipMsg
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import XavpList
from kahea.modules.registrar.conf import Conf

__all__ = ["Skip", "add_records"]


class Skip(IntFlag):
    """The details that parameter xavp_rcd_mask leaves out."""

    RUID = 1
    CONTACT = 2
    EXPIRES = 4
    RECEIVED = 8
    PATH = 16


def add_records(conf: Conf, msg: SipMsg, contacts: Iterable[Ucontact], now: int) -> None:
    """Nothing; ``$xavp(xavp_rcd[0]=>ruid)`` and so on are those of the first contact, ``ruid[1]`` those of the next."""
    if not conf.xavp_rcd:
        return
    roots = msg.xavps.xavp
    fields = roots.fields(conf.xavp_rcd)
    if fields is None:
        fields = roots.new_fields()
        roots.add(conf.xavp_rcd, fields)
    for contact in contacts:
        _add(fields, contact, now, conf.xavp_rcd_mask)


def _add(fields: XavpList, contact: Ucontact, now: int, mask: int) -> None:
    for skip, name, value in (
        (Skip.RUID, b"ruid", contact.ruid),
        (Skip.RECEIVED, b"received", contact.received),
        (Skip.CONTACT, b"contact", contact.contact),
        (Skip.EXPIRES, b"expires", contact.expires - now),
        (Skip.PATH, b"path", contact.path),
    ):
        if not mask & skip and value != b"":
            fields.add(name, value)
