"""SQLITE: the SQL of SQLite 3.35 and later."""

from types import MappingProxyType
from typing import Final

from kahea.db import DbType, DbVal, Dialect

__all__ = ["SQLITE", "is_utf8", "placeholder"]

_TEXTS: Final = frozenset({DbType.DB1_STRING, DbType.DB1_STR})


def is_utf8(data: bytes) -> bool:
    """Whether `data` is valid UTF-8, which Python's sqlite3 asks of what it binds as text."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def placeholder(value: DbVal) -> str:
    r"""The mark for `value`. SIP allows any bytes; those that are not UTF-8 are bound as a blob and stored as text.

    Kamailio stores them as text too, and a blob would not compare equal to it.

    >>> placeholder(DbVal(DbType.DB1_STR, b"al\xff")), placeholder(DbVal(DbType.DB1_BLOB, b"\xff"))
    ('CAST(? AS TEXT)', '?')
    """
    if value.type in _TEXTS and isinstance(value.val, bytes) and not is_utf8(value.val):
        return "CAST(? AS TEXT)"
    return "?"


# SQLite takes an unknown name in double quotes for a string, so that a misspelt column would match nothing without a word.
# In backquotes it is an error.
SQLITE: Final = Dialect(
    name="sqlite",
    quotes=("`", "`"),
    placeholder=placeholder,
    serial="INTEGER PRIMARY KEY NOT NULL",
    types=MappingProxyType(
        {
            "int": "INTEGER",
            "uint": "INTEGER",
            "short": "SMALLINT",
            "ushort": "SMALLINT",
            "uchar": "SMALLINT",
            "char": "SMALLINT",
            "float": "REAL",
            "string": "VARCHAR({})",
            "text": "TEXT",
            "largetext": "TEXT",
            "binary": "BLOB",
            "largebinary": "BLOB",
            "datetime": "TIMESTAMP WITHOUT TIME ZONE",
        }
    ),
)
