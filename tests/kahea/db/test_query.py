"""Queries: values that travel to whoever drives the coroutine."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from kahea.db import Db1Res, DbBusyError, DbCap, DbOp, DbQuery, DbUrl, DbValueError, QueryKind, db_int

URL = DbUrl.parse("mysql://h/d")


async def ask(query: DbQuery) -> Db1Res:
    return await query


def test_an_awaited_query_reaches_the_driver_of_the_coroutine_and_its_answer_comes_back() -> None:
    query, res = DbQuery(url=URL, kind=QueryKind.QUERY, table="t"), Db1Res(affected_rows=3)
    coro = ask(query)
    assert coro.send(None) is query
    with pytest.raises(StopIteration) as end:
        coro.send(res)
    assert end.value.value is res


def test_an_error_is_raised_where_the_query_was_awaited() -> None:
    coro = ask(DbQuery(url=URL, kind=QueryKind.QUERY, table="t"))
    coro.send(None)
    with pytest.raises(DbBusyError):
        coro.throw(DbBusyError("locked"))


def test_a_query_does_not_change() -> None:
    query = DbQuery(url=URL, kind=QueryKind.QUERY)
    with pytest.raises(FrozenInstanceError):
        query.table = "t"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"keys": ("a", "b"), "vals": (db_int(1),)}, "2 columns and 1 values"),
        ({"vals": (db_int(1),)}, "0 columns and 1 values"),
        ({"keys": ("a",), "vals": (db_int(1),), "ops": (DbOp.OP_EQ, DbOp.OP_EQ)}, "2 operators for 1 columns"),
        ({"kind": QueryKind.UPDATE, "columns": ("a",)}, "1 columns to change and 0 new values"),
    ],
)
def test_arrays_of_unequal_length_are_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(DbValueError, match=message):
        DbQuery(url=URL, **{"kind": QueryKind.QUERY, **parts})


def test_every_kind_needs_the_capability_of_its_name() -> None:
    for kind in QueryKind:
        if kind is QueryKind.FREE_RESULT:
            assert kind.cap == DbCap(0)
        else:
            name = "FETCH" if kind is QueryKind.FETCH_RESULT else kind.name
            assert kind.cap is DbCap[f"DB_CAP_{name}"]
