"""The register of drivers: one for each scheme, and a message that helps where there is none."""

from __future__ import annotations

import pytest

from kahea.db import Db1Res, DbCap, DbDrivers, DbQuery, DbSchemeError, DbUrl, QueryKind


class Narrow:
    """A driver that can only query, and says what it was told."""

    name = "db_narrow"
    cap = DbCap.DB_CAP_QUERY

    def __init__(self) -> None:
        self.calls: list[str] = []

    def open(self, url: DbUrl) -> None:
        self.calls.append(f"open {url}")

    def execute(self, query: DbQuery) -> Db1Res:
        self.calls.append(f"{query.kind} {query.url}")
        return Db1Res(affected_rows=len(self.calls))

    def close(self) -> None:
        self.calls.append("close")


def test_a_query_goes_to_the_driver_of_its_scheme() -> None:
    drivers, narrow, other = DbDrivers(), Narrow(), Narrow()
    drivers.register("narrow", narrow)
    drivers.register("other", other)
    assert drivers.execute(DbQuery(url=DbUrl.parse("other://h/d"), kind=QueryKind.QUERY)).affected_rows == 1
    drivers.close()
    assert narrow.calls == ["close"]
    assert other.calls == ["query other://h/d", "close"]
    assert drivers.schemes() == ("narrow", "other")


def test_a_scheme_is_registered_once() -> None:
    drivers = DbDrivers()
    drivers.register("narrow", Narrow())
    with pytest.raises(DbSchemeError, match="scheme narrow has a driver already, db_narrow"):
        drivers.register("narrow", Narrow())


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlit:///x", r"sqlit:///x: no driver for sqlit://; is module db_sqlit loaded; did you mean sqlite\?"),
        ("oracle://u:pw@h/x", r"oracle://u:\*\*\*@h/x: no driver for oracle://; is module db_oracle loaded\?"),
    ],
)
def test_a_missing_driver_is_named_with_what_is_near(url: str, message: str) -> None:
    drivers = DbDrivers()
    drivers.register("sqlite", Narrow())
    with pytest.raises(DbSchemeError, match=message):
        drivers.bind(DbUrl.parse(url))
