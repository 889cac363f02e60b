"""Results: Kamailio's counts."""

from __future__ import annotations

import pytest

from kahea.db import Db1Res, DbCol, DbType, db_int, db_str


def test_a_result_counts_its_columns_its_rows_and_those_before() -> None:
    col = DbCol(("id", "name"), (DbType.DB1_INT, DbType.DB1_STR))
    res = Db1Res(col=col, rows=((db_int(1), db_str("a")), (db_int(2), db_str("b"))), last_row=3)
    assert (res.col.n, res.n, res.res_rows) == (2, 2, 5)
    assert [value.str_val for value in res.values("name")] == [b"a", b"b"]
    with pytest.raises(ValueError, match="not in"):
        res.values("nam")
    assert (Db1Res().n, Db1Res().col.n, Db1Res().res_rows) == (0, 0, 0)
