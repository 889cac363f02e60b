"""Db1Con: each call of the API, against a real database."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from kahea.db import (
    Db1Con,
    Db1Res,
    DbCap,
    DbCapError,
    DbConstraintError,
    DbDrivers,
    DbNameError,
    DbOp,
    DbSchemeError,
    DbStatementError,
    DbType,
    DbUrl,
    DbValueError,
    db_bitmap,
    db_init,
    db_int,
    db_null,
    db_str,
    run_now,
)

MEMORY = "sqlite:///:memory:"
NARROW = Db1Con(DbUrl.parse("narrow://h/d"), DbCap.DB_CAP_QUERY, "db_narrow")


@pytest.fixture
def con(drivers: DbDrivers) -> Db1Con:
    """A table of four rows: n 1 to 4, flags as n, word one to three and NULL."""
    con = db_init(MEMORY, drivers)
    run_now(con.raw_query("CREATE TABLE t (n INTEGER PRIMARY KEY, word VARCHAR(8) UNIQUE, flags INTEGER DEFAULT 9)"), drivers)
    con.use_table("t")
    for n, word in enumerate((db_str("one"), db_str("two"), db_str("three"), db_null(DbType.DB1_STR)), 1):
        run_now(con.insert(["n", "word", "flags"], [db_int(n), word, db_int(n)]), drivers)
    return con


def numbers(res: Db1Res) -> list[int]:
    return [value.int_val for value in res.values("n")]


@pytest.mark.parametrize(
    ("key", "op", "value", "found"),
    [
        ("n", DbOp.OP_EQ, db_int(2), [2]),
        ("n", DbOp.OP_LT, db_int(2), [1]),
        ("n", DbOp.OP_LEQ, db_int(2), [1, 2]),
        ("n", DbOp.OP_GT, db_int(2), [3, 4]),
        ("n", DbOp.OP_GEQ, db_int(2), [2, 3, 4]),
        ("n", DbOp.OP_NEQ, db_int(2), [1, 3, 4]),
        ("flags", DbOp.OP_BITWISE_AND, db_bitmap(2), [2, 3]),
        ("flags", DbOp.OP_BITWISE_AND, db_bitmap(3), [3]),
        ("word", DbOp.OP_EQ, db_str("two"), [2]),
        ("word", DbOp.OP_EQ, db_str("TWO"), []),
        ("word", DbOp.OP_EQ, db_str("t%"), []),
        ("word", DbOp.OP_EQ, db_null(DbType.DB1_STR), [4]),
        ("word", DbOp.OP_NEQ, db_null(DbType.DB1_STR), [1, 2, 3]),
    ],
)
def test_an_operator_finds_these_rows(
    con: Db1Con, drivers: DbDrivers, *, key: str, op: DbOp, value: Any, found: list[int]
) -> None:
    assert numbers(run_now(con.query([key], [value], ["n"], ops=[op], order_by="n"), drivers)) == found


def test_a_query_without_keys_gives_all_rows_and_without_columns_all_columns(con: Db1Con, drivers: DbDrivers) -> None:
    res = run_now(con.query(order_by="n desc"), drivers)
    assert res.col.names == ("n", "word", "flags")
    assert res.col.types == (DbType.DB1_INT, DbType.DB1_STRING, DbType.DB1_INT)
    assert numbers(res) == [4, 3, 2, 1]
    assert res.rows[0][1] == db_null(DbType.DB1_STRING)


def test_no_rows_are_a_result_with_names(con: Db1Con, drivers: DbDrivers) -> None:
    res = run_now(con.query(["n"], [db_int(99)]), drivers)
    assert (res.n, res.col.names) == (0, ("n", "word", "flags"))


def test_rows_are_fetched_in_parts(con: Db1Con, drivers: DbDrivers) -> None:
    async def parts() -> list[tuple[list[int], int, int]]:
        seen = []
        res = await con.query(columns=["n"], order_by="n", max_rows=3)
        while res.n:
            seen.append((numbers(res), res.last_row, res.res_rows))
            res = await con.fetch_result(res, 2)
        return seen

    assert run_now(parts(), drivers) == [([1, 2, 3], 0, 3), ([4], 3, 4)]


def test_parts_of_two_results_do_not_mix_and_writing_between_them_is_allowed(con: Db1Con, drivers: DbDrivers) -> None:
    async def parts() -> list[list[int]]:
        up = await con.query(columns=["n"], order_by="n", max_rows=1)
        down = await con.query(columns=["n"], order_by="n desc", max_rows=1)
        await con.insert(["n"], [db_int(99)])
        return [numbers(await con.fetch_result(up, 1)), numbers(await con.fetch_result(down, 1))]

    assert run_now(parts(), drivers) == [[2], [3]]


def test_a_freed_result_has_no_more_rows(con: Db1Con, drivers: DbDrivers) -> None:
    async def parts() -> Db1Res:
        res = await con.query(max_rows=1)
        await con.free_result(res)
        await con.free_result(res)
        return await con.fetch_result(res, 1)

    with pytest.raises(DbStatementError, match="the rest of the result is gone"):
        run_now(parts(), drivers)


def test_a_whole_result_needs_no_freeing(con: Db1Con, drivers: DbDrivers) -> None:
    res = run_now(con.query(), drivers)
    assert res.cursor is None
    run_now(con.free_result(res), drivers)
    assert run_now(con.fetch_result(res, 1), drivers).n == 0
    with pytest.raises(DbValueError, match="at least 1"):
        run_now(con.fetch_result(res, 0), drivers)


def test_an_insert_tells_its_id_and_its_rows(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.insert(["word"], [db_str("five")]), drivers)
    assert (con.last_inserted_id(), con.affected_rows()) == (5, 1)
    run_now(con.query(), drivers)
    assert (con.last_inserted_id(), con.affected_rows()) == (0, 0)


def test_a_key_that_is_taken_refuses_an_insert(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.insert(["word"], [db_str("five")]), drivers)
    with pytest.raises(DbConstraintError, match="UNIQUE constraint failed"):
        run_now(con.insert(["word"], [db_str("one")]), drivers)
    assert (con.last_inserted_id(), con.affected_rows()) == (0, 0)
    assert run_now(con.query(), drivers).n == 5


def test_a_replace_removes_the_row_in_its_way(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.replace(["n", "word"], [db_int(7), db_str("one")]), drivers)
    assert con.last_inserted_id() == 7
    res = run_now(con.query(["word"], [db_str("one")]), drivers)
    assert [[value.val for value in row] for row in res.rows] == [[7, b"one", 9]]


def test_an_insert_update_changes_the_row_in_its_way_and_leaves_other_columns(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.insert_update(["n", "word"], [db_int(1), db_str("uno")]), drivers)
    run_now(con.insert_update(["n", "word"], [db_int(8), db_str("ocho")]), drivers)
    assert con.affected_rows() == 1
    res = run_now(con.query(["n"], [db_int(1)]), drivers)
    assert [[value.val for value in row] for row in res.rows] == [[1, b"uno", 1]]
    assert run_now(con.query(), drivers).n == 5


def test_an_update_changes_the_rows_it_finds(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.update(["n"], [db_int(2)], ["flags"], [db_int(0)], ops=[DbOp.OP_GT]), drivers)
    assert con.affected_rows() == 2
    assert numbers(run_now(con.query(["flags"], [db_int(0)], order_by="n"), drivers)) == [3, 4]
    run_now(con.update([], [], ["flags", "word"], [db_int(5), db_null(DbType.DB1_STR)]), drivers)
    assert con.affected_rows() == 4
    assert con.last_inserted_id() == 0


def test_a_delete_removes_the_rows_it_finds(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.delete(["n", "flags"], [db_int(3), db_int(2)], ops=[DbOp.OP_LEQ, DbOp.OP_GEQ]), drivers)
    assert con.affected_rows() == 2
    run_now(con.delete(), drivers)
    assert con.affected_rows() == 2
    assert run_now(con.query(), drivers).n == 0


def test_a_raw_query_binds_its_values_and_types_its_columns(con: Db1Con, drivers: DbDrivers) -> None:
    res = run_now(con.raw_query("SELECT n, n*0.5, word FROM t WHERE word=?", [db_str("two")]), drivers)
    assert [value.val for value in res.rows[0]] == [2, 1.0, b"two"]
    assert [value.type.name for value in res.rows[0]] == ["DB1_INT", "DB1_DOUBLE", "DB1_STR"]
    res = run_now(con.raw_query("SELECT -1 AS flags", types=[DbType.DB1_BITMAP]), drivers)
    assert res.rows[0][0] == db_bitmap(0xFFFFFFFF)


def test_a_transaction_makes_all_changes_in_their_order(con: Db1Con, drivers: DbDrivers) -> None:
    calls = [
        con.delete(["n"], [db_int(4)]),
        con.insert(["n", "word"], [db_int(4), db_str("four")]),
        con.update(["n"], [db_int(4)], ["flags"], [db_int(44)]),
        con.replace(["n", "word"], [db_int(5), db_str("one")]),
        con.insert_update(["n", "flags"], [db_int(2), db_int(22)]),
    ]
    run_now(con.transaction(calls), drivers)
    assert con.affected_rows() == 5
    res = run_now(con.query(order_by="n"), drivers)
    assert [[value.val for value in row] for row in res.rows] == [
        [2, b"two", 22],
        [3, b"three", 3],
        [4, b"four", 44],
        [5, b"one", 9],
    ]


@pytest.mark.parametrize("at", range(4))
def test_a_transaction_of_which_one_change_fails_makes_none(con: Db1Con, drivers: DbDrivers, at: int) -> None:
    before = run_now(con.query(order_by="n"), drivers).rows
    calls = [con.insert(["n"], [db_int(10)]), con.delete(["n"], [db_int(1)]), con.update([], [], ["flags"], [db_int(0)])]
    calls.insert(at, con.insert(["n"], [db_int(2)]))
    with pytest.raises(DbConstraintError):
        run_now(con.transaction(calls), drivers)
    assert run_now(con.query(order_by="n"), drivers).rows == before
    run_now(con.insert(["n"], [db_int(11)]), drivers)
    assert run_now(con.query(), drivers).n == 5


def test_a_transaction_of_nothing_is_nothing(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(con.transaction([]), drivers)


async def no_call() -> None:
    """Waits for nothing."""


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda con: con.query(), "query"),
        (lambda con: con.raw_query("DELETE FROM t"), "raw_query"),
        (lambda con: con.transaction([con.delete()]), "transaction"),
        (lambda _con: no_call(), "NoneType"),
    ],
)
def test_a_transaction_is_of_changes_alone(con: Db1Con, drivers: DbDrivers, call: Any, what: str) -> None:
    with pytest.raises(TypeError, match=f"a transaction is of changes, not of {what}$"):
        run_now(con.transaction([con.delete(), call(con), con.delete()]), drivers)
    assert run_now(con.query(), drivers).n == 4


CALLS: list[tuple[str, Callable[[Db1Con], Coroutine[Any, Any, object]]]] = [
    ("DB_CAP_INSERT", lambda con: con.insert(["n"], [db_int(1)])),
    ("DB_CAP_INSERT_DELAYED", lambda con: con.insert_delayed(["n"], [db_int(1)])),
    ("DB_CAP_INSERT_UPDATE", lambda con: con.insert_update(["n"], [db_int(1)])),
    ("DB_CAP_REPLACE", lambda con: con.replace(["n"], [db_int(1)])),
    ("DB_CAP_UPDATE", lambda con: con.update([], [], ["n"], [db_int(1)])),
    ("DB_CAP_DELETE", lambda con: con.delete()),
    ("DB_CAP_RAW_QUERY", lambda con: con.raw_query("x")),
    ("DB_CAP_TRANSACTION", lambda con: con.transaction([])),
    ("DB_CAP_FETCH", lambda con: con.query(max_rows=1)),
    ("DB_CAP_FETCH", lambda con: con.fetch_result(Db1Res(cursor=1), 1)),
]


@pytest.mark.parametrize(("cap", "call"), CALLS)
def test_a_call_the_driver_lacks_never_reaches_it(
    drivers: DbDrivers, cap: str, call: Callable[[Db1Con], Coroutine[Any, Any, object]]
) -> None:
    with pytest.raises(DbCapError, match=f"driver db_narrow has no {cap}$"):
        run_now(call(NARROW), drivers)


def test_a_count_the_driver_cannot_tell_is_refused() -> None:
    with pytest.raises(DbCapError, match="DB_CAP_AFFECTED_ROWS"):
        NARROW.affected_rows()
    with pytest.raises(DbCapError, match="DB_CAP_LAST_INSERTED_ID"):
        NARROW.last_inserted_id()


def test_sqlite_has_no_delayed_insert(con: Db1Con, drivers: DbDrivers) -> None:
    with pytest.raises(DbCapError, match="driver db_sqlite has no DB_CAP_INSERT_DELAYED"):
        run_now(con.insert_delayed(["n"], [db_int(9)]), drivers)


def test_a_call_needs_a_table(drivers: DbDrivers) -> None:
    con = db_init(MEMORY, drivers)
    with pytest.raises(DbNameError, match=r"call use_table\(\) first"):
        run_now(con.query(), drivers)
    with pytest.raises(DbNameError, match="is no name of a table"):
        con.use_table("t; --")
    assert con.table == ""


def test_a_handle_is_made_only_where_all_is_there(drivers: DbDrivers) -> None:
    with pytest.raises(DbSchemeError):
        db_init("mysql://h/d", drivers)
    with pytest.raises(DbCapError, match="DB_CAP_INSERT_DELAYED"):
        db_init(MEMORY, drivers, DbCap.DB_CAP_QUERY | DbCap.DB_CAP_INSERT_DELAYED)
