"""Records in a database: a row for each, and one more for each leg (kamailio acc.c acc_db_request())."""

from collections.abc import Sequence

from kahea.api import SipMsg, engine, log
from kahea.api.db import Db1Con, DbCap, DbError, DbVal, db_datetime, db_double, db_int, db_null, db_str
from kahea.api.db import DbType as Db
from kahea.modules.acc.attribute import Value, leg_rows, values_of
from kahea.modules.acc.exports import (
    acc_callid_column,
    acc_extra_nullable,
    acc_from_tag_column,
    acc_method_column,
    acc_sip_code_column,
    acc_sip_reason_column,
    acc_time_column,
    acc_to_tag_column,
    db_insert_mode,
    module,
)
from kahea.modules.acc.record import Record
from kahea.modules.acc.second_time import second_time
from kahea.modules.acc.state import acc_state

__all__ = ["Row", "insert", "insert_later", "rows_of"]

_DELAYED = 1

Row = list[tuple[str, DbVal]]
"""Columns and their values."""


def rows_of(record: Record, msg: SipMsg) -> list[Row]:
    """The rows of a record; they hold values, so that they can be inserted when the message is gone."""
    state = acc_state()
    common = _core(record) + [(name, _extra(value)) for name, value in values_of(state.db_extra, msg)]
    legs = leg_rows(state.legs, msg)
    return [common + [(name, db_str(value or b"")) for name, value in leg] for leg in legs] or [common]


def _core(record: Record) -> Row:
    row = [
        (acc_method_column.value, db_str(record.method)),
        (acc_from_tag_column.value, db_str(record.from_tag)),
        (acc_to_tag_column.value, db_str(record.to_tag)),
        (acc_callid_column.value, db_str(record.callid)),
        (acc_sip_code_column.value, db_str(record.outcome.code)),
        (acc_sip_reason_column.value, db_str(record.outcome.reason)),
        (acc_time_column.value, db_datetime(int(record.time))),
    ]
    second = second_time(record)
    if second is not None:
        row.append((second[0], _time(second[1])))
    return row


def _time(value: float | str) -> DbVal:
    if isinstance(value, str):
        return db_str(value)
    return db_int(value) if isinstance(value, int) else db_double(value)


def _extra(value: Value) -> DbVal:
    if value is None and acc_extra_nullable.value:
        return db_null(Db.DB1_STR)
    return db_str(value or b"")


async def insert(table: str, rows: Sequence[Row]) -> bool:
    """Whether the rows are in the table; a fault of the database is logged, for no call may suffer from it."""
    con = acc_state().con
    if con is None:
        return False
    try:
        for row in rows:
            con.use_table(table)
            await _insert_one(con, row)
    except DbError as fault:
        log(module.name).err("%s: %s", table, fault)
        return False
    return True


async def _insert_one(con: Db1Con, row: Row) -> None:
    keys, values = [name for name, _ in row], [value for _, value in row]
    if db_insert_mode.value == _DELAYED and DbCap.DB_CAP_INSERT_DELAYED in con.cap:
        await con.insert_delayed(keys, values)
    else:
        await con.insert(keys, values)


def insert_later(table: str, rows: Sequence[Row]) -> None:
    """Nothing; the rows are on their way, and nothing of the call depends on whether they arrive."""
    state = acc_state()
    state.pending += 1

    def done(_: object) -> None:
        state.pending -= 1

    engine().start(insert(table, rows), done)
