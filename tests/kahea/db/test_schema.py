"""The schema: what it says, what is made of it, and whether Kamailio's own scripts make the same."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from kahea.db import (
    Db1Con,
    Db1Res,
    DbDrivers,
    DbError,
    DbNameError,
    DbQuery,
    DbStorageError,
    DbUrl,
    DbVersionError,
    check_table_version,
    db_init,
    db_int,
    db_str,
    run_now,
)
from kahea.db.schema import TABLES, ColumnType, Table, create_all, create_statements, read_tables, table_named
from kahea.modules.db_sqlite import SQLITE, SqliteDriver

KAMAILIO_SCRIPTS = Path("/usr/share/kamailio/db_sqlite")

Dump = dict[str, list[tuple[object, ...]]]


def make(path: Path, tables: tuple[Table, ...] = TABLES) -> sqlite3.Connection:
    opened = sqlite3.connect(path)
    for table in tables:
        for statement in create_statements(table, SQLITE):
            opened.execute(statement)
    return opened


def dump(opened: sqlite3.Connection) -> Dump:
    """Of each table its columns, defaults in one spelling, and its keys, as SQLite understood them."""
    names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found: Dump = {}
    for name in names:
        columns = [
            (column, kind, notnull, None if default in {None, "NULL"} else default.strip("'"), key)
            for _, column, kind, notnull, default, key in opened.execute(f"PRAGMA table_info({name})")
        ]
        keys = []
        for _, index, is_unique, *_rest in opened.execute(f"PRAGMA index_list({name})"):
            on = tuple(row[2] for row in opened.execute(f"PRAGMA index_info({index})"))
            keys.append(("unique" if is_unique else index, on))
        found[name] = [*columns, *sorted(keys)]
    return found


def test_every_table_is_made_and_has_the_columns_it_says(tmp_path: Path) -> None:
    found = dump(make(tmp_path / "x.db"))
    assert list(found) == [table.name for table in TABLES]
    for table in TABLES:
        columns = [row for row in found[table.name] if len(row) == 5]
        assert [row[0] for row in columns] == [column.name for column in table.columns]
        assert [bool(row[2]) for row in columns] == [not column.is_nullable for column in table.columns]
        keys = Counter(row[1] for row in found[table.name] if len(row) == 2)
        assert keys == Counter(index.columns for index in table.indexes)


def test_every_table_stands_once_and_begins_with_its_number() -> None:
    assert len({table.name for table in TABLES}) == len(TABLES) == 52
    assert TABLES[0].name == "version"
    assert all(table.columns[0].type is ColumnType.SERIAL for table in TABLES)
    assert len({index.name for table in TABLES for index in table.indexes}) == sum(len(table.indexes) for table in TABLES)


def test_a_column_has_the_type_that_the_driver_reports(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(create_all(con, SQLITE), drivers)
    for table in TABLES:
        con.use_table(table.name)
        assert run_now(con.query(), drivers).col.types == tuple(column.db_type for column in table.columns)


@pytest.mark.parametrize(
    ("name", "version"),
    [("version", 1), ("subscriber", 7), ("location", 9), ("aliases", 8), ("acc", 5), ("missed_calls", 4), ("dispatcher", 4)],
)
def test_a_table_of_the_default_configuration_has_kamailios_version(name: str, version: int) -> None:
    assert table_named(name).version == version


def test_an_unknown_table_is_named_with_what_is_near() -> None:
    with pytest.raises(DbNameError, match="no table subscribers in the schema; did you mean subscriber"):
        table_named("subscribers")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t", "expected a table's name and version"),
        ("t 1\n  a strin", "'a strin' is no column and no key"),
        ("t 1\n  a int = x", "is no column"),
        ("t 1\n  a int\n  index i (b)", "key i is on b, which is no column"),
    ],
)
def test_a_fault_in_the_notation_is_named(text: str, message: str) -> None:
    with pytest.raises(DbNameError, match=re.escape(message)):
        read_tables(text)


@pytest.fixture
def con(drivers: DbDrivers) -> Db1Con:
    return db_init("sqlite:///:memory:", drivers)


def test_create_all_makes_what_is_missing_and_leaves_the_rest(con: Db1Con, drivers: DbDrivers) -> None:
    names = [table.name for table in TABLES]
    assert run_now(create_all(con, SQLITE), drivers) == names
    con.use_table("subscriber")
    run_now(con.insert(["username"], [db_str("alice")]), drivers)
    run_now(con.raw_query("DROP TABLE acc"), drivers)
    con.use_table("version")
    run_now(con.delete(["table_name"], [db_str("acc")]), drivers)
    assert run_now(create_all(con, SQLITE), drivers) == ["acc"]
    con.use_table("subscriber")
    assert run_now(con.query(), drivers).n == 1
    for table in TABLES:
        run_now(check_table_version(con, table.name, table.version), drivers)


def test_a_table_of_another_version_is_not_touched(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(create_all(con, SQLITE), drivers)
    con.use_table("version")
    run_now(con.update(["table_name"], [db_str("location")], ["table_version"], [db_int(4)]), drivers)
    with pytest.raises(DbVersionError, match="table location is there with version 4, this schema has 9"):
        run_now(create_all(con, SQLITE), drivers)


@pytest.mark.parametrize("calls", [0, 1, 2, 5, 20, 100])
def test_a_run_that_was_cut_short_is_finished_by_the_next(con: Db1Con, drivers: DbDrivers, calls: int) -> None:
    coro = create_all(con, SQLITE)
    request = coro.send(None)
    for _ in range(calls):
        request = coro.send(drivers.execute(request))
    coro.close()
    run_now(create_all(con, SQLITE), drivers)
    con.use_table("version")
    res = run_now(con.query(columns=["table_name"]), drivers)
    assert Counter(value.str_val.decode() for value in res.values("table_name")) == Counter(table.name for table in TABLES)


class NthFails:
    """A real driver whose n-th answer is that the disk is full."""

    name = "db_sqlite"

    def __init__(self, nth: int) -> None:
        self.real = SqliteDriver()
        self.cap = self.real.cap
        self.left = nth

    def open(self, url: DbUrl) -> None:
        self.real.open(url)

    def execute(self, query: DbQuery) -> Db1Res:
        self.left -= 1
        if self.left == 0:
            raise DbStorageError("no space is left", str(query.url))
        return self.real.execute(query)

    def close(self) -> None:
        self.real.close()


SOME = TABLES[:4]
CALLS = sum(len(create_statements(table, SQLITE)) + 2 for table in SOME)  # and a version to be read and written


@pytest.mark.parametrize("nth", range(1, CALLS + 1))
def test_whichever_call_fails_the_next_run_finishes(nth: int) -> None:
    drivers, driver = DbDrivers(), NthFails(nth)
    drivers.register("sqlite", driver)
    con = db_init("sqlite:///:memory:", drivers)
    with pytest.raises(DbStorageError, match="no space"):
        run_now(create_all(con, SQLITE, SOME), drivers)
    assert driver.left == 0
    run_now(create_all(con, SQLITE, SOME), drivers)
    for table in SOME:
        run_now(check_table_version(con, table.name, table.version), drivers)
    drivers.close()


def test_defaults_fill_a_row(con: Db1Con, drivers: DbDrivers) -> None:
    run_now(create_all(con, SQLITE), drivers)
    con.use_table("location")
    run_now(con.insert(["ruid", "username", "contact"], [db_str("r"), db_str("alice"), db_str("sip:a@b")]), drivers)
    res = run_now(con.query(columns=["expires", "q", "cseq", "callid", "domain", "user_agent"]), drivers)
    assert [value.val for value in res.rows[0]] == [1906234335, 1.0, 1, b"Default-Call-ID", None, b""]
    con.use_table("presentity")
    with pytest.raises(DbError, match="NOT NULL constraint failed"):
        run_now(con.insert(["username"], [db_str("alice")]), drivers)


# What this schema, Kamailio's next, has otherwise than the 5.6 that Debian ships.
NEWER = {
    "htable": "longer names and values",
    "uacreg": "contact_user",
    "watchers": "a key on inserted_time",
}
NEWER_VERSIONS = {"acc_cdrs": (3, "2"), "uacreg": (6, "5")}


@pytest.mark.peer
def test_kamailios_scripts_make_the_same_tables(tmp_path: Path) -> None:
    theirs = sqlite3.connect(tmp_path / "theirs.db")
    scripts = sorted(KAMAILIO_SCRIPTS.glob("*.sql"), key=lambda path: path.name != "standard-create.sql")
    assert scripts
    for script in scripts:
        theirs.executescript(script.read_text(encoding="utf-8"))
    there, here = dump(theirs), dump(make(tmp_path / "ours.db"))
    assert {name for name in here if here[name] != there[name]} == set(NEWER)
    versions = dict(theirs.execute("SELECT table_name, table_version FROM version"))
    differing = {table.name: (table.version, str(versions[table.name])) for table in TABLES}
    assert {name: pair for name, pair in differing.items() if str(pair[0]) != pair[1]} == NEWER_VERSIONS
