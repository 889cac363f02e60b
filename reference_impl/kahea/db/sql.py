"""SqlText: the statement for a query, with every value as a bound parameter (kamailio src/lib/srdb1/db_query.c, db_ut.c).

=================  ===========================================================================================
query              ``SELECT c, ... FROM t WHERE k op ? AND ... ORDER BY o``
insert             ``INSERT INTO t (k, ...) VALUES (?, ...)``
replace            the same, with the dialect's words for removing what is in the way
insert_update      the same, followed by the dialect's ``ON CONFLICT DO UPDATE SET k=excluded.k, ...``
update             ``UPDATE t SET c=?, ... WHERE k op ? AND ...``
delete             ``DELETE FROM t WHERE k op ? AND ...``
=================  ===========================================================================================

Without keys there is no WHERE: the whole table is meant. A comparison with NULL becomes IS NULL or IS NOT NULL; Kamailio binds
the NULL, which compares with nothing, and no caller can mean that. Names are checked and quoted by the dialect; nothing else of
a caller's gets into a statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kahea.db.dialect import Dialect
from kahea.db.errors import DbValueError
from kahea.db.key import check_order_by
from kahea.db.op import DbOp
from kahea.db.query import DbQuery, QueryKind
from kahea.db.val import DbVal

__all__ = ["MAX_KEPT", "SqlText", "SqlWriter"]

MAX_KEPT: Final = 256
"""A server asks some dozens of different questions; more are hostile values, which may differ in their marks."""

_NULL_TESTS: Final = {DbOp.OP_EQ: "IS NULL", DbOp.OP_NEQ: "IS NOT NULL"}


@dataclass(frozen=True, slots=True)
class SqlText:
    """A statement and the values for its marks, in their order."""

    sql: str
    params: tuple[DbVal, ...] = ()


class SqlWriter:
    """The statements of one dialect; the driver owns it. One that was written is kept for the next query of its shape."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._kept: dict[object, str] = {}

    def text(self, query: DbQuery) -> SqlText:
        """The statement that asks `query`.

        Raises:
            DbNameError: a table or column is no name.
            DbValueError: an insertion or update without values, or NULL compared otherwise than for equality.
            KeyError: the kind has no statement (fetch_result, free_result).
        """
        if query.kind is QueryKind.RAW_QUERY:
            return SqlText(query.sql, query.vals)
        shape = self._shape(query)
        sql = self._kept.get(shape)
        if sql is None:
            sql = _WRITERS[query.kind](query, self.dialect)
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            self._kept[shape] = sql
        return SqlText(sql, _params(query))

    def _shape(self, query: DbQuery) -> object:
        """All of `query` that its statement depends on: everything but the values, of which only the marks do."""
        mark = self.dialect.placeholder
        marks = tuple([None if value.val is None else mark(value) for value in (*query.new_vals, *query.vals)])
        return query.kind, query.table, query.keys, query.ops, query.columns, query.order_by, marks


def _select(query: DbQuery, dialect: Dialect) -> str:
    columns = ", ".join(dialect.key(key) for key in query.columns) or "*"
    order = ", ".join(f"{dialect.key(key)}{direction}" for key, direction in _order(query))
    tail = f" ORDER BY {order}" if order else ""
    return f"SELECT {columns} FROM {dialect.table(query.table)}{_where(query, dialect)}{tail}"  # noqa: S608 - see above


def _insert(query: DbQuery, dialect: Dialect) -> str:
    return _insertion("INSERT INTO", query, dialect)


def _insert_delayed(query: DbQuery, dialect: Dialect) -> str:
    return _insertion(dialect.insert_delayed, query, dialect)


def _replace(query: DbQuery, dialect: Dialect) -> str:
    return _insertion(dialect.replace, query, dialect)


def _insert_update(query: DbQuery, dialect: Dialect) -> str:
    names = [dialect.key(key) for key in query.keys]
    sets = ", ".join(f"{name}={dialect.excluded.format(name)}" for name in names)
    return f"{_insertion('INSERT INTO', query, dialect)} {dialect.on_duplicate} {sets}"


def _update(query: DbQuery, dialect: Dialect) -> str:
    if not query.columns:
        raise DbValueError(f"an update of table {query.table} that changes no column")
    pairs = zip(query.columns, query.new_vals, strict=True)
    sets = ", ".join(f"{dialect.key(key)}={dialect.placeholder(value)}" for key, value in pairs)
    return f"UPDATE {dialect.table(query.table)} SET {sets}{_where(query, dialect)}"  # noqa: S608 - see above


def _delete(query: DbQuery, dialect: Dialect) -> str:
    return f"DELETE FROM {dialect.table(query.table)}{_where(query, dialect)}"  # noqa: S608 - see above


def _insertion(verb: str, query: DbQuery, dialect: Dialect) -> str:
    if not query.keys:
        raise DbValueError(f"an insertion into table {query.table} without columns")
    names = ", ".join(dialect.key(key) for key in query.keys)
    marks = ", ".join(dialect.placeholder(value) for value in query.vals)
    return f"{verb} {dialect.table(query.table)} ({names}) VALUES ({marks})"


def _where(query: DbQuery, dialect: Dialect) -> str:
    if not query.keys:
        return ""
    rows = zip(query.keys, _ops(query), query.vals, strict=True)
    return f" WHERE {' AND '.join(_test(dialect.key(key), op, value, dialect) for key, op, value in rows)}"


def _test(name: str, op: DbOp, value: DbVal, dialect: Dialect) -> str:
    if value.nul:
        if op not in _NULL_TESTS:
            raise DbValueError(f"{name} {op} NULL is never true; NULL is compared by = and <> only")
        return f"{name} {_NULL_TESTS[op]}"
    mark = dialect.placeholder(value)
    return f"({name} & {mark}) = {mark}" if op is DbOp.OP_BITWISE_AND else f"{name} {op} {mark}"


def _ops(query: DbQuery) -> tuple[DbOp, ...]:
    return query.ops or (DbOp.OP_EQ,) * len(query.keys)


def _order(query: DbQuery) -> tuple[tuple[str, str], ...]:
    return check_order_by(query.order_by) if query.order_by else ()


def _params(query: DbQuery) -> tuple[DbVal, ...]:
    """The values in the order of their marks: a NULL that is compared has none, bits that are have two."""
    if query.kind in _INSERTIONS:
        return query.vals
    params = list(query.new_vals)
    for op, value in zip(_ops(query), query.vals, strict=True):
        if not value.nul:
            params += [value, value] if op is DbOp.OP_BITWISE_AND else [value]
    return tuple(params)


_WRITERS: Final[dict[QueryKind, Callable[[DbQuery, Dialect], str]]] = {
    QueryKind.QUERY: _select,
    QueryKind.INSERT: _insert,
    QueryKind.INSERT_DELAYED: _insert_delayed,
    QueryKind.INSERT_UPDATE: _insert_update,
    QueryKind.REPLACE: _replace,
    QueryKind.UPDATE: _update,
    QueryKind.DELETE: _delete,
}
_INSERTIONS: Final = frozenset({QueryKind.INSERT, QueryKind.INSERT_DELAYED, QueryKind.INSERT_UPDATE, QueryKind.REPLACE})
