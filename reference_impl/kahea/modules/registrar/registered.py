"""registered() and reg_from_user(): questions about who is registered, which change nothing of the message."""

from collections.abc import Callable, Sequence
from enum import IntFlag
from operator import attrgetter

from kahea.api import SipMsg, engine, log
from kahea.api.db import DbError
from kahea.api.net import proto_of
from kahea.api.peers.usrloc import Ucontact, UsrlocStore
from kahea.api.values import HdrType, SipParseError, parse_ip, parse_uri
from kahea.modules.registrar.aor import extract_aor
from kahea.modules.registrar.conf import Conf, conf
from kahea.modules.registrar.errors import Refused
from kahea.modules.registrar.lookup import valid_contacts
from kahea.modules.registrar.params import module
from kahea.modules.registrar.tables import Table
from kahea.modules.registrar.xavp_rcd import add_records
from kahea.modules.registrar.xavp_values import text_value

__all__ = ["reg_from_user", "registered"]


_Read = Callable[[Ucontact], bytes]
_SIP_PORT = 5060


class Option(IntFlag):
    """What a contact must have in common with the values of xavp_cfg (parameter match_option)."""

    CALLID = 1
    RECEIVED = 2
    CONTACT = 4


class Action(IntFlag):
    """What is done with a contact that was found (parameter match_action)."""

    RESTORE_XAVP = 1
    NO_RECORD = 2


class Source(IntFlag):
    """What beside the address reg_from_user() compares."""

    PORT = 1
    PROTO = 2


@module.function("registered")
async def registered(msg: SipMsg, domain: Table, uri: bytes = b"", match_option: int = 0, match_action: int = 0) -> int:
    """1 when the user of `uri` is registered, -1 otherwise; without `uri`, of the request URI, or of a reply's To."""
    here = conf()
    contacts = await _contacts_of(here, domain, uri or _own_uri(msg))
    wanted = _wanted(here, msg, match_option)
    for contact in valid_contacts(contacts, int(engine().wall_time)):
        if all(value is None or read(contact) == value for read, value in wanted):
            _found(here, msg, contact, match_action)
            return 1
    return -1


def _own_uri(msg: SipMsg) -> bytes:
    if msg.is_request:
        return msg.ruri_text
    try:
        to = msg.parsed(HdrType.TO)
    except SipParseError:
        return b""
    return to.uri if to is not None else b""


async def _contacts_of(here: Conf, store: UsrlocStore, uri: bytes) -> Sequence[Ucontact]:
    try:
        aor, _ = extract_aor(here, uri)
        return await store.get_urecord(aor)
    except (Refused, DbError) as fault:
        log("registrar").err("the contacts of %r cannot be had: %s", uri[:120], fault)
        return ()


def _wanted(here: Conf, msg: SipMsg, options: int) -> list[tuple[_Read, bytes | None]]:
    """What is compared, and with what; a value that the script has not given lets all contacts through."""
    return [
        (read, text_value(here, msg, name))
        for option, name, read in (
            (Option.CALLID, b"match_callid", attrgetter("callid")),
            (Option.RECEIVED, b"match_received", attrgetter("received")),
            (Option.CONTACT, b"match_contact", attrgetter("contact")),
        )
        if options & option
    ]


def _found(here: Conf, msg: SipMsg, contact: Ucontact, action: int) -> None:
    if not action & Action.NO_RECORD:
        add_records(here, msg, [contact], int(engine().wall_time))
    if action & Action.RESTORE_XAVP and contact.xavp is not None and here.ul.xavp_contact:
        msg.xavps.xavp.add(here.ul.xavp_contact, contact.xavp.copy())


@module.function("reg_from_user")
async def reg_from_user(msg: SipMsg, domain: Table, uri: bytes, mode: int) -> int:
    """1 when the message came from where the user of `uri` is registered, -1 otherwise.

    The bits 1 and 2 of `mode` want the port and the protocol to be the same too.
    """
    for contact in await _contacts_of(conf(), domain, uri):
        try:
            known = parse_uri(contact.received or contact.contact)
        except SipParseError:
            continue
        rcv = msg.rcv
        if parse_ip(known.host) is None or parse_ip(known.host) != parse_ip(rcv.src_ip):
            continue
        if mode & Source.PORT and (known.port_no or _SIP_PORT) != rcv.src_port:
            continue
        if mode & Source.PROTO and proto_of(known.transport or b"udp") is not rcv.proto:
            continue
        return 1
    return -1
