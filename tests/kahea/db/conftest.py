"""A real database in memory for the tests of the API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kahea.db import DbDrivers
from kahea.modules.db_sqlite import SqliteDriver


@pytest.fixture
def drivers() -> Iterator[DbDrivers]:
    drivers = DbDrivers()
    drivers.register("sqlite", SqliteDriver())
    yield drivers
    drivers.close()
