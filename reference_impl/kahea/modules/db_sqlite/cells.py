"""Values to what sqlite3 binds, and what sqlite3 finds to values (kamailio src/modules/db_sqlite/dbase.c).

SQLite has types for cells, not for columns; the API's type follows from the column's declaration, by Kamailio's rules: the
first of these words that stands in it decides.

==========================  =============
INT, SERI                   DB1_INT
BIGI                        DB1_BIGINT
CHAR, CLOB                  DB1_STRING
TEXT                        DB1_STR
REAL, FLOAT, DOUBLE         DB1_DOUBLE
BLOB                        DB1_BLOB
TIME, DATE                  DB1_DATETIME
==========================  =============

A cell that is not of its column's type (SQLite lets anybody write one) keeps the type it has, and the caller's accessor refuses
it; a whole number that 32 bits do not hold becomes a DB1_BIGINT instead of being cut.
"""

import re
from collections.abc import Callable
from typing import Final

from kahea.db import DbType, DbVal, DbValueError
from kahea.modules.db_sqlite.dialect import is_utf8
from kahea.modules.db_sqlite.julian import from_julian, from_text, to_julian

__all__ = ["Bound", "Cell", "Reader", "bind", "declared_type", "reader"]

Bound = int | float | str | bytes | None
Cell = int | float | bytes | None
Reader = Callable[[Cell], DbVal]

_WORDS: Final = re.compile("BIGI|INT|SERI|CHAR|CLOB|TEXT|REAL|FLOAT|DOUBLE|BLOB|TIME|DATE")
_DECLARED: Final = {
    "BIGI": DbType.DB1_BIGINT,
    "INT": DbType.DB1_INT,
    "SERI": DbType.DB1_INT,
    "CHAR": DbType.DB1_STRING,
    "CLOB": DbType.DB1_STRING,
    "TEXT": DbType.DB1_STR,
    "REAL": DbType.DB1_DOUBLE,
    "FLOAT": DbType.DB1_DOUBLE,
    "DOUBLE": DbType.DB1_DOUBLE,
    "BLOB": DbType.DB1_BLOB,
    "TIME": DbType.DB1_DATETIME,
    "DATE": DbType.DB1_DATETIME,
}
_INT32: Final = range(-(1 << 31), 1 << 31)
_HIGHEST: Final = (1 << 63) - 1
_NULLS: Final = {of: DbVal(of, None) for of in DbType}
_SIGN_32: Final = 1 << 31


def declared_type(declaration: str) -> DbType | None:
    """The type for a column's declaration; None where it says nothing.

    >>> declared_type("timestamp without time zone"), declared_type("")
    (<DbType.DB1_DATETIME: 5>, None)
    """
    found = _WORDS.search(declaration.upper())
    return _DECLARED[found[0]] if found else None


def bind(value: DbVal) -> Bound:
    """What sqlite3 binds for `value`.

    Raises:
        DbValueError: a DB1_UBIGINT that SQLite's 64 bits with a sign do not hold.
    """
    plain = value.val
    if isinstance(plain, bytes):
        return plain.decode() if value.type is not DbType.DB1_BLOB and is_utf8(plain) else plain
    if not isinstance(plain, int):
        return plain
    if value.type is DbType.DB1_DATETIME:
        return to_julian(plain)
    if value.type is DbType.DB1_BITMAP and plain >= _SIGN_32:
        return plain - 2 * _SIGN_32  # as Kamailio binds it, a C int
    if plain > _HIGHEST:
        raise DbValueError(f"{value.type.name} {plain} is above {_HIGHEST}, the highest whole number SQLite holds")
    return plain


def reader(of: DbType | None) -> Reader:
    """What makes a value of a cell in a column of that type; None takes each cell as it is."""
    return _READERS[of] if of is not None else _by_storage


def _by_storage(cell: Cell) -> DbVal:
    if isinstance(cell, int):
        return DbVal(DbType.DB1_INT if cell in _INT32 else DbType.DB1_BIGINT, cell)
    if isinstance(cell, float):
        return DbVal(DbType.DB1_DOUBLE, cell)
    return DbVal(DbType.DB1_STR, cell)


def _read_int(cell: Cell) -> DbVal:
    return _NULLS[DbType.DB1_INT] if cell is None else _by_storage(cell)


def _read_bigint(cell: Cell) -> DbVal:
    if isinstance(cell, int):
        return DbVal(DbType.DB1_BIGINT, cell)
    return _NULLS[DbType.DB1_BIGINT] if cell is None else _by_storage(cell)


def _read_unsigned(of: DbType, bits: int) -> Reader:
    def read(cell: Cell) -> DbVal:
        if isinstance(cell, int):
            return DbVal(of, cell & ((1 << bits) - 1))
        return _NULLS[of] if cell is None else _by_storage(cell)

    return read


def _read_double(cell: Cell) -> DbVal:
    if isinstance(cell, int | float):
        return DbVal(DbType.DB1_DOUBLE, float(cell))
    return _NULLS[DbType.DB1_DOUBLE] if cell is None else _by_storage(cell)


def _read_bytes(of: DbType) -> Reader:
    def read(cell: Cell) -> DbVal:
        if isinstance(cell, bytes):
            return DbVal(of, cell)
        return _NULLS[of] if cell is None else _by_storage(cell)

    return read


def _read_datetime(cell: Cell) -> DbVal:
    if cell is None:
        return _NULLS[DbType.DB1_DATETIME]
    time_s = from_text(cell) if isinstance(cell, bytes) else from_julian(cell)
    try:
        return DbVal(DbType.DB1_DATETIME, time_s) if time_s is not None else _by_storage(cell)
    except DbValueError:
        return _by_storage(cell)


_READERS: Final[dict[DbType, Reader]] = {
    DbType.DB1_INT: _read_int,
    DbType.DB1_BIGINT: _read_bigint,
    DbType.DB1_UINT: _read_unsigned(DbType.DB1_UINT, 32),
    DbType.DB1_UBIGINT: _read_unsigned(DbType.DB1_UBIGINT, 64),
    DbType.DB1_BITMAP: _read_unsigned(DbType.DB1_BITMAP, 32),
    DbType.DB1_DOUBLE: _read_double,
    DbType.DB1_STRING: _read_bytes(DbType.DB1_STRING),
    DbType.DB1_STR: _read_bytes(DbType.DB1_STR),
    DbType.DB1_BLOB: _read_bytes(DbType.DB1_BLOB),
    DbType.DB1_DATETIME: _read_datetime,
}
