"""Names of tables and columns: nothing else gets into a statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.db import DbNameError
from kahea.db.key import check_key, check_order_by, check_table

PAYLOADS = [
    "",
    " ",
    "1a",
    "a b",
    "a`b",
    'a"b',
    "a]b",
    "a'--",
    "a;drop table acc",
    "a/**/b",
    "a\x00",
    "a\n",
    "é",
    "count(*)",
    "x" * 65,
    "a.b.c",
    "a-b",
]


@pytest.mark.parametrize("name", ["id", "_x", "User_2", "x" * 64])
def test_a_name_is_a_name(name: str) -> None:
    assert check_key(name) == name
    assert check_table(name) == (name,)
    assert check_order_by(name) == ((name, ""),)


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("check", [check_key, check_table, check_order_by])
def test_nothing_else_is_a_name(check: object, name: str) -> None:
    with pytest.raises(DbNameError, match="is no"):
        check(name)  # type: ignore[operator]


def test_a_column_has_no_schema_and_a_table_may_have_one() -> None:
    assert check_table("public.acc") == ("public", "acc")
    with pytest.raises(DbNameError):
        check_key("acc.id")


@pytest.mark.parametrize(
    ("order", "columns"),
    [
        ("a desc,b", (("a", " DESC"), ("b", ""))),
        (" a  ASC , b ", (("a", " ASC"), ("b", ""))),
    ],
)
def test_an_order_has_columns_and_directions(order: str, columns: tuple[tuple[str, str], ...]) -> None:
    assert check_order_by(order) == columns


@pytest.mark.parametrize("order", ["a down", "a,,b", "a desc desc", "a; --", "random()", "(select 1)"])
def test_an_order_has_nothing_else(order: str) -> None:
    with pytest.raises(DbNameError):
        check_order_by(order)


@given(st.text(max_size=70))
def test_a_name_that_is_taken_has_no_character_but_these(name: str) -> None:
    try:
        check_key(name)
    except DbNameError:
        return
    assert name.isascii()
    assert name.replace("_", "a").isalnum()
