"""SqliteDriver: the driver for ``sqlite:///path/of/the/file``.

One connection for each file, opened at start and kept. SQLite runs inside the server, so the server waits while a statement
runs: for another program's lock at most the busy timeout (`SqliteDriver.max_wait_ms`), for the disk as long as the disk takes.
A connection that failed in a way that may be the file's is closed, and the next query opens the file anew; so it is when
another file has taken the name.
"""

from typing import Final

from kahea.db import (
    Db1Res,
    DbBusyError,
    DbCap,
    DbConnectError,
    DbError,
    DbQuery,
    DbStatementError,
    DbType,
    DbUrl,
    DbUrlError,
    DbValueError,
    QueryKind,
    SqlWriter,
)
from kahea.modules.db_sqlite.connection import Connection
from kahea.modules.db_sqlite.dialect import SQLITE, is_utf8
from kahea.modules.db_sqlite.params import Params, file_of

__all__ = ["SqliteDriver"]

_CAPS: Final = (
    DbCap.DB_CAP_QUERY
    | DbCap.DB_CAP_RAW_QUERY
    | DbCap.DB_CAP_INSERT
    | DbCap.DB_CAP_DELETE
    | DbCap.DB_CAP_UPDATE
    | DbCap.DB_CAP_REPLACE
    | DbCap.DB_CAP_FETCH
    | DbCap.DB_CAP_LAST_INSERTED_ID
    | DbCap.DB_CAP_INSERT_UPDATE
    | DbCap.DB_CAP_AFFECTED_ROWS
    | DbCap.DB_CAP_TRANSACTION
)
_INSERTIONS: Final = frozenset({QueryKind.INSERT, QueryKind.REPLACE})


class SqliteDriver:
    """A `kahea.db.Db1Driver`; it owns its connections. `may_create` makes files that are not there.

    >>> from kahea.db import DbDrivers, db_init, db_str, run_now
    >>> drivers = DbDrivers()
    >>> drivers.register("sqlite", SqliteDriver())
    >>> con = db_init("sqlite:///:memory:", drivers)
    >>> run_now(con.raw_query("SELECT upper(?)", [db_str("kahea")]), drivers).rows[0][0].val
    b'KAHEA'
    >>> drivers.close()
    """

    name: Final = "db_sqlite"
    cap: Final = _CAPS

    def __init__(self, params: Params | None = None, *, may_create: bool = False) -> None:
        self.params = params if params is not None else Params()
        self._may_create = may_create
        self._writer = SqlWriter(SQLITE)
        self._connections: dict[str, Connection] = {}

    def open(self, url: DbUrl) -> None:
        """Nothing; the file is open and is a database.

        Raises:
            DbUrlError: the URL names a host, or no file.
            DbError: the file is not there, is no database, may not be opened, or is locked for too long.
        """
        self._connection(url)

    def execute(self, query: DbQuery) -> Db1Res:
        """The answer; what was changed is in the file, and survives the death of this process.

        Raises:
            DbError: nothing was changed; see `kahea.db.errors` for which to expect.
        """
        connection = self._connection(query.url)
        try:
            return self._answer(connection, query)
        except DbError as fault:
            if fault.is_outage and not isinstance(fault, DbBusyError):
                self._drop(connection)
            raise

    def close(self) -> None:
        """Nothing; every file is closed."""
        while self._connections:
            self._connections.popitem()[1].close()

    def max_wait_ms(self, url: DbUrl) -> int:
        """How long a statement waits for another program's lock, and the server with it."""
        return self.params.of(file_of(url.database)).busy_timeout_ms

    def _answer(self, connection: Connection, query: DbQuery) -> Db1Res:
        if query.kind is QueryKind.FETCH_RESULT:
            return connection.fetch(query.cursor, query.max_rows)
        if query.kind is QueryKind.FREE_RESULT:
            connection.free(query.cursor)
            return Db1Res()
        if query.kind is QueryKind.TRANSACTION:
            with connection.transaction():
                return Db1Res(affected_rows=sum(self._answer(connection, part).affected_rows for part in query.parts))
        if query.kind is QueryKind.RAW_QUERY:
            return _raw(connection, query)
        text = self._writer.text(query)
        return connection.run(
            text.sql, text.params, table=query.table, max_rows=query.max_rows, is_insertion=query.kind in _INSERTIONS
        )

    def _connection(self, url: DbUrl) -> Connection:
        file = _file(url)
        connection = self._connections.get(file)
        if connection is not None and not self._is_current(connection):
            connection = None
        if connection is None:
            connection = Connection(file, self.params.of(file), str(url), may_create=self._may_create)
            self._connections[file] = connection
        return connection

    def _is_current(self, connection: Connection) -> bool:
        """Whether `connection` has the file that its name leads to; it is dropped where it has not."""
        try:
            is_same = connection.is_same_file()
        except DbConnectError:
            connection.take_leave()
            self._drop(connection)
            raise
        if not is_same:
            connection.take_leave()
            self._drop(connection)
        return is_same

    def _drop(self, connection: Connection) -> None:
        self._connections.pop(connection.file, None)
        connection.close()


def _file(url: DbUrl) -> str:
    if url.host or not url.database.strip("/"):
        raise DbUrlError("expected sqlite:///path/of/the/file, with no host", str(url))
    return file_of(url.database)


def _raw(connection: Connection, query: DbQuery) -> Db1Res:
    """The answer to a raw query; BEGIN is refused: what others write next would be in it, and lost with it."""
    _check_texts(query)
    res = connection.run(query.sql, query.vals, types=query.types)
    if connection.undo():
        raise DbStatementError("a raw query leaves a transaction open; give its statements to transaction()", str(query.url))
    return res


def _check_texts(query: DbQuery) -> None:
    """Nothing, when every text of a raw query can be bound as text: its marks are the caller's, not the dialect's."""
    for value in query.vals:
        if isinstance(value.val, bytes) and value.type is not DbType.DB1_BLOB and not is_utf8(value.val):
            raise DbValueError(
                "a raw query takes text in UTF-8 only; bind a DB1_BLOB and write CAST(? AS TEXT)", str(query.url)
            )
