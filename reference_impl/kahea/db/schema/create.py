"""The statements that make a table, and the making of all of them (Kamailio's kamdbctl create)."""

from collections.abc import Iterable

from kahea.db.con import Db1Con
from kahea.db.dialect import Dialect
from kahea.db.errors import DbVersionError
from kahea.db.schema.column import Column, ColumnType
from kahea.db.schema.table import Index, Table
from kahea.db.schema.tables import TABLES
from kahea.db.val import db_int, db_str
from kahea.db.version import VERSION_TABLE, table_version

__all__ = ["create_all", "create_statements"]


def create_statements(table: Table, dialect: Dialect) -> tuple[str, ...]:
    """The statements that make `table` and its keys where they are not there yet.

    What is there already is left as it is, its version included.
    """
    lines = [_column(column, dialect) for column in table.columns]
    lines += [_unique(index, dialect) for index in table.indexes if index.is_unique]
    body = ",\n".join(f"    {line}" for line in lines)
    made = f"CREATE TABLE IF NOT EXISTS {dialect.table(table.name)} (\n{body}\n)"
    return (made, *(_index(index, table, dialect) for index in table.indexes if not index.is_unique))


async def create_all(con: Db1Con, dialect: Dialect, tables: Iterable[Table] = TABLES) -> list[str]:
    """The names of the tables that were made; those that were there are not among them, and not touched.

    Every table that is made has its row in the table ``version``. A second run after one that was cut short makes what is
    missing.

    Raises:
        DbVersionError: a table is there with another version; nothing is converted.
        DbError: the database refuses.
    """
    made = []
    for table in tables:
        for statement in create_statements(table, dialect):
            await con.raw_query(statement)
        if await _note_version(con, table):
            made.append(table.name)
    return made


async def _note_version(con: Db1Con, table: Table) -> bool:
    """Whether the version had to be written down."""
    found = await table_version(con, table.name)
    if found not in {0, table.version}:
        raise DbVersionError(
            f"table {table.name} is there with version {found}, this schema has {table.version}; convert it or drop it first",
            str(con.url),
        )
    if found == 0:
        con.use_table(VERSION_TABLE)
        await con.insert(["table_name", "table_version"], [db_str(table.name), db_int(table.version)])
    return found == 0


def _column(column: Column, dialect: Dialect) -> str:
    name = dialect.key(column.name)
    if column.type is ColumnType.SERIAL:
        return f"{name} {dialect.serial}"
    default = column.default if column.default is not None else "NULL" if column.is_nullable else None
    clause = f" DEFAULT {default}" if default is not None else ""
    return f"{name} {dialect.types[column.type].format(column.size)}{clause}{'' if column.is_nullable else ' NOT NULL'}"


def _unique(index: Index, dialect: Dialect) -> str:
    return f"CONSTRAINT {dialect.key(index.name)} UNIQUE ({_names(index, dialect)})"


def _index(index: Index, table: Table, dialect: Dialect) -> str:
    name = dialect.key(index.name)
    return f"CREATE INDEX IF NOT EXISTS {name} ON {dialect.table(table.name)} ({_names(index, dialect)})"


def _names(index: Index, dialect: Dialect) -> str:
    return ", ".join(dialect.key(name) for name in index.columns)
