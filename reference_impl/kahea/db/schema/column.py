"""Column: one column of a table, in the types that all databases of Kamailio's schema share (kamailio src/lib/srdb1/schema)."""

from dataclasses import dataclass
from enum import StrEnum

from kahea.db.val import DbType

__all__ = ["Column", "ColumnType"]


class ColumnType(StrEnum):
    """What a column holds; databases without unsigned or short numbers take the next larger type."""

    SERIAL = "serial"
    """The row's number, given by the database: the primary key."""
    INT = "int"
    UINT = "uint"
    SHORT = "short"
    USHORT = "ushort"
    UCHAR = "uchar"
    CHAR = "char"
    """A digit used as a flag."""
    FLOAT = "float"
    STRING = "string"
    TEXT = "text"
    LARGETEXT = "largetext"
    BINARY = "binary"
    LARGEBINARY = "largebinary"
    DATETIME = "datetime"


_DB_TYPES = {
    ColumnType.FLOAT: DbType.DB1_DOUBLE,
    ColumnType.STRING: DbType.DB1_STRING,
    ColumnType.TEXT: DbType.DB1_STR,
    ColumnType.LARGETEXT: DbType.DB1_STR,
    ColumnType.BINARY: DbType.DB1_BLOB,
    ColumnType.LARGEBINARY: DbType.DB1_BLOB,
    ColumnType.DATETIME: DbType.DB1_DATETIME,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        size: how many characters a string may have; 0 for other types. SQLite does not hold anybody to it.
        is_nullable: whether NULL may stand in it; NULL is the default then, if no other is given.
        default: the SQL literal that stands where a row gives no value; None where a row must give one.
    """

    name: str
    type: ColumnType
    size: int = 0
    is_nullable: bool = False
    default: str | None = None

    @property
    def db_type(self) -> DbType:
        """The type a driver reports for it."""
        return _DB_TYPES.get(self.type, DbType.DB1_INT)
