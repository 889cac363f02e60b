"""kahea.base.log: levels, prefix, and no more lines than a disk can bear."""

import pytest

from kahea.base.log import LIMIT_PER_S, Log
from kahea.base.log_line import L_DBG, L_INFO, L_NOTICE
from kahea.base.origin import Origin


class Sink:
    def __init__(self) -> None:
        self.levels: list[int] = []
        self.lines: list[str] = []

    def __call__(self, level: int, line: str) -> None:
        self.levels.append(level)
        self.lines.append(line)


@pytest.mark.parametrize("level", range(-5, 4))
def test_lines_above_the_level_are_not_written(level: int) -> None:
    sink = Sink()
    module = Log(sink, level=level).module("core")
    for write in (module.alert, module.bug, module.crit, module.err, module.warn, module.notice, module.info, module.dbg):
        write("x")
    assert sink.levels == [each for each in (-5, -4, -2, -1, 0, 1, 2, 3) if each <= level]


def test_a_module_may_have_its_own_level() -> None:
    sink = Sink()
    log = Log(sink)
    log.module_levels["tm"] = L_DBG
    log.module("tm").dbg("seen")
    log.module("sl").dbg("not seen")
    assert len(sink.lines) == 1


def test_the_callers_place_stands_in_the_line() -> None:
    sink = Sink()
    Log(sink, pid=7).module("core").err("lost %d of %s", 3, "five")
    assert " 0(7) ERROR: <core> [" in sink.lines[0]
    assert "test_log.py:" in sink.lines[0]
    assert sink.lines[0].endswith("]: test_the_callers_place_stands_in_the_line(): lost 3 of five")


def test_text_without_values_is_not_a_format() -> None:
    sink = Sink()
    Log(sink).module("core").err("100%s%n")
    assert sink.lines[0].endswith("100%s%n")


def test_values_are_not_formatted_when_the_level_is_off() -> None:
    class Costly:
        def __str__(self) -> str:
            raise AssertionError

    Log(Sink()).module("core").dbg("%s", Costly())


def test_the_prefix_hook_is_asked_for_each_line_but_not_by_its_own_lines() -> None:
    sink = Sink()
    log = Log(sink)
    core = log.module("core")

    def prefix() -> str:
        core.err("in the prefix")
        return "{1 INVITE} "

    log.prefix = prefix
    core.err("line")
    assert ["ERROR: {1 INVITE} <core>" in line for line in sink.lines] == [False, True]


def test_a_flood_from_one_place_is_counted_and_told_once() -> None:
    sink = Sink()
    log = Log(sink)
    core = log.module("core")
    for number in range(1_000):
        log.now = 5.0 + number / 1_000
        core.err("bad message")
    assert len(sink.lines) == LIMIT_PER_S
    core.err("another place")
    assert len(sink.lines) == LIMIT_PER_S + 1
    log.flush(5.9)
    assert len(sink.lines) == LIMIT_PER_S + 1
    log.flush(6.0)
    log.flush(99.0)
    assert sink.lines[-1].endswith("more lines from here in one second suppressed=990")
    assert len(sink.lines) == LIMIT_PER_S + 2
    assert log.suppressed == 990


def test_the_next_line_of_a_place_tells_what_was_held_back() -> None:
    sink = Sink()
    log = Log(sink)
    where = Origin("a.py", 1, "f")
    for now in [1.0] * 13 + [2.5]:
        log.now = now
        log.module("core").err("x", where=where)
    assert sink.lines[-2].endswith("suppressed=3")
    assert sink.lines[-1].endswith("f(): x")


def test_debug_lines_and_scripts_are_never_held_back() -> None:
    sink = Sink()
    log = Log(sink, level=L_DBG)
    for _ in range(50):
        log.module("core").dbg("x")
        log.script(L_INFO, "y")
    assert len(sink.lines) == 100
    assert sink.lines[1] == " 0(0) INFO: <script>: y"


def test_places_that_are_remembered_are_bounded_and_their_counts_not_lost() -> None:
    sink = Sink()
    log = Log(sink, limit_per_s=1)
    core = log.module("core")
    for line in range(3_000):
        for _ in range(2):
            core.err("x", where=Origin("a.py", line, "f"))
    log.flush(10.0)
    assert sum(line.endswith("suppressed=1") for line in sink.lines) == 3_000
    assert len(log._windows) == 0


def test_a_report_is_never_held_back() -> None:
    lines: list[str] = []
    log = Log(lambda _, line: lines.append(line), level=-5, limit_per_s=1)
    log.report(L_NOTICE, "core", (f"row {number}" for number in range(30)))
    assert len(lines) == 30
    assert lines[-1].endswith("row 29")
