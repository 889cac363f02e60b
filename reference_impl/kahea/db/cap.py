"""DbCap: what a driver can do (kamailio src/lib/srdb1/db_cap.h)."""

from enum import IntFlag

from kahea.db.errors import DbCapError

__all__ = ["DB_CAP_ALL", "DbCap", "check_cap"]


class DbCap(IntFlag):
    """One bit for each call of the API that a driver may lack; the numbers are Kamailio's, but for the last, which is ours."""

    DB_CAP_QUERY = 1 << 0
    DB_CAP_RAW_QUERY = 1 << 1
    DB_CAP_INSERT = 1 << 2
    DB_CAP_DELETE = 1 << 3
    DB_CAP_UPDATE = 1 << 4
    DB_CAP_REPLACE = 1 << 5
    DB_CAP_FETCH = 1 << 6
    DB_CAP_LAST_INSERTED_ID = 1 << 7
    DB_CAP_INSERT_UPDATE = 1 << 8
    DB_CAP_INSERT_DELAYED = 1 << 9
    DB_CAP_AFFECTED_ROWS = 1 << 10
    DB_CAP_TRANSACTION = 1 << 11
    """Kamailio asks whether the driver has the function start_transaction."""


DB_CAP_ALL = DbCap.DB_CAP_QUERY | DbCap.DB_CAP_INSERT | DbCap.DB_CAP_DELETE | DbCap.DB_CAP_UPDATE
"""What nearly every module needs; raw queries, replace, insert_update and the rest are asked for one by one."""


def check_cap(has: DbCap, needs: DbCap, driver: str) -> None:
    """Nothing, when `driver`, which has the capabilities `has`, can do all that is needed (Kamailio's DB_CAPABILITY()).

    Raises:
        DbCapError: something is missing; the message names it.

    >>> check_cap(DB_CAP_ALL, DbCap.DB_CAP_REPLACE | DbCap.DB_CAP_QUERY, "db_text")
    Traceback (most recent call last):
    kahea.db.errors.DbCapError: driver db_text has no DB_CAP_REPLACE
    """
    lacks = needs.value & ~has.value  # of ints: operations on flags cost as much as the query
    if lacks:
        raise DbCapError(f"driver {driver} has no {' and no '.join(cap.name or '' for cap in DbCap(lacks))}")
