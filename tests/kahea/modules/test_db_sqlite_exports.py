"""Module db_sqlite in an engine: its parameters reach the driver."""

from __future__ import annotations

from pathlib import Path

import pytest

from kahea.base.log import Log
from kahea.core.current import at_work
from kahea.core.engine import Engine
from kahea.core.sr_module import ModuleError
from kahea.db import DbSchemeError, DbUrl, db_init, db_int, run_now
from kahea.modules.db_sqlite import FileParams, SqliteDriver, module


def loaded() -> Engine:
    """An engine that has loaded the module, whose parameters may be set still."""
    engine = Engine(log=Log(lambda _level, _line: None))
    engine.modules.add(module.exports)
    return engine


def started(engine: Engine) -> Engine:
    with at_work(engine):
        for mod_init in module.exports.mod_init:
            mod_init()
    return engine


def test_an_engine_that_starts_the_module_has_the_driver_with_its_parameters(tmp_path: Path) -> None:
    file = tmp_path / "kahea.db"
    SqliteDriver(may_create=True).open(DbUrl.parse(f"sqlite://{file}"))
    engine = loaded()
    for name, text in (
        ("db_set_readonly", str(file)),
        ("db_set_busy_timeout", f"{file}=500;"),
        ("db_set_journal_mode", f"{file}=DELETE;"),
        ("db_set_synchronous", f"{file}=EXTRA"),
        ("db_set_synchronous", f"{file}=FULL;/other.db=OFF"),
    ):
        engine.modules.set_param("db_sqlite", name, text)
    con = db_init(f"sqlite://{file}", started(engine).db)
    driver = engine.db.bind(con.url)
    assert isinstance(driver, SqliteDriver)
    expected = FileParams(is_readonly=True, busy_timeout_ms=500, journal_mode="DELETE", synchronous="FULL")
    assert driver.params.of(str(file)) == expected
    assert driver.params.of("/other.db") == FileParams(synchronous="OFF")
    assert run_now(con.raw_query("PRAGMA busy_timeout"), engine.db).rows[0][0] == db_int(500)
    engine.db.close()


@pytest.mark.parametrize("name", ["db_set_readonly", "db_set_journal_mode", "db_set_busy_timeout", "db_set_synchronous"])
def test_a_bad_parameter_is_refused_when_it_is_set(name: str) -> None:
    with pytest.raises(ModuleError, match=f"modparam db_sqlite.{name}: "):
        loaded().modules.set_param("db_sqlite", name, " ")


def test_each_engine_has_a_driver_of_its_own() -> None:
    url = DbUrl.parse("sqlite:///x")
    one, two = started(loaded()), started(loaded())
    assert one.db.bind(url) is not two.db.bind(url)
    with pytest.raises(DbSchemeError, match="no driver for sqlite"):
        loaded().db.bind(url)
