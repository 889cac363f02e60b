"""What lines of the log say about the message at work."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.driver import Sleep
from kahea.pv import PvExport, pv_int, pv_str


@pytest.fixture
def count(bench: Any) -> list[int]:
    calls = [0]

    def called(_ctx: Any, _param: Any) -> Any:
        calls[0] += 1
        return pv_int(calls[0])

    bench.engine.pvs.register(PvExport(name="calls", getter=called))
    bench.engine.pvs.register(PvExport(name="rm", getter=lambda ctx, _param: pv_str(ctx.first_line.method)))
    return calls


def _lines(bench: Any, invite: bytes, times: int = 1) -> list[str]:
    def route(_msg: Any, _run: Any) -> None:
        for _ in range(times):
            bench.engine.log.module("core").err("hello")

    bench.route("request_route", route)
    bench.receive(invite)
    lines: list[str] = bench.log
    return lines


def test_the_call_id_is_in_each_line(bench: Any, invite: bytes) -> None:
    assert "ERROR: {callid=a84b4c76e66710@pc33.atlanta.example} <core>" in _lines(bench, invite)[0]


@pytest.mark.usefixtures("count")
def test_log_prefix_is_put_in_its_place(bench: Any, invite: bytes) -> None:
    bench.engine.core.log_prefix = "{$rm} "
    assert "ERROR: {INVITE} <core>" in _lines(bench, invite)[0]


@pytest.mark.usefixtures("count")
@pytest.mark.parametrize(("mode", "wanted"), [(0, ["<1>", "<1>"]), (1, ["<1>", "<2>"])])
def test_log_prefix_mode_says_how_often_it_is_made(bench: Any, invite: bytes, mode: int, wanted: list[str]) -> None:
    bench.engine.core.log_prefix, bench.engine.core.log_prefix_mode = "<$calls> ", mode
    lines = _lines(bench, invite, 2)
    assert [mark in line for mark, line in zip(wanted, lines, strict=True)] == [True, True]


def test_a_message_that_has_waited_is_told_of_again(bench: Any, invite: bytes) -> None:
    write = bench.engine.log.module("core").err

    async def route(msg: Any, _run: Any) -> int:
        await Sleep(msg.first_line.uri.count(b"x"))
        write("behind")
        return 1

    bench.route("request_route", route)
    for callid, uri in ((b"first", b"sip:xx@h"), (b"second", b"sip:x@h")):
        bench.receive(invite.replace(b"a84b4c76e66710", callid).replace(b"sip:bob@biloxi.example S", uri + b" S"))
    write("between")
    bench.engine.run_timers(110.0)
    write("later")
    found = [line.partition("{callid=")[2].partition("@")[0] for line in bench.log]
    assert found == ["", "second", "first", ""]


def test_nothing_is_made_for_a_message_without_a_line(bench: Any, invite: bytes, count: list[int]) -> None:
    bench.engine.core.log_prefix = "<$calls> "
    assert _lines(bench, invite, 0) == []
    assert count == [0]
