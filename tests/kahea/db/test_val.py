"""Values: what each type holds, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kahea.db import (
    DbType,
    DbVal,
    DbValueError,
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

HELD = [
    (DbType.DB1_INT, -(1 << 31)),
    (DbType.DB1_INT, (1 << 31) - 1),
    (DbType.DB1_UINT, 0),
    (DbType.DB1_UINT, (1 << 32) - 1),
    (DbType.DB1_BIGINT, -(1 << 63)),
    (DbType.DB1_BIGINT, (1 << 63) - 1),
    (DbType.DB1_UBIGINT, (1 << 64) - 1),
    (DbType.DB1_BITMAP, 0xFFFFFFFF),
    (DbType.DB1_DATETIME, -62_167_219_200),
    (DbType.DB1_DATETIME, 253_402_300_799),
    (DbType.DB1_DOUBLE, math.inf),
    (DbType.DB1_STR, b"\xff\x00"),
    (DbType.DB1_STRING, b""),
    (DbType.DB1_BLOB, b"\x00"),
]


@pytest.mark.parametrize(("of", "value"), HELD)
def test_a_type_holds_its_extremes(of: DbType, value: Any) -> None:
    assert DbVal(of, value).val == value


@pytest.mark.parametrize(
    ("of", "value", "message"),
    [
        (DbType.DB1_INT, 1 << 31, r"2147483648 is not in -2147483648\.\.2147483647"),
        (DbType.DB1_INT, -(1 << 31) - 1, "is not in"),
        (DbType.DB1_INT, True, "must be a whole number, not True"),
        (DbType.DB1_INT, b"1", "must be a whole number, not b'1'"),
        (DbType.DB1_UINT, -1, r"-1 is not in 0\.\."),
        (DbType.DB1_BIGINT, 1 << 63, "is not in"),
        (DbType.DB1_UBIGINT, 1 << 64, "is not in"),
        (DbType.DB1_BITMAP, 1 << 32, "is not in"),
        (DbType.DB1_DATETIME, 253_402_300_800, "is not in"),
        (DbType.DB1_DATETIME, 1.5, "must be a whole number"),
        (DbType.DB1_DOUBLE, 1, "must be a float, not 1"),
        (DbType.DB1_DOUBLE, math.nan, "must be a number, not nan"),
        (DbType.DB1_STR, "text", "must be bytes, not 'text'"),
        (DbType.DB1_BLOB, bytearray(b"x"), "must be bytes"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(of: DbType, value: Any, message: str) -> None:
    with pytest.raises(DbValueError, match=message):
        DbVal(of, value)


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(DbValueError) as caught:
        DbVal(DbType.DB1_INT, b"x" * 10_000)
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize("of", list(DbType))
def test_every_type_may_be_null(of: DbType) -> None:
    assert db_null(of).nul
    assert db_null(of).type is of


@pytest.mark.parametrize(
    ("value", "accessor", "plain"),
    [
        (db_int(-1), "int_val", -1),
        (db_uint(1), "int_val", 1),
        (db_bigint(1), "int_val", 1),
        (db_ubigint(1), "int_val", 1),
        (db_bitmap(7), "int_val", 7),
        (db_double(1), "double_val", 1.0),
        (db_str("é"), "str_val", b"\xc3\xa9"),
        (db_blob(memoryview(b"\0")), "str_val", b"\0"),
        (db_datetime(5), "time_val", 5),
    ],
)
def test_an_accessor_gives_its_own_types_and_refuses_the_others(value: DbVal, accessor: str, plain: object) -> None:
    assert not value.nul
    for name in ("int_val", "double_val", "str_val", "time_val"):
        if name == accessor:
            assert getattr(value, name) == plain
        else:
            with pytest.raises(DbValueError, match=value.type.name):
                getattr(value, name)
        with pytest.raises(DbValueError, match="NULL is not"):
            getattr(db_null(value.type), name)
