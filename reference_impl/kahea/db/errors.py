"""What the database layer refuses, and what a database answers that is not a result.

kahea.base.errors.KaheaError
  DbError                  anything between a module and its database
    DbUrlError             text that is no database URL
    DbSchemeError          a scheme without a driver, or one registered twice
    DbNameError            a table or column name that cannot be one
    DbValueError           a value that its type does not hold, or one asked for as another type
    DbCapError             a call that the driver cannot make
    DbVersionError         a table of another version than the one the module knows
    DbConnectError         the database is not there, or cannot be opened
    DbBusyError            another program holds a lock for longer than the driver waits
    DbStorageError         no space, no right to write, a fault of the disk
    DbCorruptError         a file that is no database, or a damaged one
    DbConstraintError      a row that the table's keys refuse
    DbStatementError       SQL that the database does not take: a table or column that is not there

`is_outage` tells a caller what to answer: True where the same call may succeed later, when the database is back (a REGISTER
gets 503), False where it will fail again and somebody has to look.
"""

from typing import ClassVar

from kahea.base.errors import KaheaError

__all__ = [
    "DbBusyError",
    "DbCapError",
    "DbConnectError",
    "DbConstraintError",
    "DbCorruptError",
    "DbError",
    "DbNameError",
    "DbSchemeError",
    "DbStatementError",
    "DbStorageError",
    "DbUrlError",
    "DbValueError",
    "DbVersionError",
]


class DbError(KaheaError):
    """A fault between a module and its database.

    Attributes:
        where: the database, without its password; empty where the fault is not one database's.
        reason: what was found and what to do about it.

    >>> str(DbConnectError("no such file", "sqlite:///var/lib/kahea.db"))
    'sqlite:///var/lib/kahea.db: no such file'
    """

    is_outage: ClassVar[bool] = False

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason, where)
        self.reason = reason
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else self.reason


class DbUrlError(DbError):
    """Text that is no database URL."""


class DbSchemeError(DbError):
    """A scheme without a driver, or one registered twice."""


class DbNameError(DbError):
    """A table or column name that cannot be one."""


class DbValueError(DbError, ValueError):
    """A value that its type does not hold, or one asked for as another type."""


class DbCapError(DbError):
    """A call that the driver cannot make."""


class DbVersionError(DbError):
    """A table of another version than the one the module knows."""


class DbConnectError(DbError):
    """The database is not there, or cannot be opened."""

    is_outage = True


class DbBusyError(DbError):
    """Another program holds a lock for longer than the driver waits."""

    is_outage = True


class DbStorageError(DbError):
    """No space, no right to write, a fault of the disk."""

    is_outage = True


class DbCorruptError(DbError):
    """A file that is no database, or a damaged one."""

    is_outage = True


class DbConstraintError(DbError):
    """A row that the table's keys refuse."""


class DbStatementError(DbError):
    """SQL that the database does not take: a table or column that is not there."""
