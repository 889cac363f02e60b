"""The version of a table, which the table ``version`` keeps (kamailio src/lib/srdb1/db.c db_check_table_version())."""

from typing import Final

from kahea.db.con import Db1Con
from kahea.db.errors import DbVersionError
from kahea.db.val import db_str

__all__ = ["VERSION_TABLE", "check_table_version", "table_version"]

VERSION_TABLE: Final = "version"


async def table_version(con: Db1Con, table: str) -> int:
    """The version written down for `table`; 0 where none is. `con` keeps its table.

    Raises:
        DbVersionError: several are written down, or something that is no number.
        DbError: the database does not answer, or has no table ``version``.
    """
    before = con.table
    con.use_table(VERSION_TABLE)
    try:
        res = await con.query(["table_name"], [db_str(table)], ["table_version"])
    finally:
        con.table = before
    if res.n > 1:
        raise DbVersionError(f"table {VERSION_TABLE} has {res.n} rows for table {table}, there must be one", str(con.url))
    if res.n == 0:
        return 0
    found = res.rows[0][0].val
    if not isinstance(found, int | float):
        raise DbVersionError(f"table {VERSION_TABLE} has no number for table {table} but {found!r}", str(con.url))
    return int(found)


async def check_table_version(con: Db1Con, table: str, version: int) -> None:
    """Nothing, when `table` has the version the caller was written for.

    Raises:
        DbVersionError: it has another one, or none.
        DbError: as `table_version`.
    """
    found = await table_version(con, table)
    if found == 0:
        raise DbVersionError(f"table {table} has no version, expected {version}; 'kahea db create' makes it", str(con.url))
    if found != version:
        raise DbVersionError(
            f"invalid version {found} for table {table} found, expected {version}; convert the table, then write its version "
            f"into table {VERSION_TABLE}",
            str(con.url),
        )
