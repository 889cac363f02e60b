"""Module acc: parameters of what needs dialogs are accepted, and the record of a call is the same with them."""

from __future__ import annotations

import pytest

from .calls import call, lines, made

PLAIN = "transaction answered: timestamp=1700000000;method=INVITE;from_tag=from1;to_tag=to1;call_id=call-1;code=200;reason=OK"


def records(name: str, value: int | str) -> list[str]:
    lab = made("setflag(1);", {name: value})
    call(lab)
    return lines(lab)


@pytest.mark.parametrize("name", ["clone_msg", "cdr_enable", "cdr_log_enable", "cdr_start_on_confirmed", "cdr_on_failed"])
def test_clone_msg_cdr_enable_cdr_log_enable_cdr_start_on_confirmed_and_cdr_on_failed_change_nothing(name: str) -> None:
    assert [records(name, value) for value in (0, 1)] == [[PLAIN], [PLAIN]]


@pytest.mark.parametrize("name", ["cdr_extra_nullable", "cdr_extra_size", "cdr_duration_mode", "cdr_expired_dlg_enable"])
def test_cdr_extra_nullable_cdr_extra_size_cdr_duration_mode_and_cdr_expired_dlg_enable_change_nothing(name: str) -> None:
    assert [records(name, value) for value in (0, 1)] == [[PLAIN], [PLAIN]]


@pytest.mark.parametrize("name", ["cdr_skip", "cdr_extra", "cdr_start_id", "cdr_end_id", "cdr_duration_id", "cdrs_table"])
def test_cdr_skip_cdr_extra_cdr_start_id_cdr_end_id_cdr_duration_id_and_cdrs_table_change_nothing(name: str) -> None:
    assert records(name, "a=$ru") == [PLAIN]


@pytest.mark.parametrize("name", ["log_facility", "cdr_facility"])
def test_log_facility_and_cdr_facility_change_nothing(name: str) -> None:
    assert records(name, "LOG_LOCAL1") == [PLAIN]
