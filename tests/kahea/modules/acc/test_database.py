"""Module acc: what stands in the database, and that a database which fails harms no call."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, invite, request

from kahea.api.testing import Lab
from kahea.base.errors import KaheaError
from kahea.db.cap import DbCap
from kahea.db.query import DbQuery, QueryKind
from kahea.db.res import Db1Res
from kahea.modules.acc.state import acc_state

from .calls import call, database, made, rows, server

LOADS = 'loadmodule "db_sqlite.so"'
CORE = "method, from_tag, to_tag, callid, sip_code, sip_reason, datetime(time, '+0.5 seconds')"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return database(tmp_path, "src_user", "extra", "leg", "at", "us")


def served(url: str, script: str = "setflag(4);", **params: int | str) -> Lab:
    return made(script, {"db_url": url, "db_flag": 4, **params}, loads=LOADS)


def test_db_url_and_db_flag_have_an_answered_call_in_the_table(url: str) -> None:
    lab = served(url)
    call(lab)
    assert rows(url, CORE) == [("INVITE", "from1", "to1", "call-1", "200", "OK", "2023-11-14 22:13:20")]


def test_db_flag_leaves_other_requests_alone(url: str) -> None:
    call(served(url, "setflag(1);"))
    assert rows(url, CORE) == []


def test_db_url_decides_whether_flags_and_functions_reach_a_database() -> None:
    lab = server('setflag(4); if (acc_db_request("x", "acc")) t_relay(); exit;', db_flag=4, db_missed_flag=4)
    call(lab, 486, "Busy Here")
    assert [line for line in lab.log if "ERROR" in line] == []


def test_db_url_that_cannot_be_reached_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(KaheaError, match="acc"):
        served(f"sqlite://{tmp_path}/nowhere/acc.db")


def test_db_missed_flag_has_a_failed_call_in_its_table(url: str) -> None:
    lab = served(url, "setflag(5);", db_missed_flag=5)
    call(lab, 486, "Busy Here")
    assert rows(url, "sip_code, sip_reason", "missed_calls") == [("486", "Busy Here")]
    assert rows(url, CORE) == []


def test_db_table_acc_and_db_table_missed_calls_name_the_tables(url: str) -> None:
    params: dict[str, int | str] = {"db_table_acc": "missed_calls", "db_table_missed_calls": "acc", "db_version_check": 0}
    lab = served(url, "setflag(4); setflag(5); setflag(6);", db_missed_flag=5, failed_transaction_flag=6, **params)
    call(lab, 486, "Busy Here")
    call(lab, 200, branch="z9hG4bKb", callid="c2")
    assert rows(url, "sip_code") == [("486",)]
    assert rows(url, "sip_code", "missed_calls") == [("486",), ("200",)]


def test_db_version_check_compares_the_versions_of_the_tables(url: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite://")) as base:
        base.execute("update version set table_version = 3 where table_name = 'missed_calls'")
    base.close()
    with pytest.raises(KaheaError, match="missed_calls"):
        served(url)
    call(served(url, db_version_check=0))
    assert len(rows(url, CORE)) == 1


def test_db_extra_fills_columns(url: str) -> None:
    call(served(url, db_extra="src_user=$fU;extra=$rU"))
    assert rows(url, "src_user, extra") == [("alice", "bob")]


@pytest.mark.parametrize(("acc_extra_nullable", "expected"), [(0, ""), (1, None)])
def test_acc_extra_nullable_makes_what_is_missing_null(url: str, acc_extra_nullable: int, expected: str | None) -> None:
    call(served(url, db_extra="extra=$avp(none)", acc_extra_nullable=acc_extra_nullable))
    assert rows(url, "extra") == [(expected,)]


def test_multi_leg_info_adds_a_row_for_each_leg(url: str) -> None:
    call(served(url, '$avp(a) = "1"; $avp(a) = "2"; setflag(4);', multi_leg_info="leg=$avp(a)"))
    assert rows(url, "callid, leg") == [("call-1", "2"), ("call-1", "1")]


@pytest.mark.parametrize(
    ("params", "column", "value"),
    [
        ({"time_mode": 1, "time_exten": "us"}, "us", 250_000),
        ({"time_mode": 2, "time_attr": "at"}, "at", 1_700_000_000.25),
        ({"time_mode": 4, "time_attr": "at", "time_format": "%H"}, "at", "22"),
    ],
)
def test_time_mode_time_attr_time_exten_name_the_column_of_the_second_time(
    url: str, params: dict[str, int | str], column: str, value: object
) -> None:
    lab = made("setflag(4);", {"db_url": url, "db_flag": 4, **params}, loads=LOADS)
    lab.advance(0.25)
    call(lab)
    found = rows(url, column)[0][0]
    assert (str(found) if isinstance(value, str) else float(str(found))) == value


def test_columns_are_those_of_acc_method_column_acc_from_tag_column_acc_to_tag_column_and_the_others(url: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite://")) as base:
        base.execute("create table own (id integer primary key, m, f, t, c, s, r, w)")
    base.close()
    lab = served(
        url, 'acc_db_request("404 No", "own"); exit;', acc_method_column="m", acc_from_tag_column="f", acc_to_tag_column="t",
        acc_callid_column="c", acc_sip_code_column="s", acc_sip_reason_column="r", acc_time_column="w",
    )  # fmt: skip
    lab.receive(request(), src=CALLER)
    assert rows(url, "m, f, c, s, r, datetime(w, '+0.5 seconds')", "own") == [
        ("INVITE", "from1", "call-1", "404", "No", "2023-11-14 22:13:20")
    ]


def test_acc_callid_column_acc_sip_code_column_acc_sip_reason_column_acc_time_column_that_are_missing_fail(url: str) -> None:
    for name in ("acc_callid_column", "acc_sip_code_column", "acc_sip_reason_column", "acc_time_column"):
        lab = served(url, **{name: "nosuch"})
        call(lab)
        assert any("nosuch" in line for line in lab.log), name
    assert rows(url, CORE) == []


@pytest.mark.parametrize(
    ("db_insert_mode", "can_delay", "kind"),
    [
        (0, True, QueryKind.INSERT),
        (1, True, QueryKind.INSERT_DELAYED),
        (1, False, QueryKind.INSERT),
        (2, True, QueryKind.INSERT),
    ],
)
def test_db_insert_mode_says_how_rows_are_inserted(
    url: str, db_insert_mode: int, can_delay: bool, kind: QueryKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = served(url, db_insert_mode=db_insert_mode)
    kinds: list[QueryKind] = []
    execute = lab.engine.db.execute

    def noted(query: DbQuery) -> Db1Res:
        """What SQLite answers, which cannot delay a row: it inserts that at once."""
        kinds.append(query.kind)
        return execute(replace(query, kind=QueryKind.INSERT))

    monkeypatch.setattr(lab.engine.db, "execute", noted)
    with lab.at_work():
        con = acc_state().con
        assert con is not None
        con.cap |= DbCap.DB_CAP_INSERT_DELAYED if can_delay else DbCap(0)
    call(lab)
    assert kinds == [kind]
    assert rows(url, "callid") == [("call-1",)]


@pytest.mark.parametrize("function", ['acc_db_request("404 No", "$var(t)")', 'acc_request("404 No", "$var(t)")'])
def test_acc_db_request_and_acc_request_insert_a_row_now(url: str, function: str) -> None:
    lab = served(url, f'$var(t) = "missed_calls"; if ({function}) sl_send_reply("202", "true"); exit;')
    sends = lab.receive(request("OPTIONS"), src=CALLER)
    assert sends[0].data.startswith(b"SIP/2.0 202")
    assert rows(url, "method, sip_code, sip_reason", "missed_calls") == [("OPTIONS", "404", "No")]


@pytest.mark.parametrize("table", ["nosuch", "acc; drop table acc", "$hdr(Subject)"])
def test_acc_db_request_is_false_when_the_database_does_not_take_the_row(url: str, table: str) -> None:
    lab = served(url, f'if (!acc_db_request("x", "{table}")) sl_send_reply("500", "false"); exit;')
    sends = lab.receive(request("OPTIONS", headers="Subject: acc--\r\n"), src=CALLER)
    assert sends[0].data.startswith(b"SIP/2.0 500 false")
    assert any(" acc " in line and "ERROR" in line for line in lab.log)
    assert rows(url, "callid") == []


def test_values_that_look_like_sql_are_values(url: str) -> None:
    hostile = "x'); drop table acc; --"
    call(served(url, f'$avp(a) = "{hostile}"; setflag(4);', db_extra="extra=$avp(a)"))
    assert rows(url, "extra") == [(hostile,)]


def test_a_database_that_fails_is_logged_and_the_call_goes_on(url: str) -> None:
    lab = served(url)
    with sqlite3.connect(url.removeprefix("sqlite://")) as base:
        base.execute("drop table acc")
    base.close()
    sends = lab.receive(answer(invite(lab), 200), src=CALLEE)
    assert [send.data[:11] for send in sends] == [b"SIP/2.0 200"]
    assert any("ERROR" in line and " acc " in line for line in lab.log)


def test_nothing_is_pending_when_the_rows_are_in(url: str) -> None:
    lab = served(url)
    call(lab)
    with lab.at_work():
        assert [left() for left in lab.engine.busy] == [0] * len(lab.engine.busy)
