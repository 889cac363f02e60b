"""Module db_sqlite: the driver for databases in a file of SQLite."""

from kahea.modules.db_sqlite.dialect import SQLITE
from kahea.modules.db_sqlite.driver import SqliteDriver
from kahea.modules.db_sqlite.exports import module
from kahea.modules.db_sqlite.params import FileParams, Params

__all__ = ["DIALECT", "SQLITE", "FileParams", "Params", "SqliteDriver", "module", "new_driver"]

DIALECT = SQLITE
"""The SQL of this driver, for `kahea db create`."""

new_driver = SqliteDriver
"""Makes a driver; with `may_create` it makes a file that is not there."""
