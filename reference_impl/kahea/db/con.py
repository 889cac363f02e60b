"""Db1Con: a module's handle on a database: a table to work on, and the calls (Kamailio's ``db1_con_t`` and ``db_func_t``).

The calls are coroutines that await a `DbQuery`; what only remembers (`use_table`, `affected_rows`, `last_inserted_id`) is a
plain function. A handle belongs to one module, which awaits one call at a time.
"""

from collections.abc import Coroutine, Sequence
from typing import Any

from kahea.db.cap import DbCap, check_cap
from kahea.db.driver import DbDrivers
from kahea.db.errors import DbNameError, DbValueError
from kahea.db.key import DbKey, check_table
from kahea.db.op import DbOp
from kahea.db.query import DbQuery, QueryKind
from kahea.db.res import Db1Res
from kahea.db.url import DbUrl
from kahea.db.val import DbType, DbVal

__all__ = ["Db1Con", "db_init"]


NOTHING = DbCap(0)


def db_init(url: str, drivers: DbDrivers, needs: DbCap = NOTHING) -> "Db1Con":
    """A handle on the database of `url`, which was reached (kamailio src/lib/srdb1/db.c, db_do_init2).

    Raises:
        DbUrlError: `url` is none.
        DbSchemeError: no driver is there for it.
        DbCapError: the driver cannot do all that is needed.
        DbError: the database cannot be reached.
    """
    parsed = DbUrl.parse(url)
    driver = drivers.bind(parsed)
    check_cap(driver.cap, needs, driver.name)
    driver.open(parsed)
    return Db1Con(parsed, driver.cap, driver.name)


class Db1Con:
    """A handle; it keeps the name of the table and what the last change said of itself."""

    def __init__(self, url: DbUrl, cap: DbCap, driver: str) -> None:
        self.url = url
        self.cap = cap
        self.driver = driver
        self.table = ""
        self._last = Db1Res()

    def use_table(self, table: str) -> None:
        """Nothing; the calls that follow are about `table`.

        Raises:
            DbNameError: it cannot be the name of a table.
        """
        check_table(table)
        self.table = table

    async def query(
        self,
        keys: Sequence[DbKey] = (),
        vals: Sequence[DbVal] = (),
        columns: Sequence[DbKey] = (),
        *,
        ops: Sequence[DbOp] = (),
        order_by: str = "",
        max_rows: int = 0,
    ) -> Db1Res:
        """The rows in which every key compares with its value as asked; without keys, all rows.

        With `max_rows` at most that many come, and `fetch_result` gives the next ones (Kamailio's db_fetch_query()).

        Raises:
            DbError: see `Db1Driver.execute`; DbCapError where rows cannot be had in parts.
        """
        if max_rows:
            check_cap(self.cap, DbCap.DB_CAP_FETCH, self.driver)
        return await self._ask(
            QueryKind.QUERY, keys, vals, columns=tuple(columns), ops=tuple(ops), order_by=order_by, max_rows=max_rows
        )

    async def fetch_result(self, res: Db1Res, max_rows: int) -> Db1Res:
        """The rows that follow those of `res`, at most `max_rows`; none after the last.

        Raises:
            DbError: the rest is gone, as after `free_result`.
        """
        if max_rows < 1:
            raise DbValueError(f"{max_rows} rows to fetch, at least 1 must be asked for")
        if res.cursor is None:
            return Db1Res(col=res.col, last_row=res.res_rows)
        return await self._ask(QueryKind.FETCH_RESULT, cursor=res.cursor, max_rows=max_rows)

    async def free_result(self, res: Db1Res) -> None:
        """Nothing; the driver has forgotten the rows that were not fetched. Needed only where some are left."""
        if res.cursor is not None:
            await self._ask(QueryKind.FREE_RESULT, cursor=res.cursor)

    async def raw_query(self, sql: str, vals: Sequence[DbVal] = (), types: Sequence[DbType] = ()) -> Db1Res:
        """What the database answers to `sql`, in which ``?`` stands for each of `vals`.

        `types` names the types of the columns where the driver cannot know them.

        Raises:
            DbError: see `Db1Driver.execute`.
        """
        return await self._ask(QueryKind.RAW_QUERY, vals=vals, sql=sql, types=tuple(types))

    async def insert(self, keys: Sequence[DbKey], vals: Sequence[DbVal]) -> None:
        """Nothing; the row is in the table, and will still be there when this program is killed.

        Raises:
            DbError: it is not; DbConstraintError where a key is taken.
        """
        await self._ask(QueryKind.INSERT, keys, vals)

    async def insert_delayed(self, keys: Sequence[DbKey], vals: Sequence[DbVal]) -> None:
        """Nothing; the database has the row and may write it when it finds the time.

        Raises:
            DbError: as `insert`.
        """
        await self._ask(QueryKind.INSERT_DELAYED, keys, vals)

    async def insert_update(self, keys: Sequence[DbKey], vals: Sequence[DbVal]) -> None:
        """Nothing; the row is in the table: a new one, or the one whose key it has, changed in these columns.

        Raises:
            DbError: it is not.
        """
        await self._ask(QueryKind.INSERT_UPDATE, keys, vals)

    async def replace(self, keys: Sequence[DbKey], vals: Sequence[DbVal]) -> None:
        """Nothing; the row is in the table, and the rows whose keys it has are gone, their other columns with them.

        Raises:
            DbError: nothing was changed.
        """
        await self._ask(QueryKind.REPLACE, keys, vals)

    async def update(
        self,
        keys: Sequence[DbKey],
        vals: Sequence[DbVal],
        columns: Sequence[DbKey],
        new_vals: Sequence[DbVal],
        *,
        ops: Sequence[DbOp] = (),
    ) -> None:
        """Nothing; `columns` have their new values in every row in which the keys compare as asked.

        Raises:
            DbError: nothing was changed.
        """
        await self._ask(QueryKind.UPDATE, keys, vals, ops=tuple(ops), columns=tuple(columns), new_vals=tuple(new_vals))

    async def delete(self, keys: Sequence[DbKey] = (), vals: Sequence[DbVal] = (), *, ops: Sequence[DbOp] = ()) -> None:
        """Nothing; the rows in which the keys compare as asked are gone; without keys, all rows.

        Raises:
            DbError: nothing was changed.
        """
        await self._ask(QueryKind.DELETE, keys, vals, ops=tuple(ops))

    async def transaction(self, calls: Sequence[Coroutine[Any, Any, None]]) -> None:
        """Nothing; all of `calls` were made, in their order, or on an error none of them.

        A call is one of this handle's that changes something, not awaited yet, as in
        ``await con.transaction([con.delete(), con.insert(keys, vals)])``.

        Raises:
            DbError: nothing was changed.
            TypeError: a call that changes nothing, or waits for something else.
        """
        try:
            check_cap(self.cap, DbCap.DB_CAP_TRANSACTION, self.driver)
            parts = tuple(_first_query(call) for call in calls)
            if parts:
                await self._put(DbQuery(url=self.url, kind=QueryKind.TRANSACTION, parts=parts))
        finally:
            for call in calls:
                call.close()

    def last_inserted_id(self) -> int:
        """The id the database gave to the row of the last call; 0 where that was neither `insert` nor `replace`.

        Raises:
            DbCapError: the driver cannot tell.
        """
        check_cap(self.cap, DbCap.DB_CAP_LAST_INSERTED_ID, self.driver)
        return self._last.last_inserted_id

    def affected_rows(self) -> int:
        """How many rows the last call inserted, changed or deleted; 0 after a query.

        Raises:
            DbCapError: the driver cannot tell.
        """
        check_cap(self.cap, DbCap.DB_CAP_AFFECTED_ROWS, self.driver)
        return self._last.affected_rows

    async def _ask(
        self,
        kind: QueryKind,
        keys: Sequence[DbKey] = (),
        vals: Sequence[DbVal] = (),
        *,
        ops: tuple[DbOp, ...] = (),
        columns: tuple[DbKey, ...] = (),
        new_vals: tuple[DbVal, ...] = (),
        order_by: str = "",
        sql: str = "",
        types: tuple[DbType, ...] = (),
        max_rows: int = 0,
        cursor: int | None = None,
    ) -> Db1Res:
        check_cap(self.cap, kind.cap, self.driver)
        if not self.table and kind not in _WITHOUT_TABLE:
            raise DbNameError(f"{kind} without a table: call use_table() first", str(self.url))
        query = DbQuery(
            url=self.url,
            kind=kind,
            table="" if kind in _WITHOUT_TABLE else self.table,
            keys=tuple(keys),
            ops=ops,
            vals=tuple(vals),
            columns=columns,
            new_vals=new_vals,
            order_by=order_by,
            sql=sql,
            types=types,
            max_rows=max_rows,
            cursor=cursor,
        )
        return await self._put(query)

    async def _put(self, query: DbQuery) -> Db1Res:
        self._last = Db1Res()
        self._last = await query
        return self._last


_WITHOUT_TABLE = frozenset({QueryKind.RAW_QUERY, QueryKind.FETCH_RESULT, QueryKind.FREE_RESULT})
_CHANGES = frozenset(
    {QueryKind.INSERT, QueryKind.INSERT_DELAYED, QueryKind.INSERT_UPDATE, QueryKind.REPLACE, QueryKind.UPDATE, QueryKind.DELETE}
)


def _first_query(call: Coroutine[Any, Any, None]) -> DbQuery:
    """The change that `call` waits for first, which is the only one."""
    try:
        request: object = call.send(None)
    except StopIteration:
        request = None
    if not isinstance(request, DbQuery) or request.kind not in _CHANGES:
        what = request.kind if isinstance(request, DbQuery) else type(request).__name__
        raise TypeError(f"a transaction is of changes, not of {what}")
    return request
