"""save(): a REGISTER becomes contacts in a table, and is answered (RFC 3261 §10.3, kamailio src/modules/registrar/save.c)."""

from kahea.api import Routes, SipMsg, counter, engine
from kahea.api.db import DbError
from kahea.api.values import HdrType
from kahea.modules.registrar import params
from kahea.modules.registrar.aor import aor_of, extract_aor
from kahea.modules.registrar.conf import Conf, conf
from kahea.modules.registrar.errors import Problem, Refused
from kahea.modules.registrar.expires import contact_expires
from kahea.modules.registrar.info import Info
from kahea.modules.registrar.outbound import check_outbound
from kahea.modules.registrar.outcome import Outcome, keep, kept
from kahea.modules.registrar.params import module
from kahea.modules.registrar.plan import Done, Plan, removal
from kahea.modules.registrar.register import Register, option_tags, parse_to_uri
from kahea.modules.registrar.reply import prepare_reply, send_outcome
from kahea.modules.registrar.run import Run, SaveFlag
from kahea.modules.registrar.tables import Table
from kahea.modules.registrar.xavp_rcd import add_records
from kahea.modules.registrar.xavp_values import int_value

__all__ = ["reg_send_reply", "save"]

_TOO_MANY, _FAILED = -2, -1
_NO_REPLY, _PREPARE_REPLY = int(SaveFlag.NO_REPLY), int(SaveFlag.PREPARE_REPLY)
_REPLACE, _NO_VARIATION = int(SaveFlag.REPLACE), int(SaveFlag.NO_VARIATION)
_PATH_OR_420 = 2


@module.function("save", routes=Routes.REQUEST | Routes.FAILURE | Routes.ONREPLY)
async def save(msg: SipMsg, domain: Table, flags: int = 0, uri: bytes = b"") -> int:
    """Register the contacts of the message: 1 inserted, 2 updated, 3 removed, 4 listed; -2 too many, -1 refused otherwise."""
    here = conf()
    now = int(engine().wall_time)
    outcome = Outcome()
    try:
        done = await _registered(Run(here, msg, domain, flags, now=now, outcome=outcome), uri)
    except Refused as refused:
        outcome.problem = refused.problem
        return await _refuse(here, msg, flags, outcome, now)
    counter("registrar", "accepted_regs").update()
    keep(msg, outcome)
    if here.xavp_rcd:
        add_records(here, msg, outcome.contacts, now)
    if not flags & _NO_REPLY:
        if _is_answered(msg) and not await send_outcome(here, msg, outcome, now):
            return _FAILED
    elif flags & _PREPARE_REPLY:
        prepare_reply(here, msg, outcome, now)
    return done


async def _refuse(here: Conf, msg: SipMsg, flags: int, outcome: Outcome, now: int) -> int:
    counter("registrar", "rejected_regs").update()
    keep(msg, outcome)
    if not flags & _NO_REPLY and _is_answered(msg):
        await send_outcome(here, msg, outcome, now)
    return _TOO_MANY if outcome.problem is Problem.TOO_MANY else _FAILED


def _is_answered(msg: SipMsg) -> bool:
    """Whether there is a request to answer: not in a reply route."""
    return msg.is_request


async def _registered(run: Run, uri: bytes) -> Done:
    """What has happened; the outcome has what the reply lists, in any case.

    Raises:
        Refused: the REGISTER cannot be obeyed, or the database does not answer; nothing has changed.
    """
    if uri:
        aor, of = extract_aor(run.conf, uri)
    else:
        of = parse_to_uri(run.msg)
        aor = aor_of(run.conf, of)
    run.outcome.host = of.host
    reg = Register(run.conf, run.msg)
    use_regid = check_outbound(run.conf, run.msg, reg.contacts)
    try:
        key = await run.store.lock(aor)
    except DbError as fault:
        raise run.database_fault(fault, Problem.UL_GET_R) from fault
    try:
        run.outcome.contacts = await run.contacts(aor)
        if reg.is_star:
            return await _remove_all(run, aor, reg)
        return await _take(run, aor, reg, use_regid=use_regid) if reg.contacts else Done.LISTED
    finally:
        run.store.unlock(key)


async def _remove_all(run: Run, aor: bytes, reg: Register) -> Done:
    changes = removal(run.outcome.contacts, reg.callid, reg.cseq, is_mem=run.is_mem, is_strict=run.conf.is_strict)
    await run.change(aor, changes, Problem.UL_DEL_R)
    run.outcome.contacts = ()
    return Done.DELETED


async def _take(run: Run, aor: bytes, reg: Register, *, use_regid: bool) -> Done:
    plan = _plan(run, aor, reg, use_regid=use_regid)
    if plan.changes:
        await run.change(aor, plan.changes, Problem.UL_INS_C if plan.done is Done.INSERTED else Problem.UL_UPD_C)
        run.outcome.contacts = plan.contacts
    return plan.done or Done.INSERTED


def _plan(run: Run, aor: bytes, reg: Register, *, use_regid: bool) -> Plan:
    """The changes that the contacts of the REGISTER make.

    Raises:
        Refused: one of them cannot be taken, or there would be too many.
    """
    here, msg = run.conf, run.msg
    info = Info(here, reg, run.now, use_regid=use_regid, is_mem=run.is_mem)
    run.outcome.path = info.path
    if info.path and here.path_mode == _PATH_OR_420 and b"path" not in option_tags(msg, HdrType.SUPPORTED):
        raise Refused(Problem.PATH_UNSUP)
    plan = Plan(
        store=run.store,
        contacts=run.outcome.contacts,
        now=run.now,
        next_id=here.ul.next_ruid,
        is_strict=here.is_strict,
        is_mem=run.is_mem,
    )
    is_only = bool(run.flags & _REPLACE)
    is_exact = bool(run.flags & _NO_VARIATION)
    for contact in reg.contacts:
        seconds = contact_expires(here, msg, contact, reg.expires_s, is_exact=is_exact)
        if not seconds and plan.was_empty and not plan.planned:
            continue
        if not plan.take(info.contact(aor, contact, seconds), is_removal=not seconds, is_only=is_only):
            break
    if not is_only:
        most = int_value(here, msg, b"max_contacts")
        plan.check_count(params.max_contacts.value if most is None else most)
    return plan


@module.function("reg_send_reply", routes=Routes.REQUEST | Routes.FAILURE)
async def reg_send_reply(msg: SipMsg) -> int:
    """Send the reply that save() with its flag 2 has kept back; -1 when there is none to send."""
    outcome = kept(msg)
    if outcome is None:
        return -1
    return 1 if await send_outcome(conf(), msg, outcome, int(engine().wall_time)) else -1
