"""The database API: types, queries as values, SQL text, the seam to the drivers. It opens nothing itself."""

from kahea.db.cap import DB_CAP_ALL, DbCap, check_cap
from kahea.db.con import Db1Con, db_init
from kahea.db.dialect import Dialect
from kahea.db.driver import Db1Driver, DbDrivers
from kahea.db.errors import (
    DbBusyError,
    DbCapError,
    DbConnectError,
    DbConstraintError,
    DbCorruptError,
    DbError,
    DbNameError,
    DbSchemeError,
    DbStatementError,
    DbStorageError,
    DbUrlError,
    DbValueError,
    DbVersionError,
)
from kahea.db.key import DbKey
from kahea.db.op import DbOp
from kahea.db.query import DbQuery, QueryKind
from kahea.db.res import Db1Res, DbCol, DbRow
from kahea.db.run import run_now
from kahea.db.sql import SqlText, SqlWriter
from kahea.db.url import DbUrl
from kahea.db.val import (
    DbType,
    DbVal,
    db_bigint,
    db_bitmap,
    db_blob,
    db_datetime,
    db_double,
    db_int,
    db_null,
    db_str,
    db_ubigint,
    db_uint,
)
from kahea.db.version import check_table_version, table_version

__all__ = [
    "DB_CAP_ALL",
    "Db1Con",
    "Db1Driver",
    "Db1Res",
    "DbBusyError",
    "DbCap",
    "DbCapError",
    "DbCol",
    "DbConnectError",
    "DbConstraintError",
    "DbCorruptError",
    "DbDrivers",
    "DbError",
    "DbKey",
    "DbNameError",
    "DbOp",
    "DbQuery",
    "DbRow",
    "DbSchemeError",
    "DbStatementError",
    "DbStorageError",
    "DbType",
    "DbUrl",
    "DbUrlError",
    "DbVal",
    "DbValueError",
    "DbVersionError",
    "Dialect",
    "QueryKind",
    "SqlText",
    "SqlWriter",
    "check_cap",
    "check_table_version",
    "db_bigint",
    "db_bitmap",
    "db_blob",
    "db_datetime",
    "db_double",
    "db_init",
    "db_int",
    "db_null",
    "db_str",
    "db_ubigint",
    "db_uint",
    "run_now",
    "table_version",
]
