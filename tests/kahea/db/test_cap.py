"""Capabilities: Kamailio's bits, and one message for all that is missing."""

from __future__ import annotations

import pytest

from kahea.db import DB_CAP_ALL, DbCap, DbCapError, check_cap


def test_the_bits_are_kamailios() -> None:
    assert [cap.value for cap in DbCap] == [1 << bit for bit in range(12)]
    assert DB_CAP_ALL.value == 0b11101


def test_what_is_there_is_enough() -> None:
    check_cap(DB_CAP_ALL, DbCap.DB_CAP_UPDATE | DbCap.DB_CAP_QUERY, "db_x")
    check_cap(DbCap(0), DbCap(0), "db_x")


def test_the_message_names_all_that_is_missing() -> None:
    with pytest.raises(DbCapError, match="driver db_x has no DB_CAP_RAW_QUERY and no DB_CAP_REPLACE"):
        check_cap(DB_CAP_ALL, DbCap.DB_CAP_RAW_QUERY | DbCap.DB_CAP_REPLACE | DbCap.DB_CAP_QUERY, "db_x")
