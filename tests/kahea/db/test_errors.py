"""Errors: which of them mean that the same call may succeed later."""

from __future__ import annotations

import pytest

from kahea.base.errors import KaheaError
from kahea.db import errors

OUTAGES = {"DbConnectError", "DbBusyError", "DbStorageError", "DbCorruptError"}


@pytest.mark.parametrize("name", [name for name in errors.__all__ if name.startswith("Db")])
def test_only_what_the_database_may_get_over_is_an_outage(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, errors.DbError)
    assert issubclass(kind, KaheaError)
    assert kind.is_outage is (name in OUTAGES)
    assert str(kind("reason", "where")) == "where: reason"
    assert str(kind("reason")) == "reason"
