"""What sqlite3 raises, as the API's errors: by SQLite's result code, with what to do about it."""

import sqlite3
from typing import Final

from kahea.db import (
    DbBusyError,
    DbConnectError,
    DbConstraintError,
    DbCorruptError,
    DbError,
    DbStatementError,
    DbStorageError,
)

__all__ = ["PythonFault", "db_error"]

PythonFault = (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError)
"""What a statement may raise: the library's errors; Python's for two statements in one, and for text that is no text."""

_PRIMARY: Final = 0xFF
"""The low byte of a result code is its kind, the rest says which of that kind."""

_KINDS: Final[dict[int, tuple[type[DbError], str]]] = {
    sqlite3.SQLITE_BUSY: (DbBusyError, "another program holds the lock"),
    sqlite3.SQLITE_LOCKED: (DbBusyError, "a result that was not read to its end holds the lock"),
    sqlite3.SQLITE_CANTOPEN: (DbConnectError, "the file, or one that belongs to it, cannot be opened"),
    sqlite3.SQLITE_PERM: (DbConnectError, "the file may not be read"),
    sqlite3.SQLITE_AUTH: (DbConnectError, "the file may not be read"),
    sqlite3.SQLITE_FULL: (DbStorageError, "no space is left"),
    sqlite3.SQLITE_READONLY: (DbStorageError, "the database may not be written to"),
    sqlite3.SQLITE_IOERR: (DbStorageError, "reading or writing the file failed"),
    sqlite3.SQLITE_NOLFS: (DbStorageError, "the file is too large for the file system"),
    sqlite3.SQLITE_CORRUPT: (DbCorruptError, "the file is damaged; restore it from a copy"),
    sqlite3.SQLITE_NOTADB: (DbCorruptError, "the file is no SQLite database"),
    sqlite3.SQLITE_CONSTRAINT: (DbConstraintError, "the row is refused"),
}


def db_error(fault: Exception, where: str) -> DbError:
    """The error to raise for `fault`, which happened in the database `where`."""
    code = getattr(fault, "sqlite_errorcode", None)
    name = getattr(fault, "sqlite_errorname", None) or type(fault).__name__
    kind, advice = _KINDS.get((code or 0) & _PRIMARY, (DbStatementError, "the statement is refused"))
    return kind(f"{advice}: {fault} ({name})", where)
