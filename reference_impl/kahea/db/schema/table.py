"""Table: the name, the version, the columns and the keys of one table, read from the notation the schema is written in.

::

    table   = name version *column *key                     a blank line ends it
    column  = name type [ "(" size ")" ] [ "null" ] [ "=" default ]
    key     = ( "unique" / "index" ) name "(" column *( ", " column ) ")"

A column is NOT NULL unless it says ``null``. A key's full name begins with the table's.
"""

import re
from dataclasses import dataclass
from typing import Final

from kahea.db.errors import DbNameError
from kahea.db.schema.column import Column, ColumnType

__all__ = ["Index", "Table", "read_tables"]

_TYPES: Final = frozenset(map(str, ColumnType))
_HEAD: Final = re.compile(r"(\w+) (\d+)")
_COLUMN: Final = re.compile(r"(\w+) +([a-z]+)(?:\((\d+)\))?( null)?(?: = (-?[0-9.]+|'[^']*'))?")
_INDEX: Final = re.compile(r"(unique|index) (\w+) \((\w+(?:, \w+)*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One key: its full name, its columns in order, and whether two rows may share it."""

    name: str
    columns: tuple[str, ...]
    is_unique: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, with the version that the table ``version`` says of it."""

    name: str
    version: int
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]


def read_tables(text: str) -> tuple[Table, ...]:
    """The tables written in `text`.

    Raises:
        DbNameError: a line is in no form of the notation, or a key names a column that the table has not.

    >>> read_tables('''
    ... version 1
    ...     id         serial
    ...     table_name string(32)
    ...     unique table_name_idx (table_name)
    ... ''')[0].indexes
    (Index(name='version_table_name_idx', columns=('table_name',), is_unique=True),)
    """
    return tuple(_table(block.strip().splitlines()) for block in text.split("\n\n") if block.strip())


def _table(lines: list[str]) -> Table:
    head = _HEAD.fullmatch(lines[0])
    if head is None:
        raise DbNameError(f"{lines[0]!r}: expected a table's name and version")
    columns: list[Column] = []
    indexes: list[Index] = []
    for line in map(str.strip, lines[1:]):
        if (index := _INDEX.fullmatch(line)) is not None:
            indexes.append(_index(head[1], index, columns))
        elif (column := _COLUMN.fullmatch(line)) is not None and column[2] in _TYPES:
            columns.append(_column(column))
        else:
            raise DbNameError(f"table {head[1]}: {line!r} is no column and no key")
    return Table(name=head[1], version=int(head[2]), columns=tuple(columns), indexes=tuple(indexes))


def _column(found: re.Match[str]) -> Column:
    return Column(
        name=found[1],
        type=ColumnType(found[2]),
        size=int(found[3] or 0),
        is_nullable=bool(found[4]),
        default=found[5],
    )


def _index(table: str, found: re.Match[str], columns: list[Column]) -> Index:
    names = tuple(found[3].split(", "))
    known = {column.name for column in columns}
    if not known.issuperset(names):
        raise DbNameError(
            f"table {table}: key {found[2]} is on {', '.join(sorted({*names} - known))}, which is no column of it"
        )
    return Index(name=f"{table}_{found[2]}", columns=names, is_unique=found[1] == "unique")
