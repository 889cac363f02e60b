"""Module db_sqlite: values through a file and back, hostile values, files that are not as they should be, parameters."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.db import (
    Db1Con,
    Db1Driver,
    DbBusyError,
    DbConnectError,
    DbCorruptError,
    DbDrivers,
    DbError,
    DbStatementError,
    DbStorageError,
    DbType,
    DbUrl,
    DbUrlError,
    DbVal,
    DbValueError,
    db_bigint,
    db_bitmap,
    db_blob,
    db_datetime,
    db_double,
    db_init,
    db_int,
    db_null,
    db_str,
    db_ubigint,
    db_uint,
    run_now,
)
from kahea.db.schema import create_all
from kahea.modules.db_sqlite import SQLITE, FileParams, Params, SqliteDriver
from kahea.modules.db_sqlite.cells import declared_type
from kahea.modules.db_sqlite.connection import Connection
from kahea.modules.db_sqlite.julian import from_julian, from_text, to_julian

COLUMNS = "i INTEGER, s SMALLINT, b BIGINT, d REAL, c VARCHAR(9), t TEXT, x BLOB, w TIMESTAMP WITHOUT TIME ZONE, n NUMERIC, u"


class Db:
    """One database under test: its drivers and a handle."""

    def __init__(self, file: Path | str, params: Params | None = None, *, may_create: bool = True) -> None:
        self.file = Path(file)
        self.url = f"sqlite:///{file}"
        self.driver = SqliteDriver(params, may_create=may_create)
        self.drivers = DbDrivers()
        self.drivers.register("sqlite", self.driver)
        self.con: Db1Con = db_init(self.url, self.drivers)

    def raw(self, sql: str, *vals: DbVal) -> list[list[object]]:
        res = run_now(self.con.raw_query(sql, vals), self.drivers)
        return [[value.val for value in row] for row in res.rows]

    def insert(self, **vals: DbVal) -> None:
        run_now(self.con.insert(list(vals), list(vals.values())), self.drivers)

    def all(self, *columns: str) -> list[tuple[DbVal, ...]]:
        return list(run_now(self.con.query(columns=columns), self.drivers).rows)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Db]:
    """A file with one table `t` of a column for each declaration."""
    opened = Db(tmp_path / "kahea.db")
    opened.raw(f"CREATE TABLE t ({COLUMNS})")
    opened.con.use_table("t")
    yield opened
    opened.drivers.close()


def test_the_driver_is_one(db: Db) -> None:
    driver: Db1Driver = db.driver
    assert driver.name == "db_sqlite"


ROUND_TRIPS = [
    ("i", db_int(-(1 << 31)), db_int(-(1 << 31))),
    ("i", db_int((1 << 31) - 1), db_int((1 << 31) - 1)),
    ("i", db_uint((1 << 32) - 1), db_bigint((1 << 32) - 1)),  # more than the column's type holds
    ("i", db_bitmap(0x7FFFFFFF), db_int(0x7FFFFFFF)),
    ("i", db_bitmap(0xFFFFFFFF), db_int(-1)),  # Kamailio binds a C int
    ("s", db_int(7), db_int(7)),
    ("b", db_bigint(-(1 << 63)), db_bigint(-(1 << 63))),
    ("b", db_bigint((1 << 63) - 1), db_bigint((1 << 63) - 1)),
    ("b", db_ubigint((1 << 63) - 1), db_bigint((1 << 63) - 1)),
    ("d", db_double(0.1), db_double(0.1)),
    ("d", db_double(-1.7976931348623157e308), db_double(-1.7976931348623157e308)),
    ("d", db_double(float("inf")), db_double(float("inf"))),
    ("d", db_double(3), db_double(3)),
    ("d", db_int(3), db_double(3)),
    ("c", db_str("alice"), DbVal(DbType.DB1_STRING, b"alice")),
    ("c", db_str(b""), DbVal(DbType.DB1_STRING, b"")),
    ("c", db_str("Zoë 日本 🐙"), DbVal(DbType.DB1_STRING, "Zoë 日本 🐙".encode())),
    ("c", db_str(b"al\xff\xfe"), DbVal(DbType.DB1_STRING, b"al\xff\xfe")),  # no UTF-8, and SIP allows it
    ("c", db_str(b"a\0b"), DbVal(DbType.DB1_STRING, b"a\0b")),
    ("c", db_str(b"\xff\0"), DbVal(DbType.DB1_STRING, b"\xff\0")),
    ("c", db_str(b"\xed\xa0\x80"), DbVal(DbType.DB1_STRING, b"\xed\xa0\x80")),  # half of a surrogate pair
    ("c", db_str(b"1e5"), DbVal(DbType.DB1_STRING, b"1e5")),
    ("c", db_int(12), DbVal(DbType.DB1_STRING, b"12")),
    ("t", db_str("x" * 70_000), db_str("x" * 70_000)),
    ("x", db_blob(bytes(range(256))), db_blob(bytes(range(256)))),
    ("x", db_blob(b""), db_blob(b"")),
    ("x", db_str("text"), db_blob(b"text")),
    ("w", db_datetime(0), db_datetime(0)),
    ("w", db_datetime(-62_167_219_200), db_datetime(-62_167_219_200)),
    ("w", db_datetime(253_402_300_799), db_datetime(253_402_300_799)),
    ("w", db_datetime(1_795_438_431), db_datetime(1_795_438_431)),
    ("n", db_int(5), db_int(5)),
    ("u", db_bigint(1 << 40), db_bigint(1 << 40)),
    ("u", db_double(0.5), db_double(0.5)),
]


@pytest.mark.parametrize(("column", "given_val", "found"), ROUND_TRIPS)
def test_a_value_comes_back(db: Db, column: str, given_val: DbVal, found: DbVal) -> None:
    db.insert(**{column: given_val})
    assert db.all(column) == [(found,)]
    same = run_now(db.con.query([column], [given_val], [column]), db.drivers)
    assert same.n == 1


@pytest.mark.parametrize(
    ("column", "of"),
    [
        ("i", DbType.DB1_INT),
        ("s", DbType.DB1_INT),
        ("b", DbType.DB1_BIGINT),
        ("d", DbType.DB1_DOUBLE),
        ("c", DbType.DB1_STRING),
        ("t", DbType.DB1_STR),
        ("x", DbType.DB1_BLOB),
        ("w", DbType.DB1_DATETIME),
        ("u", DbType.DB1_STR),
    ],
)
def test_null_comes_back_with_its_columns_type(db: Db, column: str, of: DbType) -> None:
    db.insert(i=db_null(DbType.DB1_INT))
    assert db.all(column) == [(db_null(of),)]


@pytest.mark.parametrize(
    ("column", "sql", "found"),
    [
        ("i", "'twelve'", db_str("twelve")),
        ("d", "'much'", db_str("much")),
        ("w", "'soon'", db_str("soon")),
        ("w", "1e300", db_double(1e300)),
        ("w", "'2030-05-28 21:32:15'", db_datetime(1906234335)),
        ("w", "'2030-05-28'", db_datetime(1906156800)),
        ("w", "2461368", db_datetime(1795435200)),  # noon: SQLite keeps the number without its fraction as an integer
        ("b", "'x'", db_str("x")),
        ("i", "1.5", db_double(1.5)),
        ("t", "12", db_str("12")),
        ("x", "12", db_int(12)),
    ],
)
def test_a_cell_that_is_not_of_its_columns_type_keeps_its_own(db: Db, column: str, sql: str, found: DbVal) -> None:
    db.raw(f"INSERT INTO t ({column}) VALUES ({sql})")
    assert db.all(column) == [(found,)]


@pytest.mark.parametrize(
    ("of", "cell", "found"),
    [
        (DbType.DB1_UINT, "-1", db_uint((1 << 32) - 1)),
        (DbType.DB1_UBIGINT, "-1", db_ubigint((1 << 64) - 1)),
        (DbType.DB1_BITMAP, "-1", db_bitmap((1 << 32) - 1)),
        (DbType.DB1_UINT, "NULL", db_null(DbType.DB1_UINT)),
        (DbType.DB1_UINT, "'x'", db_str("x")),
        (DbType.DB1_DATETIME, str(to_julian(77)), db_datetime(77)),
        (DbType.DB1_INT, "7", db_int(7)),
    ],
)
def test_a_raw_query_gives_the_types_that_are_asked_for(db: Db, of: DbType, cell: str, found: DbVal) -> None:
    res = run_now(db.con.raw_query(f"SELECT {cell}", types=[of]), db.drivers)
    assert res.rows == ((found,),)


def test_a_number_sqlite_does_not_hold_is_refused(db: Db) -> None:
    with pytest.raises(DbValueError, match="DB1_UBIGINT 9223372036854775808 is above"):
        db.insert(b=db_ubigint(1 << 63))
    assert db.all("b") == []


def test_text_in_a_raw_query_must_be_utf8(db: Db) -> None:
    with pytest.raises(DbValueError, match="takes text in UTF-8 only"):
        db.raw("SELECT ?", db_str(b"\xff"))
    assert db.raw("SELECT CAST(? AS TEXT)", db_blob(b"\xff")) == [[b"\xff"]]


@pytest.mark.parametrize(
    ("declaration", "of"),
    [
        ("INTEGER", DbType.DB1_INT),
        ("int(11) unsigned", DbType.DB1_INT),
        ("SMALLINT", DbType.DB1_INT),
        ("BIGINT", DbType.DB1_BIGINT),
        ("bigserial", DbType.DB1_INT),
        ("character varying(64)", DbType.DB1_STRING),
        ("CLOB", DbType.DB1_STRING),
        ("text", DbType.DB1_STR),
        ("float(10,2)", DbType.DB1_DOUBLE),
        ("double precision", DbType.DB1_DOUBLE),
        ("REAL", DbType.DB1_DOUBLE),
        ("longblob", DbType.DB1_BLOB),
        ("datetime", DbType.DB1_DATETIME),
        ("DATE", DbType.DB1_DATETIME),
        ("NUMERIC", None),
        ("", None),
    ],
)
def test_a_declaration_has_kamailios_type(declaration: str, of: DbType | None) -> None:
    assert declared_type(declaration) is of


@given(st.integers(-62_167_219_200, 253_402_300_799))
def test_every_second_comes_back_from_its_julian_day(time_s: int) -> None:
    assert from_julian(to_julian(time_s)) == time_s


@pytest.mark.parametrize("cell", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_day_is_no_time(cell: float) -> None:
    assert from_julian(cell) is None


@pytest.mark.parametrize("text", [b"", b"\xff", b"2030-13-01", b"2030-05-28 25:00:00", b"now"])
def test_what_is_no_date_is_no_time(text: bytes) -> None:
    assert from_text(text) is None


def test_a_column_added_by_another_program_has_its_type(db: Db) -> None:
    db.insert(i=db_int(1))
    db.all()
    other = sqlite3.connect(db.file)
    other.execute("ALTER TABLE t ADD COLUMN added TIMESTAMP DEFAULT 2440587.5")
    other.close()
    assert db.all("added") == [(db_datetime(0),)]


PAYLOADS = [
    "'; DROP TABLE subscriber;--",
    "' OR '1'='1",
    '" OR ""="',
    "`; DELETE FROM subscriber; --",
    "\\",
    "\\'",
    "%27",
    "%00",
    "%",
    "_",
    ";",
    "--",
    "/*",
    "*/",
    "?",
    "?1",
    ":x",
    "@x",
    "$x",
    "日本🐙",
    "x'00'",
    "NULL",
    "CAST(? AS TEXT)",
    "\x00",
    "\x1b[2J",
    "\r\nX: y",
]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Db]:
    """The whole schema, two subscribers, and one location."""
    opened = Db(tmp_path / "full.db")
    run_now(create_all(opened.con, SQLITE), opened.drivers)
    opened.con.use_table("subscriber")
    for name in ("alice", "bob"):
        opened.insert(username=db_str(name), domain=db_str("example.com"), ha1=db_str("0" * 32))
    yield opened
    opened.drivers.close()


def state(db: Db) -> tuple[list[list[object]], int]:
    schema = db.raw("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")
    return schema, len(db.raw("SELECT 1 FROM subscriber WHERE username IN ('alice', 'bob')"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_value_is_a_value(full: Db, payload: str) -> None:
    before, value = state(full), db_str(payload)
    full.con.use_table("location")
    fields = ("ruid", "username", "domain", "contact", "callid", "user_agent", "received", "path")
    full.insert(**dict.fromkeys(fields, value))
    for field in fields:
        res = run_now(full.con.query([field], [value], list(fields)), full.drivers)
        assert [[cell.val for cell in row] for row in res.rows] == [[payload.encode()] * len(fields)]
    run_now(full.con.update(["ruid"], [value], ["contact"], [db_str(payload * 2)]), full.drivers)
    assert full.con.affected_rows() == 1
    run_now(full.con.insert_update(["ruid", "callid"], [value, value]), full.drivers)
    assert full.raw("SELECT ruid FROM location WHERE callid=?", value) == [[payload.encode()]]
    full.con.use_table("subscriber")
    assert run_now(full.con.query(["username", "domain"], [value, value]), full.drivers).n == 0
    run_now(full.con.delete(["username"], [value]), full.drivers)
    full.con.use_table("location")
    run_now(full.con.delete(["user_agent"], [value]), full.drivers)
    assert full.all() == []
    assert state(full) == before
    assert full.raw("PRAGMA integrity_check") == [[b"ok"]]


SQL_PIECES = st.sampled_from(
    [b"'", b'"', b"`", b";", b"--", b"/*", b"\\", b"\0", b"?", b" OR 1=1", b"DROP TABLE t", b"%", b"\xff"]
)


@given(st.lists(SQL_PIECES | st.binary(max_size=3), max_size=8).map(b"".join))
def test_any_bytes_are_a_value_that_only_equals_itself(value: bytes) -> None:
    db = Db(":memory:")
    db.raw(f"CREATE TABLE t ({COLUMNS})")
    db.con.use_table("t")
    db.insert(c=db_str(value), x=db_blob(value), i=db_int(1))
    db.insert(c=db_str(value + b"'"), x=db_blob(value + b"'"), i=db_int(2))
    for column, cell in (("c", db_str(value)), ("x", db_blob(value))):
        res = run_now(db.con.query([column], [cell], ["i", column]), db.drivers)
        assert [(row[0].int_val, row[1].str_val) for row in res.rows] == [(1, value)]
        run_now(db.con.update([column], [cell], [column], [cell]), db.drivers)
        assert db.con.affected_rows() == 1
    assert db.raw("SELECT name FROM sqlite_master") == [[b"t"]]
    db.drivers.close()


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT 1; DROP TABLE subscriber", "one statement at a time"),
        ("SELECT * FROM nowhere", "no such table: nowhere"),
        ("SELECT naught FROM subscriber", "no such column: naught"),
        ("SELECT ?", "uses 1, and there are 0 supplied"),
        ("SELEC", "syntax error"),
        ("", None),
        ("SELECT '\x00'", "."),
        ("SELECT '\ud800'", "."),
    ],
)
def test_a_raw_query_that_cannot_run_is_an_error(full: Db, sql: str, message: str | None) -> None:
    before = state(full)
    if message is None:
        assert full.raw(sql) == []
    else:
        with pytest.raises(DbStatementError, match=message):
            full.raw(sql)
    assert state(full) == before


def test_a_misspelt_column_is_an_error_and_no_string(full: Db) -> None:
    with pytest.raises(DbStatementError, match="no such column: usrname"):
        run_now(full.con.query(["usrname"], [db_str("usrname")]), full.drivers)


# Files.


def test_a_missing_file_is_an_error_that_names_it_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(DbConnectError, match=r"sqlite://.*/no\.db: No such file or directory; 'kahea db create' makes"):
        Db(tmp_path / "no.db", may_create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    db = Db(tmp_path / "new.db")
    db.raw("CREATE TABLE t (a)")
    assert {oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {"0o600"}
    db.drivers.close()


def test_a_file_in_no_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(DbConnectError, match="the file cannot be made: No such file"):
        Db(tmp_path / "no" / "kahea.db")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite://host/kahea.db", "with no host"),
        ("sqlite:///", "path/of/the/file"),
        ("sqlite://u:p@/x", None),
    ],
)
def test_a_url_must_name_a_file_alone(url: str, message: str | None) -> None:
    with pytest.raises(DbError if message is None else DbUrlError, match=message):
        SqliteDriver().open(DbUrl.parse(url))


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DbConnectError, match="cannot be opened"):
        Db(tmp_path, may_create=False)


@pytest.mark.parametrize("content", [b"not a database at all" * 60, os.urandom(4096)])
def test_a_file_of_another_kind_is_refused_at_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(DbCorruptError, match="the file is no SQLite database"):
        Db(tmp_path / "x.db")
    assert (tmp_path / "x.db").read_bytes() == content


def test_a_damaged_file_is_reported_and_one_put_in_its_place_is_used(tmp_path: Path) -> None:
    params = Params()
    params.set_journal_mode(f"{tmp_path}/x.db=DELETE")
    db = Db(tmp_path / "x.db", params)
    db.raw("CREATE TABLE t (a TEXT)")
    db.con.use_table("t")
    db.insert(a=db_str("whole"))
    good = db.file.read_bytes()
    db.drivers.close()
    for _ in range(200):
        db.insert(a=db_str("x" * 500))
    db.drivers.close()
    bad = bytearray(db.file.read_bytes())
    bad[4096:] = b"\xa5" * (len(bad) - 4096)
    db.file.write_bytes(bad)
    with pytest.raises(DbCorruptError, match="the file is damaged; restore it from a copy"):
        db.all()
    fresh = tmp_path / "fresh.db"
    fresh.write_bytes(good)
    fresh.rename(db.file)
    assert db.all() == [(db_str("whole"),)]
    db.drivers.close()


def test_a_file_that_takes_the_name_of_the_open_one_is_used_from_then_on(db: Db, tmp_path: Path) -> None:
    db.insert(i=db_int(1))
    other = Db(tmp_path / "other.db")
    other.raw(f"CREATE TABLE t ({COLUMNS})")
    other.con.use_table("t")
    other.insert(i=db_int(2))
    other.drivers.close()
    other.file.rename(db.file)
    assert db.all("i") == [(db_int(2),)]


def test_a_file_that_is_gone_is_an_outage_until_it_is_back(db: Db, tmp_path: Path) -> None:
    strict = Db(db.file, may_create=False)
    strict.con.use_table("t")
    db.drivers.close()
    strict.insert(i=db_int(1))
    db.file.rename(tmp_path / "away.db")
    for _ in range(2):
        with pytest.raises(DbConnectError, match="No such file") as caught:
            strict.insert(i=db_int(2))
        assert caught.value.is_outage
    (tmp_path / "away.db").rename(db.file)
    strict.insert(i=db_int(3))
    assert strict.all("i") == [(db_int(1),), (db_int(3),)]
    strict.drivers.close()


def test_a_locked_file_is_an_outage_for_as_long_as_was_said_and_no_longer(tmp_path: Path) -> None:
    params = Params()
    params.set_busy_timeout(f"{tmp_path}/x.db=120")
    db = Db(tmp_path / "x.db", params)
    db.raw("CREATE TABLE t (a INTEGER)")
    db.con.use_table("t")
    other = sqlite3.connect(db.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    start = time.monotonic()
    with pytest.raises(DbBusyError, match=r"another program holds the lock: database is locked \(SQLITE_BUSY\)") as caught:
        db.insert(a=db_int(1))
    assert caught.value.is_outage
    assert 0.1 < time.monotonic() - start < 2
    assert db.driver.max_wait_ms(db.con.url) == 120
    assert db.all() == []  # reading goes on while another program writes
    other.execute("COMMIT")
    db.insert(a=db_int(1))
    assert db.all() == [(db_int(1),)]
    other.close()
    db.drivers.close()


def fill(db: Db) -> None:
    for _ in range(100):
        db.insert(t=db_str("x" * 3000))


def test_a_full_database_is_an_outage_without_a_partial_row(db: Db) -> None:
    db.raw("PRAGMA max_page_count=20")
    with pytest.raises(DbStorageError, match="no space is left: database or disk is full") as caught:
        fill(db)
    assert caught.value.is_outage
    written = len(db.all("t"))
    assert 0 < written < 100
    db.insert(t=db_str("y" * 3000))  # the bound went with the connection that failed
    assert len(db.all("t")) == written + 1
    assert db.raw("PRAGMA integrity_check") == [[b"ok"]]


FULL_DISK = """
import resource, signal, sys
from kahea.db import DbDrivers, DbStorageError, db_init, db_str, run_now
from kahea.modules.db_sqlite import SqliteDriver
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
drivers = DbDrivers()
drivers.register("sqlite", SqliteDriver())
con = db_init("sqlite://" + sys.argv[1], drivers)
con.use_table("t")
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
done, failed = 0, 0
for n in range(120):
    try:
        run_now(con.insert(["t"], [db_str(str(n) * 3000)]), drivers)
        done += 1
    except DbStorageError:
        failed += 1
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
print(done, failed)
"""


def test_a_disk_that_is_full_for_a_while_costs_only_the_rows_that_were_refused(db: Db) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    ran = subprocess.run([sys.executable, "-c", FULL_DISK, str(db.file)], capture_output=True, text=True, check=True)
    done, failed = map(int, ran.stdout.split())
    assert (done + failed, failed) == (120, 1)
    assert len(db.all("t")) == done
    assert db.raw("PRAGMA integrity_check") == [[b"ok"]]


def test_a_file_set_read_only_is_read_and_not_written(db: Db) -> None:
    db.insert(i=db_int(1))
    params = Params()
    params.set_readonly(str(db.file))
    only = Db(db.file, params, may_create=False)
    only.con.use_table("t")
    assert only.all("i") == [(db_int(1),)]
    with pytest.raises(DbStorageError, match="the database may not be written to"):
        only.insert(i=db_int(2))
    assert only.all("i") == [(db_int(1),)]
    only.drivers.close()


def test_two_spellings_of_a_path_are_one_connection(db: Db) -> None:
    again = db_init(f"sqlite://{db.file}", db.drivers)
    again.use_table("t")
    db.insert(i=db_int(1))
    assert run_now(again.query(columns=["i"]), db.drivers).n == 1
    links = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    assert links.count(str(db.file)) == 1


def test_a_path_with_odd_characters_is_a_path(tmp_path: Path) -> None:
    db = Db(tmp_path / "a b%20#x&mode=memory.db")
    db.raw("CREATE TABLE t (a)")
    assert db.file.stat().st_size > 0
    db.drivers.close()


def test_close_loses_nothing_and_a_later_query_opens_again(db: Db) -> None:
    db.insert(i=db_int(1))
    db.drivers.close()
    assert sorted(path.name for path in db.file.parent.iterdir()) == ["kahea.db"]
    assert db.all("i") == [(db_int(1),)]


def test_rows_left_to_fetch_are_lost_with_their_connection(db: Db) -> None:
    for n in range(3):
        db.insert(i=db_int(n))
    res = run_now(db.con.query(max_rows=1), db.drivers)
    db.drivers.close()
    with pytest.raises(DbStatementError, match="the rest of the result is gone"):
        run_now(db.con.fetch_result(res, 1), db.drivers)


def test_a_lock_that_was_waited_for_in_vain_loses_no_rows_left_to_fetch(db: Db) -> None:
    for n in range(3):
        db.insert(i=db_int(n))
    res = run_now(db.con.query(columns=["i"], max_rows=2), db.drivers)
    other = sqlite3.connect(db.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DbBusyError):
        db.insert(i=db_int(9))
    other.close()
    assert run_now(db.con.fetch_result(res, 2), db.drivers).rows == ((db_int(2),),)


def test_an_error_in_a_later_row_is_an_error_of_the_fetch(db: Db) -> None:
    db.raw("CREATE VIEW v AS SELECT abs(b) AS b FROM t")
    for n in (-1, -2, -(1 << 63)):  # abs() of the last cannot be held; sqlite3 reads one row ahead
        db.insert(b=db_bigint(n))
    db.con.use_table("v")
    res = run_now(db.con.query(max_rows=1), db.drivers)
    assert res.rows[0][0].int_val == 1
    with pytest.raises(DbStatementError, match="integer overflow"):
        run_now(db.con.fetch_result(res, 1), db.drivers)
    with pytest.raises(DbStatementError, match="integer overflow"):
        db.all()


@pytest.mark.parametrize("sql", ["BEGIN", "SAVEPOINT x", "BEGIN IMMEDIATE"])
def test_a_raw_query_cannot_leave_a_transaction_open_for_others_to_write_into(db: Db, sql: str) -> None:
    with pytest.raises(DbStatementError, match="leaves a transaction open"):
        db.raw(sql)
    db.insert(i=db_int(1))
    other = sqlite3.connect(db.file)
    assert other.execute("SELECT i FROM t").fetchall() == [(1,)]
    other.close()


def test_a_transaction_that_does_not_get_the_lock_changes_nothing(db: Db) -> None:
    other = sqlite3.connect(db.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    two = [db.con.insert(["i"], [db_int(n)]) for n in (1, 2)]
    with pytest.raises(DbBusyError):
        run_now(db.con.transaction(two), db.drivers)
    other.close()
    assert db.all() == []


def test_a_transaction_that_meets_a_full_database_changes_nothing(db: Db) -> None:
    db.raw("PRAGMA max_page_count=20")
    many = [db.con.insert(["t"], [db_str("x" * 3000)]) for _ in range(50)]
    with pytest.raises(DbStorageError, match="no space is left"):
        run_now(db.con.transaction(many), db.drivers)
    assert db.all() == []
    assert db.raw("PRAGMA integrity_check") == [[b"ok"]]


def test_a_database_in_memory_is_one_for_all_who_name_it_and_gone_when_closed() -> None:
    db = Db(":memory:")
    db.raw("CREATE TABLE t (a)")
    assert run_now(db_init(db.url, db.drivers).raw_query("SELECT * FROM t"), db.drivers).n == 0
    db.drivers.close()
    with pytest.raises(DbStatementError, match="no such table"):
        db.raw("SELECT * FROM t")


# Parameters.


def test_a_file_is_opened_as_promised_where_nothing_is_set(db: Db) -> None:
    assert db.raw("PRAGMA journal_mode") == [[b"wal"]]
    assert db.raw("PRAGMA synchronous") == [[1]]
    assert db.raw("PRAGMA busy_timeout") == [[300]]
    assert db.raw("PRAGMA trusted_schema") == [[0]]


@pytest.mark.parametrize("mode", ["DELETE", "TRUNCATE", "PERSIST", "MEMORY", "WAL", "OFF", "wal"])
def test_a_journal_mode_is_the_files(tmp_path: Path, mode: str) -> None:
    params = Params()
    params.set_journal_mode(f"{tmp_path}/x.db={mode};")
    db = Db(tmp_path / "x.db", params)
    assert db.raw("PRAGMA journal_mode") == [[mode.lower().encode()]]
    db.drivers.close()


def test_a_journal_mode_that_is_not_to_be_had_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(DbConnectError, match="journal mode BEST is not to be had here, it is delete"):
        Connection(str(tmp_path / "x.db"), FileParams(journal_mode="BEST"), "x.db", may_create=True)


@pytest.mark.parametrize(("level", "number"), [("OFF", 0), ("normal", 1), ("FULL", 2), ("EXTRA", 3)])
def test_a_level_of_synchronisation_is_the_files(tmp_path: Path, level: str, number: int) -> None:
    params = Params()
    params.set_synchronous(f"{tmp_path}/x.db={level}")
    db = Db(tmp_path / "x.db", params)
    assert db.raw("PRAGMA synchronous") == [[number]]
    db.drivers.close()


def test_parameters_add_up_and_each_file_has_its_own() -> None:
    params = Params()
    params.set_journal_mode("var/a.db=DELETE;/var/b.db=TRUNCATE")
    params.set_busy_timeout(" var/a.db = 500 ; ")
    params.set_readonly("/var/b.db")
    assert params.of("/var/a.db") == FileParams(journal_mode="DELETE", busy_timeout_ms=500)
    assert params.of("/var/b.db") == FileParams(journal_mode="TRUNCATE", is_readonly=True)
    assert params.of("/var/c.db") == FileParams()


@pytest.mark.parametrize(
    ("setter", "text", "message"),
    [
        ("set_readonly", " ", "^no file is named"),
        ("set_journal_mode", "x.db", r"^'x\.db' is not FILE=VALUE"),
        ("set_journal_mode", "", "^nothing is set"),
        ("set_journal_mode", "=WAL", "is not FILE=VALUE"),
        ("set_journal_mode", "x.db=FAST", "'FAST' is none of DELETE, TRUNCATE"),
        ("set_journal_mode", "x.db=WAL, synchronous=OFF", "is none of"),
        ("set_synchronous", "x.db=MOST", "'MOST' is none of OFF, NORMAL"),
        ("set_busy_timeout", "x.db=fast", r"'fast' is no number in 0\.\.60000 ms"),
        ("set_busy_timeout", "x.db=-1", "is no number"),
        ("set_busy_timeout", "x.db=60001", "is no number"),
        ("set_busy_timeout", "x.db=²", "is no number"),
    ],
)
def test_a_bad_parameter_is_refused(setter: str, text: str, message: str) -> None:
    params = Params()
    with pytest.raises(DbValueError, match=message):
        getattr(params, setter)(text)


# Durability.

WRITER = """
import sys
from kahea.db import DbDrivers, db_init, db_int, run_now
from kahea.modules.db_sqlite import SqliteDriver
drivers = DbDrivers()
drivers.register("sqlite", SqliteDriver())
con = db_init("sqlite://" + sys.argv[1], drivers)
con.use_table("t")
n = int(sys.argv[2])
while True:
    run_now(con.insert(["i"], [db_int(n)]), drivers)
    sys.stdout.write(f"{n}\\n")
    sys.stdout.flush()
    n += 1
"""


def killed_writer(file: Path, first: int, after: int) -> list[int]:
    """The numbers a writer acknowledged before it was killed, which was when it had acknowledged `after` or a few more."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(file), str(first)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        seen = [int(writer.stdout.readline()) for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
        seen += [int(line) for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        assert writer.wait() == -signal.SIGKILL
    return seen


def acknowledged_rows_are_there(db: Db, rounds: int) -> None:
    acknowledged: list[int] = []
    for turn in range(rounds):
        acknowledged += killed_writer(db.file, 1_000_000 * turn, 20 + 7 * turn % 50)
        found = {row[0].int_val for row in db.all("i")}
        assert set(acknowledged) <= found
        assert len(found) <= len(acknowledged) + turn + 1  # at most the one in flight of each round is there besides
        assert db.raw("PRAGMA integrity_check") == [[b"ok"]]
        db.drivers.close()


def test_what_was_acknowledged_survives_kill_9(db: Db) -> None:
    acknowledged_rows_are_there(db, 4)


@pytest.mark.deep
def test_what_was_acknowledged_survives_a_hundred_kills(db: Db) -> None:
    acknowledged_rows_are_there(db, 100)
