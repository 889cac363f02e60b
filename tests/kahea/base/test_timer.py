"""kahea.base.timer: never early, never lost, in the stated order."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from kahea.base.timer import PERIODIC, TIMER_TICKS_HZ, TimerLn, TimerWheel, ms_to_ticks, s_to_ticks

TICK = 1 / TIMER_TICKS_HZ


def noting(calls: list[object], name: object, answer: int = 0) -> Callable[[int, TimerLn, object], int]:
    def handler(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001
        calls.append((name, ticks))
        return answer

    return handler


@pytest.mark.parametrize(
    ("milliseconds", "ticks"),
    [(0, 0), (1, 1), (62, 1), (63, 2), (500, 8), (1_000, 16), (4_000, 64), (32_000, 512), (180_000, 2_880)],
)
def test_milliseconds_are_rounded_up_to_ticks(milliseconds: int, ticks: int) -> None:
    assert ms_to_ticks(milliseconds) == s_to_ticks(milliseconds / 1000) == ticks


@pytest.mark.parametrize(
    ("added_at", "delta", "due_at"),
    [
        (10.0, 8, 10.5),
        (10.0, 1, 10.0625),
        (10.0, 0, 10.0625),  # at least one tick
        (10.0, -5, 10.0625),
        (10.03, 8, 10.5625),  # between two ticks: the later one counts
        (10.0, 10_000_000, 10.0 + 625_000),  # a week
    ],
)
def test_a_timer_fires_at_its_tick_and_once(added_at: float, delta: int, due_at: float) -> None:
    calls: list[object] = []
    wheel = TimerWheel(10.0)
    assert wheel.timer_add(TimerLn(noting(calls, "t")), delta, added_at) == 0
    assert wheel.next_deadline() == due_at
    assert wheel.run(due_at - 0.001) == 0
    assert wheel.run(due_at) == 1
    assert wheel.run(due_at + 1000) == 0
    assert wheel.next_deadline() is None
    assert wheel.active == 0


def test_return_codes_of_add_and_del() -> None:
    wheel, timer = TimerWheel(0.0), TimerLn(noting([], "t"))
    assert wheel.timer_del(timer) == -1
    assert wheel.timer_add(timer, 8, 0.0) == 0
    assert wheel.timer_add(timer, 16, 0.0) == -1
    assert timer.expire == 8
    assert wheel.timer_del(timer) == 0
    assert wheel.timer_del(timer) == -1
    assert wheel.run(100.0) == 0
    assert wheel.timer_add(timer, 8, 100.0) == 0


def test_order_is_by_tick_then_by_adding() -> None:
    calls: list[object] = []
    wheel = TimerWheel(0.0)
    for name, delta in [("c", 3), ("a", 1), ("b1", 2), ("b2", 2), ("a2", 1)]:
        wheel.timer_add(TimerLn(noting(calls, name)), delta, 0.0)
    assert wheel.run(10.0) == 5
    assert calls == [("a", 1), ("a2", 1), ("b1", 2), ("b2", 2), ("c", 3)]


def test_a_handler_that_answers_ticks_gives_a_schedule() -> None:
    times: list[float] = []
    wheel = TimerWheel(0.0)

    def retransmit(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001
        times.append(wheel.now)
        timer.data = min(int(str(timer.data)) * 2, s_to_ticks(4))
        return int(str(timer.data)) if wheel.now < 16 else 0

    wheel.timer_add(TimerLn(retransmit, s_to_ticks(0.5)), s_to_ticks(0.5), 0.0)
    while (deadline := wheel.next_deadline()) is not None:
        wheel.run(deadline)
    assert times == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5]  # RFC 3261 §17.1.2.2, timer E with T2 = 4 s


def test_a_periodic_timer_keeps_its_rhythm_and_counts_what_it_missed() -> None:
    calls: list[object] = []
    wheel, timer = TimerWheel(0.0), TimerLn(noting(calls, "t", PERIODIC))
    wheel.timer_add(timer, 16, 0.0)
    assert [wheel.run(now) for now in (0.5, 1.0, 2.1, 6.5, 6.9, 7.0)] == [0, 1, 1, 1, 0, 1]
    assert timer.skipped == 3  # 4, 5 and 6: the beat of 3 was called at 6.5
    assert wheel.next_deadline() == 8.0


def test_register_timer_gives_whole_seconds_and_the_parameter() -> None:
    calls: list[object] = []
    wheel = TimerWheel(50.0)
    timer = wheel.register_timer(lambda ticks, param: calls.append((ticks, param)), "clean", 60, 50.0)
    for now in (109.9, 110.0, 170.0):
        wheel.run(now)
    assert calls == [(60, "clean"), (120, "clean")]
    assert (wheel.get_ticks(), wheel.get_ticks_raw()) == (120, 1920)
    assert wheel.timer_del(timer) == 0
    with pytest.raises(ValueError, match="above 0 seconds, not 0"):
        wheel.register_timer(lambda ticks, param: None, None, 0, 50.0)  # noqa: ARG005


def test_a_handler_may_delete_itself_add_itself_and_delete_another() -> None:
    wheel = TimerWheel(0.0)
    calls: list[object] = []
    other = TimerLn(noting(calls, "other"))
    answers: list[int] = []

    def itself(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001
        answers.append(wheel.timer_del(timer))
        answers.append(wheel.timer_del(other))
        return PERIODIC

    def again(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001
        wheel.timer_add(timer, 4, wheel.now)
        return 0

    timer, repeated = TimerLn(itself), TimerLn(again)
    wheel.timer_add(timer, 1, 0.0)
    wheel.timer_add(other, 1, 0.0)
    wheel.timer_add(repeated, 1, 0.0)
    assert wheel.run(TICK) == 2
    assert (answers, calls, timer.is_active, other.is_active) == ([-2, 0], [], False, False)
    assert repeated.is_active
    assert wheel.next_deadline() == 5 * TICK


def test_a_handler_that_raises_takes_nothing_with_it() -> None:
    calls: list[object] = []
    wheel = TimerWheel(0.0)

    def broken(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001
        raise RuntimeError(data)

    wheel.timer_add(TimerLn(broken, "bug"), 1, 0.0)
    wheel.timer_add(TimerLn(noting(calls, "next")), 1, 0.0)
    with pytest.raises(RuntimeError, match="bug"):
        wheel.run(1.0)
    assert wheel.active == 1
    assert wheel.run(1.0) == 1
    assert calls == [("next", 1)]


def test_a_run_with_a_limit_goes_on_where_it_stopped() -> None:
    calls: list[object] = []
    wheel = TimerWheel(0.0)
    for name in range(5):
        wheel.timer_add(TimerLn(noting(calls, name)), 1 + name // 3, 0.0)
    assert wheel.run(1.0, limit=2) == 2
    assert wheel.next_deadline() == TICK
    assert wheel.run(1.0, limit=10) == 3
    assert [name for name, _ in calls] == [0, 1, 2, 3, 4]  # type: ignore[misc, has-type]


def test_time_that_goes_back_stands_still() -> None:
    wheel = TimerWheel(100.0)
    wheel.run(110.0)
    wheel.timer_add(TimerLn(noting([], "t")), 16, 50.0)
    assert wheel.next_deadline() == 111.0
    assert wheel.run(0.0) == 0
    assert wheel.ticks == 160


@given(start=st.floats(0, 1e9), wait=st.floats(0, 1e6), delta=st.integers(1, 1_000_000))
@settings(max_examples=300)
def test_no_rounding_makes_a_timer_early(start: float, wait: float, delta: int) -> None:
    wheel = TimerWheel(start)
    wheel.timer_add(TimerLn(noting([], "t")), delta, start + wait)
    deadline = wheel.next_deadline()
    assert deadline is not None
    assert deadline >= start + wait
    assert deadline - (start + wait) <= (delta + 1) * TICK + 1e-6
    assert wheel.run(deadline) == 1


class Wheel(RuleBasedStateMachine):
    """Against a list that is sorted anew at each run."""

    timers: Bundle[TimerLn] = Bundle("timers")

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.wheel = TimerWheel(self.now)
        self.due: list[tuple[float, int, TimerLn]] = []
        self.called: list[TimerLn] = []
        self.count = 0

    @rule(target=timers)
    def make(self) -> TimerLn:
        def handler(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001
            self.called.append(timer)
            return 0

        return TimerLn(handler)

    @rule(timer=timers, delta=st.one_of(st.integers(1, 40), st.integers(1, 100_000)))
    def add(self, timer: TimerLn, delta: int) -> None:
        waits = any(each[2] is timer for each in self.due)
        assert self.wheel.timer_add(timer, delta, self.now) == (-1 if waits else 0)
        if not waits:
            self.count += 1
            behind = -self.now % TICK
            self.due.append((self.now + behind + delta * TICK, self.count, timer))

    @rule(timer=timers)
    def delete(self, timer: TimerLn) -> None:
        kept = [each for each in self.due if each[2] is not timer]
        assert self.wheel.timer_del(timer) == (-1 if len(kept) == len(self.due) else 0)
        self.due = kept

    @rule(quarters=st.one_of(st.integers(0, 20), st.integers(0, 500_000)), limit=st.none() | st.integers(1, 3))
    def pass_time(self, quarters: int, limit: int | None) -> None:
        self.now += quarters * TICK / 4
        expected = [each for each in sorted(self.due, key=lambda each: each[:2]) if each[0] <= self.now][:limit]
        self.called.clear()
        assert self.wheel.run(self.now, limit) == len(expected)
        assert self.called == [timer for _, _, timer in expected]
        self.due = [each for each in self.due if each not in expected]

    @invariant()
    def the_next_deadline_is_known(self) -> None:
        assert self.wheel.next_deadline() == min((each[0] for each in self.due), default=None)
        assert self.wheel.active == len(self.due)


TestWheel = Wheel.TestCase
TestWheel.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
