"""run_now: the smallest engine."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from kahea.db import DbDrivers, DbError, DbSchemeError, DbStatementError, db_init, run_now


class Sleep:
    """A request of another kind."""

    def __await__(self) -> Generator[Sleep, None, None]:
        yield self


def test_a_coroutine_that_waits_for_nothing_returns_at_once(drivers: DbDrivers) -> None:
    async def seven() -> int:
        return 7

    assert run_now(seven(), drivers) == 7


def test_an_error_can_be_caught_where_it_was_awaited_and_the_coroutine_goes_on(drivers: DbDrivers) -> None:
    con = db_init("sqlite:///:memory:", drivers)

    async def stubborn() -> list[str]:
        seen = []
        for sql in ("SELEC", "SELECT 1", "SELECT x"):
            try:
                seen.append(str((await con.raw_query(sql)).rows[0][0].val))
            except DbStatementError:
                seen.append("error")
        return seen

    assert run_now(stubborn(), drivers) == ["error", "1", "error"]


def test_what_a_coroutine_lets_through_comes_through(drivers: DbDrivers) -> None:
    con = db_init("sqlite:///:memory:", drivers)
    with pytest.raises(DbError, match="syntax error"):
        run_now(con.raw_query("SELEC"), drivers)
    with pytest.raises(DbSchemeError):
        run_now(con.raw_query("SELECT 1"), DbDrivers())


def test_a_request_of_another_kind_closes_the_coroutine(drivers: DbDrivers) -> None:
    closed = []

    async def sleeper() -> None:
        try:
            await Sleep()
        finally:
            closed.append(True)

    with pytest.raises(TypeError, match="not Sleep"):
        run_now(sleeper(), drivers)
    assert closed == [True]
