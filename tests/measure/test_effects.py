"""Every parameter and function of the modules is observed by a test, or says that it has no effect; all are documented."""

import pytest
from tools.measure.effects import Row, rows


@pytest.fixture(scope="module")
def found() -> list[Row]:
    return list(rows())


def test_every_export_with_an_effect_is_observed(found: list[Row]) -> None:
    assert [f"{row.module}.{row.name}" for row in found if row.has_effect and not row.test] == []


def test_every_export_is_documented(found: list[Row]) -> None:
    assert [f"{row.module}.{row.name}" for row in found if not row.is_documented] == []


def test_no_row_is_there_twice(found: list[Row]) -> None:
    keys = [(row.module, row.kind, row.name) for row in found]
    assert len(keys) == len(set(keys))
