"""The start: extras are read, the database is reached, and tm tells of each new transaction."""

from kahea.api import engine, peer
from kahea.api.db import Db1Con, check_table_version, db_init
from kahea.api.peers.rr import RrApi
from kahea.api.peers.tm import TmApi, TmEvent
from kahea.modules.acc.attribute import Attribute, read_attributes
from kahea.modules.acc.errors import AccError
from kahea.modules.acc.exports import (
    acc_extra_size,
    db_extra,
    db_table_acc,
    db_table_missed_calls,
    db_url,
    db_version_check,
    detect_direction,
    log_extra,
    module,
    multi_leg_info,
)
from kahea.modules.acc.state import acc_state
from kahea.modules.acc.transaction import watch

__all__ = ["mod_init"]

_ACC_VERSION, _MISSED_CALLS_VERSION = 5, 4


@module.on_init
async def mod_init() -> None:
    """Nothing; accounting can begin.

    Raises:
        AccError: an extra cannot be read, or the direction is to be detected without rr.
        DbError: the database cannot be reached, or a table has another version.
    """
    here, state = engine(), acc_state()
    state.log_extra = _attributes("log_extra", log_extra.value)
    state.db_extra = _attributes("db_extra", db_extra.value)
    state.legs = _legs()
    if detect_direction.value and peer(RrApi) is None:
        raise AccError("detect_direction needs module rr: load it before acc")
    if db_url.value:
        state.con = db_init(db_url.value, here.db)
        await _check_versions(state.con)
    here.busy.append(lambda: state.pending)
    tm = peer(TmApi)
    if tm is None:
        raise AccError("module tm provides no transactions")
    tm.register_tmcb(None, TmEvent.REQUEST_IN, watch)


def _attributes(param: str, text: str) -> tuple[Attribute, ...]:
    return read_attributes(engine().pvs, param, text, acc_extra_size.value)


def _legs() -> tuple[Attribute, ...]:
    """The attributes of legs: AVPs, of which every leg has added a value.

    Raises:
        AccError: one is another variable.
    """
    legs = _attributes("multi_leg_info", multi_leg_info.value)
    for leg in legs:
        if leg.spec.name != "avp":
            raise AccError(f"multi_leg_info: {leg.name} must be an AVP, not {leg.spec.source.decode('utf-8', 'replace')}")
    return legs


async def _check_versions(con: Db1Con) -> None:
    if db_version_check.value:
        await check_table_version(con, db_table_acc.value, _ACC_VERSION)
        await check_table_version(con, db_table_missed_calls.value, _MISSED_CALLS_VERSION)
