"""Db1Res: what a database answers (kamailio src/lib/srdb1/db_res.h, db_row.h)."""

from dataclasses import dataclass, field

from kahea.db.key import DbKey
from kahea.db.val import DbType, DbVal

__all__ = ["Db1Res", "DbCol", "DbRow"]

DbRow = tuple[DbVal, ...]


@dataclass(frozen=True, slots=True)
class DbCol:
    """The columns of a result: names and types, in the order of each row's values."""

    names: tuple[DbKey, ...] = ()
    types: tuple[DbType, ...] = ()

    @property
    def n(self) -> int:
        """How many there are (RES_COL_N)."""
        return len(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Db1Res:
    """The rows that were found, or the count of rows that were changed; Python frees it.

    Attributes:
        col: the columns; none for a statement that finds no rows.
        rows: the rows of this result, or of this part of it.
        last_row: how many rows came in the parts before this one.
        affected_rows: how many rows the statement inserted, changed or deleted.
        last_inserted_id: the id of the row inserted last; 0 where none was.
        cursor: by which the driver knows the rest of the rows; None when there is no more to fetch.

    >>> res = Db1Res(col=DbCol(("id",), (DbType.DB1_INT,)), rows=((DbVal(DbType.DB1_INT, 7),),))
    >>> res.n, res.values("id")[0].int_val
    (1, 7)
    """

    col: DbCol = field(default_factory=DbCol)
    rows: tuple[DbRow, ...] = ()
    last_row: int = 0
    affected_rows: int = 0
    last_inserted_id: int = 0
    cursor: int | None = None

    @property
    def n(self) -> int:
        """How many rows are here (RES_ROW_N)."""
        return len(self.rows)

    @property
    def res_rows(self) -> int:
        """How many rows came so far, the parts before included (RES_NUM_ROWS)."""
        return self.last_row + len(self.rows)

    def values(self, name: DbKey) -> list[DbVal]:
        """The values of one column, row by row.

        Raises:
            ValueError: there is no such column.
        """
        at = self.col.names.index(name)
        return [row[at] for row in self.rows]
