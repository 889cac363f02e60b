"""Versions of tables: what is found, and what stops a start."""

from __future__ import annotations

import pytest

from kahea.db import Db1Con, DbDrivers, DbStatementError, DbVersionError, check_table_version, db_init, run_now, table_version


@pytest.fixture
def con(drivers: DbDrivers) -> Db1Con:
    con = db_init("sqlite:///:memory:", drivers)
    run_now(con.raw_query("CREATE TABLE version (table_name VARCHAR(32), table_version INTEGER)"), drivers)
    run_now(
        con.raw_query("INSERT INTO version VALUES ('acc', 5), ('two', 1), ('two', 2), ('odd', 'x'), ('real', 3.0)"), drivers
    )
    con.use_table("acc")
    return con


@pytest.mark.parametrize(("table", "version"), [("acc", 5), ("nothing", 0), ("real", 3), ("' OR '1'='1", 0)])
def test_a_table_has_the_version_that_is_written_down(con: Db1Con, drivers: DbDrivers, table: str, version: int) -> None:
    assert run_now(table_version(con, table), drivers) == version
    assert con.table == "acc"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("two", "has 2 rows for table two, there must be one"),
        ("odd", "has no number for table odd but b'x'"),
        ("nothing", "table nothing has no version, expected 6; 'kahea db create' makes it"),
        ("acc", "invalid version 5 for table acc found, expected 6; convert the table"),
    ],
)
def test_another_version_stops_the_start_and_names_the_fix(con: Db1Con, drivers: DbDrivers, table: str, message: str) -> None:
    with pytest.raises(DbVersionError, match=message):
        run_now(check_table_version(con, table, 6), drivers)


def test_the_right_version_passes(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(check_table_version(con, "acc", 5), drivers)


def test_a_database_without_the_table_version_is_an_error(drivers: DbDrivers) -> None:
    with pytest.raises(DbStatementError, match="no such table: version"):
        run_now(table_version(db_init("sqlite:///:memory:", drivers), "acc"), drivers)
