"""SQL text: one statement for each call, with names quoted and values bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kahea.db import (
    DbNameError,
    DbOp,
    DbQuery,
    DbType,
    DbUrl,
    DbVal,
    DbValueError,
    Dialect,
    QueryKind,
    SqlText,
    SqlWriter,
    db_int,
    db_null,
    db_str,
)
from kahea.db.sql import MAX_KEPT

URL = DbUrl.parse("mysql://h/d")
PLAIN = Dialect(name="plain", quotes=("[", "]"))
MYSQL = Dialect(
    name="mysql",
    quotes=("`", "`"),
    insert_delayed="INSERT DELAYED INTO",
    on_duplicate="ON DUPLICATE KEY UPDATE",
    excluded="VALUES({})",
)


def sql_text(query: DbQuery, dialect: Dialect) -> SqlText:
    return SqlWriter(dialect).text(query)


A, B, C = db_int(1), db_str("b"), db_str("c")
NULL = db_null(DbType.DB1_STR)

STATEMENTS: list[tuple[dict[str, Any], str, tuple[DbVal, ...]]] = [
    ({"kind": QueryKind.QUERY}, "SELECT * FROM [t]", ()),
    ({"kind": QueryKind.QUERY, "columns": ("a", "b")}, "SELECT [a], [b] FROM [t]", ()),
    ({"kind": QueryKind.QUERY, "keys": ("a", "b"), "vals": (A, B)}, "SELECT * FROM [t] WHERE [a] = ? AND [b] = ?", (A, B)),
    (
        {
            "kind": QueryKind.QUERY,
            "keys": ("a", "b"),
            "vals": (A, B),
            "ops": (DbOp.OP_GEQ, DbOp.OP_NEQ),
            "order_by": "b desc, a",
        },
        "SELECT * FROM [t] WHERE [a] >= ? AND [b] <> ? ORDER BY [b] DESC, [a]",
        (A, B),
    ),
    (
        {"kind": QueryKind.QUERY, "keys": ("f",), "vals": (A,), "ops": (DbOp.OP_BITWISE_AND,)},
        "SELECT * FROM [t] WHERE ([f] & ?) = ?",
        (A, A),
    ),
    (
        {"kind": QueryKind.QUERY, "keys": ("a", "b", "c"), "vals": (A, NULL, NULL), "ops": ("=", "=", DbOp("!="))},
        "SELECT * FROM [t] WHERE [a] = ? AND [b] IS NULL AND [c] IS NOT NULL",
        (A,),
    ),
    ({"kind": QueryKind.QUERY, "table": "s.t"}, "SELECT * FROM [s].[t]", ()),
    ({"kind": QueryKind.INSERT, "keys": ("a", "b"), "vals": (A, NULL)}, "INSERT INTO [t] ([a], [b]) VALUES (?, ?)", (A, NULL)),
    ({"kind": QueryKind.REPLACE, "keys": ("a",), "vals": (A,)}, "REPLACE INTO [t] ([a]) VALUES (?)", (A,)),
    (
        {"kind": QueryKind.INSERT_UPDATE, "keys": ("a", "b"), "vals": (A, B)},
        "INSERT INTO [t] ([a], [b]) VALUES (?, ?) ON CONFLICT DO UPDATE SET [a]=excluded.[a], [b]=excluded.[b]",
        (A, B),
    ),
    (
        {"kind": QueryKind.UPDATE, "keys": ("a",), "vals": (A,), "columns": ("b", "c"), "new_vals": (B, NULL)},
        "UPDATE [t] SET [b]=?, [c]=? WHERE [a] = ?",
        (B, NULL, A),
    ),
    ({"kind": QueryKind.UPDATE, "columns": ("b",), "new_vals": (B,)}, "UPDATE [t] SET [b]=?", (B,)),
    ({"kind": QueryKind.DELETE}, "DELETE FROM [t]", ()),
    ({"kind": QueryKind.DELETE, "keys": ("a",), "vals": (A,), "ops": (DbOp.OP_LT,)}, "DELETE FROM [t] WHERE [a] < ?", (A,)),
    ({"kind": QueryKind.RAW_QUERY, "sql": "PRAGMA x", "vals": (A,), "table": ""}, "PRAGMA x", (A,)),
]


@pytest.mark.parametrize(("parts", "sql", "params"), STATEMENTS)
def test_a_call_is_this_statement(parts: dict[str, Any], sql: str, params: tuple[DbVal, ...]) -> None:
    text = sql_text(DbQuery(url=URL, **{"table": "t", **parts}), PLAIN)
    assert (text.sql, text.params) == (sql, params)


@pytest.mark.parametrize(
    ("kind", "sql"),
    [
        (QueryKind.INSERT_DELAYED, "INSERT DELAYED INTO `t` (`a`) VALUES (?)"),
        (QueryKind.INSERT_UPDATE, "INSERT INTO `t` (`a`) VALUES (?) ON DUPLICATE KEY UPDATE `a`=VALUES(`a`)"),
    ],
)
def test_a_dialect_has_its_own_words(kind: QueryKind, sql: str) -> None:
    assert sql_text(DbQuery(url=URL, kind=kind, table="t", keys=("a",), vals=(A,)), MYSQL).sql == sql


def test_a_dialect_may_mark_values_by_their_type() -> None:
    dialect = replace(PLAIN, placeholder=lambda value: f"${value.type.name}")
    query = DbQuery(url=URL, kind=QueryKind.UPDATE, table="t", keys=("a",), vals=(A,), columns=("b",), new_vals=(B,))
    assert sql_text(query, dialect).sql == "UPDATE [t] SET [b]=$DB1_STR WHERE [a] = $DB1_INT"


BAD = "a] = 1; DROP TABLE t; --"


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": QueryKind.QUERY, "table": BAD},
        {"kind": QueryKind.QUERY, "columns": (BAD,)},
        {"kind": QueryKind.QUERY, "keys": (BAD,), "vals": (A,)},
        {"kind": QueryKind.QUERY, "order_by": BAD},
        {"kind": QueryKind.INSERT, "keys": (BAD,), "vals": (A,)},
        {"kind": QueryKind.INSERT_UPDATE, "keys": (BAD,), "vals": (A,)},
        {"kind": QueryKind.REPLACE, "table": BAD, "keys": ("a",), "vals": (A,)},
        {"kind": QueryKind.UPDATE, "columns": (BAD,), "new_vals": (A,)},
        {"kind": QueryKind.UPDATE, "columns": ("a",), "new_vals": (A,), "keys": (BAD,), "vals": (A,)},
        {"kind": QueryKind.DELETE, "keys": (BAD,), "vals": (A,)},
        {"kind": QueryKind.DELETE, "table": BAD},
    ],
)
def test_no_name_can_carry_a_statement(parts: dict[str, Any]) -> None:
    with pytest.raises(DbNameError, match=r"is no name|is no column"):
        sql_text(DbQuery(url=URL, **{"table": "t", **parts}), PLAIN)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"kind": QueryKind.INSERT}, "without columns"),
        ({"kind": QueryKind.UPDATE}, "changes no column"),
        ({"kind": QueryKind.QUERY, "keys": ("a",), "vals": (NULL,), "ops": (DbOp.OP_LT,)}, "never true"),
    ],
)
def test_a_statement_that_means_nothing_is_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(DbValueError, match=message):
        sql_text(DbQuery(url=URL, table="t", **parts), PLAIN)


def test_a_statement_is_written_once_for_queries_that_differ_in_values_alone() -> None:
    written: list[DbVal] = []

    def placeholder(value: DbVal) -> str:
        written.append(value)
        return "?"

    writer = SqlWriter(replace(PLAIN, placeholder=placeholder))
    first = writer.text(DbQuery(url=URL, kind=QueryKind.QUERY, table="t", keys=("b",), vals=(B,)))
    again = writer.text(DbQuery(url=URL, kind=QueryKind.QUERY, table="t", keys=("b",), vals=(C,)))
    assert again.sql is first.sql
    assert (first.params, again.params) == ((B,), (C,))
    assert written == [B, B, C]  # the second needs its mark for the comparison only


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": QueryKind.DELETE},
        {"table": "u"},
        {"keys": ("x",)},
        {"ops": (DbOp.OP_LT,)},
        {"columns": ("a",)},
        {"order_by": "a"},
        {"vals": (NULL,)},
        {"vals": (db_int(5),)},
    ],
)
def test_queries_of_another_shape_are_not_confused(parts: dict[str, Any]) -> None:
    writer = SqlWriter(replace(PLAIN, placeholder=lambda value: f"${value.type.name}"))
    base: dict[str, Any] = {"url": URL, "kind": QueryKind.QUERY, "table": "t", "keys": ("b",), "vals": (B,)}
    first = writer.text(DbQuery(**base)).sql
    other = DbQuery(**{**base, **parts})
    assert writer.text(other).sql == SqlWriter(writer.dialect).text(other).sql != first


def test_the_statements_that_are_kept_are_bounded() -> None:
    writer = SqlWriter(PLAIN)
    for n in range(3 * MAX_KEPT):
        writer.text(DbQuery(url=URL, kind=QueryKind.QUERY, table=f"t{n}"))
        assert len(writer._kept) <= MAX_KEPT
