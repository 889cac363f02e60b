"""lookup(): from an address of record to the contacts behind it (kamailio src/modules/registrar/lookup.c lookup_helper())."""

from collections.abc import Iterator, Sequence

from kahea.api import Routes, SipMsg, counter, engine, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import Ucontact, UsrlocStore
from kahea.api.values import HdrType, SipParseError, append_branch, method_bit
from kahea.modules.registrar import params
from kahea.modules.registrar.aor import extract_aor
from kahea.modules.registrar.conf import Conf, conf
from kahea.modules.registrar.errors import Refused
from kahea.modules.registrar.gruu import same_instance, temp_gruu_ruid
from kahea.modules.registrar.params import module
from kahea.modules.registrar.tables import Table
from kahea.modules.registrar.target import branch_of, rewrite
from kahea.modules.registrar.xavp_rcd import add_records
from kahea.modules.registrar.xavp_values import int_value

__all__ = ["FAILED", "FOUND", "NOT_ALLOWED", "NOT_FOUND", "find_contacts", "lookup", "lookup_to_dset", "valid_contacts"]

FOUND, NOT_FOUND, NOT_ALLOWED, FAILED = 1, -1, -2, -3
_REQUESTS = Routes.REQUEST | Routes.FAILURE


_BY_BRANCH_FLAGS, _BY_CONNECTION = 1, 2
"""The bits of parameter lookup_filter_mode."""


@module.function("lookup", routes=_REQUESTS)
async def lookup(msg: SipMsg, domain: Table, uri: bytes = b"") -> int:
    """Send the request to where its user is registered.

    1 when contacts were found, -1 when there are none, -2 when none takes the method, -3 on a fault.
    """
    return await _look_up(msg, domain, uri, takes_ruri=True)


@module.function("lookup_to_dset", routes=_REQUESTS)
async def lookup_to_dset(msg: SipMsg, domain: Table, uri: bytes = b"") -> int:
    """As lookup(), with all contacts as branches beside the request URI, which stays."""
    return await _look_up(msg, domain, uri, takes_ruri=False)


async def _look_up(msg: SipMsg, store: UsrlocStore, uri: bytes, *, takes_ruri: bool) -> int:
    here = conf()
    try:
        code, contacts, is_gruu = await find_contacts(here, msg, store, uri or msg.ruri_text)
    except (Refused, DbError) as fault:
        _tell(fault)
        return FAILED
    if code != FOUND:
        return code
    try:
        _take(here, msg, contacts, takes_ruri=takes_ruri, is_alone=is_gruu or not params.append_branches.value)
    except SipParseError as fault:
        log("registrar").err("a contact's Path cannot be read: %s", fault)
        return FAILED
    return FOUND


def _tell(fault: Refused | DbError) -> None:
    log("registrar").err("lookup: %s", fault)
    if isinstance(fault, DbError):
        counter("registrar", "db_errors").update()


def _take(here: Conf, msg: SipMsg, contacts: Sequence[Ucontact], *, takes_ruri: bool, is_alone: bool) -> None:
    rest = iter(contacts)
    if takes_ruri:
        first = next(rest)
        rewrite(msg, branch_of(here, first))
        add_records(here, msg, [first], int(engine().wall_time))
        _give_xavp(here, msg, first)
    if is_alone:
        return
    for contact in rest:
        if append_branch(msg, branch_of(here, contact)):
            _give_xavp(here, msg, contact)
        else:
            log("registrar").warn("no room for a branch to contact %s", contact.ruid.decode("latin-1"))


def _give_xavp(here: Conf, msg: SipMsg, contact: Ucontact) -> None:
    """The values that were attached to the contact; those of the request URI's contact are the first of their name."""
    if contact.xavp is not None and here.ul.xavp_contact:
        msg.xavps.xavp.add_last(here.ul.xavp_contact, contact.xavp.copy())


async def find_contacts(here: Conf, msg: SipMsg, store: UsrlocStore, uri: bytes) -> tuple[int, Sequence[Ucontact], bool]:
    """The code of lookup(), the contacts that the request may go to in order, and whether `uri` means one phone alone.

    Raises:
        Refused: `uri` has no address of record, or is a temporary GRUU that is none.
        DbError: the database does not answer.
    """
    aor, parsed = extract_aor(here, uri)
    gruu = parsed.gr
    if gruu is not None and not gruu:
        code, contacts = await _find_temp_gruu(here, msg, store, parsed.user or b"")
        return code, contacts, True
    known = await store.get_urecord(aor)
    now = int(engine().wall_time)
    valid = [each for each in known if _counts(here, msg, each, now)]
    usable = [each for each in valid if _takes_method(here, msg, each)]
    if gruu:
        usable = [each for each in usable if same_instance(each.instance, gruu)]
    if usable:
        return FOUND, usable, bool(gruu)
    return (NOT_ALLOWED if any(not _takes_method(here, msg, each) for each in valid) else NOT_FOUND), (), bool(gruu)


async def _find_temp_gruu(here: Conf, msg: SipMsg, store: UsrlocStore, user: bytes) -> tuple[int, Sequence[Ucontact]]:
    try:
        ruid, aorhash = temp_gruu_ruid(user)
    except ValueError:
        log("registrar").err("lookup: %r is no temporary GRUU", user[:60])
        return FAILED, ()
    found = await store.get_by_ruid(ruid)
    if found is None or here.ul.get_aorhash(found.aor) != aorhash:
        return NOT_FOUND, ()
    if not _counts(here, msg, found, int(engine().wall_time)):
        return NOT_FOUND, ()
    return (FOUND, (found,)) if _takes_method(here, msg, found) else (NOT_ALLOWED, ())


def _counts(here: Conf, msg: SipMsg, contact: Ucontact, now: int) -> bool:
    """Whether the contact has not ended and passes the filters of lookup_filter_mode."""
    if not contact.is_valid(now) and not params.use_expired_contacts.value:
        return False
    if here.lookup_filter & _BY_BRANCH_FLAGS:
        mask = int_value(here, msg, b"rlf_bflags")
        if mask and not contact.cflags & mask:
            return False
    return not here.lookup_filter & _BY_CONNECTION or _is_connected(contact)


def _is_connected(contact: Ucontact) -> bool:
    if contact.connection_id <= 0:
        return True
    edge = engine().edge
    return edge is not None and edge.is_connected(contact.connection_id)


def _takes_method(here: Conf, msg: SipMsg, contact: Ucontact) -> bool:
    """Requests within a dialog always pass: the phone has shown that it takes them."""
    if not here.filters_methods or method_bit(msg.first_line.method) & contact.methods:
        return True
    try:
        to = msg.parsed(HdrType.TO)
    except SipParseError:
        return False
    return to is not None and bool(to.tag_value)


def valid_contacts(contacts: Sequence[Ucontact], now: int) -> Iterator[Ucontact]:
    """Those that count for what looks contacts up."""
    is_ended_used = params.use_expired_contacts.value
    return (each for each in contacts if is_ended_used or each.is_valid(now))
