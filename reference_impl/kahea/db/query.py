"""DbQuery: one question to a database, as a value that travels from a module to the edge and is answered there.

A module awaits the query; the engine, which drives the module's coroutine without an event loop, hands it to the driver of its
URL and resumes the coroutine with the `Db1Res`, or with the `DbError` that came of it. Whoever answers sees what was asked, not
SQL: `kahea.db.SqlWriter` writes the statement for drivers that speak it.
"""

from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum

from kahea.db.cap import DbCap
from kahea.db.errors import DbValueError
from kahea.db.key import DbKey
from kahea.db.op import DbOp
from kahea.db.res import Db1Res
from kahea.db.url import DbUrl
from kahea.db.val import DbType, DbVal

__all__ = ["DbQuery", "QueryKind"]


class QueryKind(StrEnum):
    """What is asked: the calls of Kamailio's ``db_func_t`` that reach the database."""

    QUERY = "query"
    FETCH_RESULT = "fetch_result"
    FREE_RESULT = "free_result"
    RAW_QUERY = "raw_query"
    INSERT = "insert"
    INSERT_DELAYED = "insert_delayed"
    INSERT_UPDATE = "insert_update"
    REPLACE = "replace"
    UPDATE = "update"
    DELETE = "delete"
    TRANSACTION = "transaction"
    """Several of the others, of which all happen or none."""

    @property
    def cap(self) -> DbCap:
        """What a driver must be able to do to answer it."""
        return _CAPS[self]


_CAPS = {
    QueryKind.QUERY: DbCap.DB_CAP_QUERY,
    QueryKind.FETCH_RESULT: DbCap.DB_CAP_FETCH,
    QueryKind.FREE_RESULT: DbCap(0),
    QueryKind.RAW_QUERY: DbCap.DB_CAP_RAW_QUERY,
    QueryKind.INSERT: DbCap.DB_CAP_INSERT,
    QueryKind.INSERT_DELAYED: DbCap.DB_CAP_INSERT_DELAYED,
    QueryKind.INSERT_UPDATE: DbCap.DB_CAP_INSERT_UPDATE,
    QueryKind.REPLACE: DbCap.DB_CAP_REPLACE,
    QueryKind.UPDATE: DbCap.DB_CAP_UPDATE,
    QueryKind.DELETE: DbCap.DB_CAP_DELETE,
    QueryKind.TRANSACTION: DbCap.DB_CAP_TRANSACTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DbQuery:
    """One question, complete; awaiting it gives the answer.

    Attributes:
        url: whose database.
        kind: what is asked.
        table: the table; empty for a raw query.
        keys: the columns that `vals` belong to: to be compared, or to be inserted.
        ops: one comparison for each key; empty means equality.
        vals: the values, always bound as parameters.
        columns: the columns wanted of a query, or changed by an update; none asks for all.
        new_vals: the values an update gives to `columns`.
        order_by: columns with or without ``asc`` or ``desc``; empty for the database's own order.
        sql: the statement of a raw query, ``?`` for each of `vals`.
        types: the types of a raw query's columns, where the caller knows them better than the driver.
        max_rows: how many rows to hand over at once; 0 for all.
        cursor: the part of an earlier result that is to be fetched or freed.
        parts: the changes of a transaction, in their order.
    """

    url: DbUrl
    kind: QueryKind
    table: str = ""
    keys: tuple[DbKey, ...] = ()
    ops: tuple[DbOp, ...] = ()
    vals: tuple[DbVal, ...] = ()
    columns: tuple[DbKey, ...] = ()
    new_vals: tuple[DbVal, ...] = ()
    order_by: str = ""
    sql: str = ""
    types: tuple[DbType, ...] = ()
    max_rows: int = 0
    cursor: int | None = None
    parts: tuple["DbQuery", ...] = ()

    def __post_init__(self) -> None:
        if self.kind is not QueryKind.RAW_QUERY and len(self.keys) != len(self.vals):
            raise DbValueError(f"{len(self.keys)} columns and {len(self.vals)} values: each column needs its value")
        if self.ops and len(self.ops) != len(self.keys):
            raise DbValueError(f"{len(self.ops)} operators for {len(self.keys)} columns: give one for each, or none")
        if self.kind is QueryKind.UPDATE and len(self.columns) != len(self.new_vals):
            raise DbValueError(f"{len(self.columns)} columns to change and {len(self.new_vals)} new values")

    def __await__(self) -> Generator["DbQuery", Db1Res, Db1Res]:
        answer = yield self
        return answer
