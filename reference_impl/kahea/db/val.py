"""DbType and DbVal: one cell of a row, or one value of a comparison (kamailio src/lib/srdb1/db_val.h)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kahea.db.errors import DbValueError

__all__ = [
    "BlobLike",
    "DbType",
    "DbVal",
    "Plain",
    "db_bigint",
    "db_bitmap",
    "db_blob",
    "db_datetime",
    "db_double",
    "db_int",
    "db_null",
    "db_str",
    "db_ubigint",
    "db_uint",
]

Plain = int | float | bytes | None
BlobLike = bytes | bytearray | memoryview


class DbType(IntEnum):
    """The types of the API. DB1_STRING and DB1_STR differ in C alone (one ends with a NUL); here both are bytes."""

    DB1_INT = 0
    """32 bits with a sign."""
    DB1_BIGINT = 1
    """64 bits with a sign."""
    DB1_DOUBLE = 2
    DB1_STRING = 3
    DB1_STR = 4
    DB1_DATETIME = 5
    """Seconds since 1970 in UTC, whole ones."""
    DB1_BLOB = 6
    DB1_BITMAP = 7
    """32 flags."""
    DB1_UINT = 8
    """32 bits without a sign."""
    DB1_UBIGINT = 9
    """64 bits without a sign."""


_RANGES: Final = {
    DbType.DB1_INT: (-(1 << 31), (1 << 31) - 1),
    DbType.DB1_BIGINT: (-(1 << 63), (1 << 63) - 1),
    # The years 0 to 9999, which every database's date functions know.
    DbType.DB1_DATETIME: (-62_167_219_200, 253_402_300_799),
    DbType.DB1_BITMAP: (0, (1 << 32) - 1),
    DbType.DB1_UINT: (0, (1 << 32) - 1),
    DbType.DB1_UBIGINT: (0, (1 << 64) - 1),
}
_BYTES: Final = frozenset({DbType.DB1_STRING, DbType.DB1_STR, DbType.DB1_BLOB})
_LIMIT_SHOWN = 40


@dataclass(frozen=True, slots=True)
class DbVal:
    """One value with its type; `val` is None for NULL.

    Raises:
        DbValueError: the type does not hold the value.

    >>> db_int(5).int_val, db_str("alice").str_val, db_null(DbType.DB1_STR).nul
    (5, b'alice', True)
    >>> db_int(1 << 31)
    Traceback (most recent call last):
    kahea.db.errors.DbValueError: DB1_INT 2147483648 is not in -2147483648..2147483647
    """

    type: DbType
    val: Plain

    def __post_init__(self) -> None:
        if self.val is not None:
            _check(self.type, self.val)

    @property
    def nul(self) -> bool:
        """Whether it is NULL (Kamailio's VAL_NULL)."""
        return self.val is None

    @property
    def int_val(self) -> int:
        """The whole number of any of the whole-number types (VAL_INT, VAL_UINT, VAL_BIGINT, VAL_UBIGINT, VAL_BITMAP).

        Raises:
            DbValueError: it is NULL or of another type.
        """
        if isinstance(self.val, int) and self.type is not DbType.DB1_DATETIME:
            return self.val
        raise self._unlike("a whole number")

    @property
    def double_val(self) -> float:
        """The number of a DB1_DOUBLE (VAL_DOUBLE).

        Raises:
            DbValueError: it is NULL or of another type.
        """
        if isinstance(self.val, float):
            return self.val
        raise self._unlike("a DB1_DOUBLE")

    @property
    def time_val(self) -> int:
        """The seconds since 1970 of a DB1_DATETIME (VAL_TIME).

        Raises:
            DbValueError: it is NULL or of another type.
        """
        if isinstance(self.val, int) and self.type is DbType.DB1_DATETIME:
            return self.val
        raise self._unlike("a DB1_DATETIME")

    @property
    def str_val(self) -> bytes:
        """The bytes of a string or of a blob (VAL_STRING, VAL_STR, VAL_BLOB).

        Raises:
            DbValueError: it is NULL or of another type.
        """
        if isinstance(self.val, bytes):
            return self.val
        raise self._unlike("a string")

    def _unlike(self, wanted: str) -> DbValueError:
        found = "NULL" if self.val is None else f"the {self.type.name} {_shown(self.val)}"
        return DbValueError(f"{found} is not {wanted}")


def db_int(value: int) -> DbVal:
    """A DB1_INT."""
    return DbVal(DbType.DB1_INT, value)


def db_uint(value: int) -> DbVal:
    """A DB1_UINT."""
    return DbVal(DbType.DB1_UINT, value)


def db_bigint(value: int) -> DbVal:
    """A DB1_BIGINT."""
    return DbVal(DbType.DB1_BIGINT, value)


def db_ubigint(value: int) -> DbVal:
    """A DB1_UBIGINT."""
    return DbVal(DbType.DB1_UBIGINT, value)


def db_double(value: float) -> DbVal:
    """A DB1_DOUBLE."""
    return DbVal(DbType.DB1_DOUBLE, float(value))


def db_str(value: bytes | str) -> DbVal:
    r"""A DB1_STR; text is taken as UTF-8.

    >>> db_str("é").val
    b'\xc3\xa9'
    """
    return DbVal(DbType.DB1_STR, value.encode() if isinstance(value, str) else value)


def db_datetime(value: int) -> DbVal:
    """A DB1_DATETIME of seconds since 1970."""
    return DbVal(DbType.DB1_DATETIME, value)


def db_blob(value: BlobLike) -> DbVal:
    """A DB1_BLOB with a copy of the bytes."""
    return DbVal(DbType.DB1_BLOB, bytes(value))


def db_bitmap(value: int) -> DbVal:
    """A DB1_BITMAP."""
    return DbVal(DbType.DB1_BITMAP, value)


def db_null(of: DbType) -> DbVal:
    """A NULL of that type."""
    return DbVal(of, None)


def _check_int(of: DbType, value: Plain) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise DbValueError(f"{of.name} must be a whole number, not {_shown(value)}")
    low, high = _RANGES[of]
    if not low <= value <= high:
        raise DbValueError(f"{of.name} {value} is not in {low}..{high}")


def _check_double(of: DbType, value: Plain) -> None:
    if not isinstance(value, float):
        raise DbValueError(f"{of.name} must be a float, not {_shown(value)}")
    if value != value:  # noqa: PLR0124 - NaN, which SQL stores as NULL
        raise DbValueError(f"{of.name} must be a number, not nan")


def _check_bytes(of: DbType, value: Plain) -> None:
    if not isinstance(value, bytes):
        raise DbValueError(f"{of.name} must be bytes, not {_shown(value)}")


_CHECKS: Final[dict[DbType, Callable[[DbType, Plain], None]]] = {
    **dict.fromkeys(_RANGES, _check_int),
    **dict.fromkeys(_BYTES, _check_bytes),
    DbType.DB1_DOUBLE: _check_double,
}


def _check(of: DbType, value: Plain) -> None:
    _CHECKS[of](of, value)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LIMIT_SHOWN else f"{text[:_LIMIT_SHOWN]}..."
