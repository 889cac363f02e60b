"""The script functions: a record now, whatever becomes of the transaction."""

from kahea.api import SipMsg
from kahea.modules.acc.database import insert, rows_of
from kahea.modules.acc.exports import module
from kahea.modules.acc.log_line import write_record
from kahea.modules.acc.record import Record, outcome_of_comment, record_of
from kahea.modules.acc.state import acc_state

__all__ = ["acc_db_request", "acc_log_request", "acc_request"]


def _log(msg: SipMsg, record: Record) -> int:
    write_record("request accounted", record, msg)
    return 1


async def _insert(msg: SipMsg, record: Record, table: bytes) -> int:
    """1 when the row is in the table; where there is no database there is nothing to do, and that has worked."""
    if acc_state().con is None:
        return 1
    return 1 if await insert(table.decode("utf-8", "replace"), rows_of(record, msg)) else -1


@module.function("acc_log_request")
def acc_log_request(msg: SipMsg, comment: bytes) -> int:
    """Write the request to the log; the comment is its reason, with a code in front of it if it begins with three digits."""
    record = record_of(msg, outcome_of_comment(comment))
    return -1 if record is None else _log(msg, record)


@module.function("acc_db_request")
async def acc_db_request(msg: SipMsg, comment: bytes, table: bytes) -> int:
    """Write the request to a table, the comment being read as by acc_log_request(); -1 when the database did not take it."""
    record = record_of(msg, outcome_of_comment(comment))
    return -1 if record is None else await _insert(msg, record, table)


@module.function("acc_request")
async def acc_request(msg: SipMsg, comment: bytes, table: bytes) -> int:
    """Write the request to the log and, where there is a database, to a table."""
    record = record_of(msg, outcome_of_comment(comment))
    if record is None:
        return -1
    _log(msg, record)
    return await _insert(msg, record, table)
