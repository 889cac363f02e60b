"""Connection: one open file, with the declared types of its columns and the results that are not read to their end."""

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from kahea.db import Db1Res, DbCol, DbConnectError, DbError, DbRow, DbStatementError, DbType, DbVal
from kahea.modules.db_sqlite.cells import Cell, Reader, bind, declared_type, reader
from kahea.modules.db_sqlite.faults import PythonFault, db_error
from kahea.modules.db_sqlite.params import MEMORY, FileParams

__all__ = ["Connection"]

_TYPES_SQL: Final = "SELECT name, type FROM pragma_table_info(?)"
_Row = tuple[Cell, ...]


@dataclass(slots=True)
class _Open:
    """A result of which rows are left."""

    cursor: sqlite3.Cursor
    col: DbCol
    readers: tuple[Reader, ...]
    seen: int


class Connection:
    """One open file; the driver owns it. Every statement is a transaction of its own and is over when the call returns.

    Raises:
        DbError: the file is not there, is none, or cannot be opened; see `faults`.
    """

    def __init__(self, file: str, params: FileParams, where: str, *, may_create: bool = False) -> None:
        self.file = file
        self.where = where
        if may_create:
            _make(file, where)
        _identity(file, where)
        self._types: dict[str, dict[str, DbType | None]] = {}
        self._open: dict[int, _Open] = {}
        self._tokens = itertools.count(1)
        self._sqlite = self._opened(params)
        self._identity = _identity(file, where)

    def is_same_file(self) -> bool:
        """Whether the file's name still leads to the file that is open.

        Raises:
            DbConnectError: it leads nowhere.
        """
        return _identity(self.file, self.where) == self._identity

    def run(
        self,
        sql: str,
        vals: Sequence[DbVal],
        *,
        table: str = "",
        types: tuple[DbType, ...] = (),
        max_rows: int = 0,
        is_insertion: bool = False,
    ) -> Db1Res:
        """The answer to `sql`; with `max_rows`, its first rows and a cursor for the rest.

        The columns have the types that `table` declares, those given, or else each cell its own.

        Raises:
            DbError: the statement failed and changed nothing.
        """
        bound = tuple(bind(value) for value in vals)
        try:
            cursor: sqlite3.Cursor = self._sqlite.execute(sql, bound)
            if cursor.description is None:
                row_id = cursor.lastrowid if is_insertion else 0  # SQLite goes on telling the one before
                return Db1Res(affected_rows=max(cursor.rowcount, 0), last_inserted_id=row_id or 0)
            names = tuple(column[0] for column in cursor.description)
            found = types if len(types) == len(names) else self._declared(table, names)
            result = _Open(cursor, DbCol(names, _known(found)), tuple(map(reader, found)), 0)
            return self._part(result, max_rows)
        except PythonFault as fault:
            raise db_error(fault, self.where) from fault

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A block of which all statements happen, or none if one fails or the block is left otherwise.

        Raises:
            DbError: the lock was not to be had, or the whole could not be written.
        """
        try:
            self._sqlite.execute("BEGIN IMMEDIATE")
            yield
            self._sqlite.execute("COMMIT")
        except PythonFault as fault:
            raise db_error(fault, self.where) from fault
        finally:
            self.undo()

    def undo(self) -> bool:
        """Whether a transaction was open; it is undone."""
        is_open = self._sqlite.in_transaction
        if is_open:
            with contextlib.suppress(sqlite3.Error):  # the fault that came before is the one to tell
                self._sqlite.execute("ROLLBACK")
        return is_open

    def fetch(self, token: int | None, max_rows: int) -> Db1Res:
        """The next rows of a result.

        Raises:
            DbError: reading failed, or the result was freed, or lost with its connection.
        """
        result = self._open.pop(token or 0, None)
        if result is None:
            raise DbStatementError("the rest of the result is gone: it was freed, or the file was opened anew", self.where)
        try:
            return self._part(result, max_rows)
        except PythonFault as fault:
            raise db_error(fault, self.where) from fault

    def free(self, token: int | None) -> None:
        """Nothing; the rest of a result is forgotten."""
        result = self._open.pop(token or 0, None)
        if result is not None:
            result.cursor.close()

    def take_leave(self) -> None:
        """Nothing; all that was written is in the file itself, wherever it is now, and its log is empty.

        For a file that has lost its name. SQLite would take the log that stands beside the name for the log of the file that
        has the name next, and write one's pages into the other (https://www.sqlite.org/howtocorrupt.html, section 4).
        """
        self._forget_results()
        with contextlib.suppress(sqlite3.Error):
            self._sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Nothing; the file is closed, results that were not read to their end with it."""
        self._forget_results()
        self._sqlite.close()

    def _forget_results(self) -> None:
        while self._open:
            self._open.popitem()[1].cursor.close()

    def _opened(self, params: FileParams) -> sqlite3.Connection:
        mode = "ro" if params.is_readonly else "rw"
        name = MEMORY if self.file == MEMORY else f"file:{quote(self.file)}?mode={mode}"
        timeout_s = params.busy_timeout_ms / 1000
        try:
            opened = sqlite3.connect(name, timeout=timeout_s, isolation_level=None, uri=self.file != MEMORY)
        except sqlite3.Error as fault:
            raise db_error(fault, self.where) from fault
        try:
            self._set_up(opened, params)
        except sqlite3.Error as fault:
            opened.close()
            raise db_error(fault, self.where) from fault
        except DbError:
            opened.close()
            raise
        return opened

    def _set_up(self, opened: sqlite3.Connection, params: FileParams) -> None:
        opened.text_factory = bytes
        opened.execute("PRAGMA trusted_schema=OFF")
        opened.execute("PRAGMA schema_version").fetchone()  # reads the file's head: a file of another kind fails here
        opened.execute(f"PRAGMA synchronous={params.synchronous}")
        if params.is_readonly or self.file == MEMORY:
            return
        (mode,) = opened.execute(f"PRAGMA journal_mode={params.journal_mode}").fetchone()
        if mode.decode().upper() != params.journal_mode:
            raise DbConnectError(f"journal mode {params.journal_mode} is not to be had here, it is {mode.decode()}", self.where)

    def _part(self, result: _Open, max_rows: int) -> Db1Res:
        found: list[_Row] = result.cursor.fetchmany(max_rows) if max_rows else result.cursor.fetchall()
        rows: tuple[DbRow, ...] = tuple(
            tuple([read(cell) for read, cell in zip(result.readers, row, strict=True)]) for row in found
        )
        before, result.seen = result.seen, result.seen + len(rows)
        token = None
        if max_rows and len(rows) == max_rows:
            token = next(self._tokens)
            self._open[token] = result
        return Db1Res(col=result.col, rows=rows, last_row=before, cursor=token)

    def _declared(self, table: str, names: tuple[str, ...]) -> tuple[DbType | None, ...]:
        if not table:
            return (None,) * len(names)
        known = self._types.get(table, {})
        if not known.keys() >= set(names):
            known = self._types[table] = self._read_types(table)
        return tuple(known.get(name) for name in names)

    def _read_types(self, table: str) -> dict[str, DbType | None]:
        rows: list[tuple[bytes, bytes]] = self._sqlite.execute(_TYPES_SQL, (table.rpartition(".")[2],)).fetchall()
        return {name.decode(): declared_type(declaration.decode()) for name, declaration in rows}


def _identity(file: str, where: str) -> tuple[int, int] | None:
    """What tells the file from one that takes its name later; None in memory."""
    if file == MEMORY:
        return None
    try:
        found = os.stat(file)  # noqa: PTH116 - before every statement, and a Path costs as much as the call
    except OSError as fault:
        raise DbConnectError(f"{fault.strerror}; 'kahea db create' makes a database", where) from fault
    return found.st_dev, found.st_ino


def _make(file: str, where: str) -> None:
    """Nothing; `file` is there, and if it was not, nobody but its owner may read it: it will hold passwords."""
    if file == MEMORY:
        return
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as fault:
        raise DbConnectError(f"the file cannot be made: {fault.strerror}", where) from fault


def _known(types: tuple[DbType | None, ...]) -> tuple[DbType, ...]:
    return tuple(DbType.DB1_STR if of is None else of for of in types)
