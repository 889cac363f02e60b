"""Profiles: contacts fetched for the script, and $ulc that reads them (kamailio src/modules/registrar/regpv.c)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kahea.api import FixedStr, PvParam, PvValue, Routes, SipMsg, engine, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import Ucontact, UlEvent
from kahea.api.values import Inner, PvRegistry, PvSyntaxError, faked_msg, run_event_route
from kahea.modules.registrar.aor import extract_aor
from kahea.modules.registrar.conf import conf
from kahea.modules.registrar.errors import Refused
from kahea.modules.registrar.params import module
from kahea.modules.registrar.tables import Table

__all__ = ["Profile", "contact_expired", "profiles"]

_EXPIRED: Final = "usrloc:contact-expired"


@dataclass(frozen=True, slots=True)
class Profile:
    """The contacts of one address of record, as they were when they were fetched."""

    aor: bytes
    table: bytes
    contacts: Sequence[Ucontact]


profiles = module.state(dict[bytes, Profile])
"""The profiles of the engine at work, by name; they outlive the message, as variables of scripts do."""


@module.function("reg_fetch_contacts", routes=Routes.REQUEST | Routes.FAILURE)
async def reg_fetch_contacts(msg: SipMsg, domain: Table, uri: bytes, profile: FixedStr) -> int:  # noqa: ARG001  signature
    """Read the contacts of `uri` into ``$ulc(profile)``: 1 when there are any, -1 when there are none."""
    name = profile.encode()
    profiles().pop(name, None)
    try:
        aor, _ = extract_aor(conf(), uri)
        contacts = await domain.get_urecord(aor)
    except (Refused, DbError) as fault:
        log("registrar").err("reg_fetch_contacts: %s", fault)
        return -1
    if not contacts:
        return -1
    profiles()[name] = Profile(aor, domain.name.encode(), tuple(contacts))
    return 1


@module.function("reg_free_contacts", routes=Routes.REQUEST | Routes.FAILURE)
def reg_free_contacts(msg: SipMsg, profile: FixedStr) -> int:  # noqa: ARG001  signature
    """Forget the contacts of a profile."""
    profiles().pop(profile.encode(), None)
    return 1


_Read = Callable[[Ucontact], bytes | int | None]

_OF_CONTACT: dict[bytes, _Read] = {
    b"addr": lambda contact: contact.contact,
    b"path": lambda contact: contact.path,
    b"received": lambda contact: contact.received,
    b"expires": lambda contact: contact.expires,
    b"callid": lambda contact: contact.callid,
    b"regid": lambda contact: contact.reg_id,
    b"q": lambda contact: contact.q,
    b"cseq": lambda contact: contact.cseq,
    b"flags": lambda contact: contact.flags,
    b"cflags": lambda contact: contact.cflags,
    b"user_agent": lambda contact: contact.user_agent,
    b"socket": lambda contact: contact.socket or None,
    b"modified": lambda contact: contact.last_modified,
    b"methods": lambda contact: contact.methods,
    b"ruid": lambda contact: contact.ruid,
    b"instance": lambda contact: contact.instance or None,
    b"conid": lambda contact: contact.connection_id if contact.connection_id > 0 else None,
    b"server_id": lambda contact: contact.server_id,
}
_OF_PROFILE: dict[bytes, Callable[[Profile], bytes | int]] = {
    b"aor": lambda profile: profile.aor,
    b"domain": lambda profile: profile.table,
    b"aorhash": lambda profile: conf().ul.get_aorhash(profile.aor),
    b"count": lambda profile: len(profile.contacts),
}


def _parse_name(inner: bytes, _registry: PvRegistry) -> tuple[bytes, bytes]:
    """The profile and the attribute of ``$ulc(profile=>attribute)``.

    Raises:
        PvSyntaxError: it is in another form, or the attribute is none.
    """
    profile, arrow, attribute = inner.partition(b"=>")
    profile, attribute = profile.strip(), attribute.strip()
    if not arrow or not profile:
        raise PvSyntaxError("expected 'profile=>attribute'", 0)
    if attribute not in _OF_CONTACT and attribute not in _OF_PROFILE:
        raise PvSyntaxError(f"{attribute[:40].decode('latin-1')} is no attribute of a contact", len(inner) - len(attribute))
    return profile, attribute


def _set_ulc(_msg: SipMsg, param: PvParam, value: PvValue) -> None:
    """``$ulc(profile=>aor) = $null`` forgets the profile, whatever the attribute; nothing else can be set."""
    profile, attribute = param.name
    if value.is_null:
        profiles().pop(profile, None)
    else:
        log("registrar").err("$ulc(%s=>%s) can only be set to $null", profile.decode(), attribute.decode())


@module.pv("ulc", inner=Inner.MUST, takes_index=True, parse_name=_parse_name, set=_set_ulc)
def pv_ulc(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$ulc(profile=>attr)[index]: what a profile says of one of its contacts, the first one without an index."""
    name, attribute = param.name
    profile = profiles().get(name)
    if profile is None:
        return None
    index: Any = param.index_in(msg)
    at = index if isinstance(index, int) else 0
    if attribute in _OF_PROFILE and at < 1:
        return _OF_PROFILE[attribute](profile)
    if not 0 <= at < len(profile.contacts):
        return None
    return _OF_CONTACT[attribute](profile.contacts[at]) if attribute in _OF_CONTACT else _OF_PROFILE[attribute](profile)


def contact_expired(contact: Ucontact, _event: UlEvent) -> None:
    """Nothing; ``event_route[usrloc:contact-expired]`` has run with the contact in ``$ulc(exp=>...)``."""
    here = engine()
    if here.routes.get("event_route", _EXPIRED) is None:
        return
    profiles()[b"exp"] = Profile(contact.aor, b"location", (contact,))
    here.start(run_event_route(faked_msg(here), _EXPIRED))
