"""kahea.base.timer_fifo: equal timeouts in the order of adding."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kahea.base.timer import TimerWheel
from kahea.base.timer_fifo import TimerFifo


@pytest.mark.parametrize("timeout", [0, -1.0])
def test_a_timeout_is_above_zero(timeout: float) -> None:
    with pytest.raises(ValueError, match="above 0 seconds"):
        TimerFifo(TimerWheel(0.0), timeout, print)


def test_removing_is_told_once() -> None:
    queue = TimerFifo(TimerWheel(0.0), 1.0, print)
    entry = queue.add("x", 0.0)
    assert [queue.remove(entry), queue.remove(entry), len(queue)] == [True, False, 0]


def test_what_expires_may_be_added_again() -> None:
    wheel = TimerWheel(0.0)
    times: list[float] = []

    def expired(item: str) -> None:
        times.append(wheel.now)
        queue.add(item, wheel.now)

    queue = TimerFifo(wheel, 1.0, expired)
    queue.add("ping", 0.0)
    for now in (1.0, 2.0, 3.5):
        wheel.run(now)
    assert times == [1.0, 2.0, 3.5]
    assert len(queue) == 1
    assert wheel.next_deadline() == 4.5


def test_one_that_raises_takes_nothing_with_it() -> None:
    wheel = TimerWheel(0.0)
    seen: list[str] = []

    def expired(item: str) -> None:
        if item == "bug":
            raise RuntimeError(item)
        seen.append(item)

    queue = TimerFifo(wheel, 1.0, expired)
    for item in ("bug", "next"):
        queue.add(item, 0.0)
    with pytest.raises(RuntimeError, match="bug"):
        wheel.run(1.0)
    wheel.run(1.0)
    assert seen == ["next"]
    assert wheel.next_deadline() is None


@given(
    timeout=st.floats(0.01, 100),
    steps=st.lists(st.tuples(st.floats(0, 50), st.booleans(), st.booleans()), max_size=40),
)
@settings(max_examples=150)
def test_never_early_never_lost_in_order(timeout: float, steps: list[tuple[float, bool, bool]]) -> None:
    wheel = TimerWheel(0.0)
    expired: list[tuple[int, float]] = []
    queue: TimerFifo[tuple[int, float]] = TimerFifo(wheel, timeout, expired.append)
    now, expected = 0.0, []
    for number, (wait, is_removed, is_run) in enumerate(steps):
        now += wait
        entry = queue.add((number, now + timeout), now)
        if is_removed:
            queue.remove(entry)
        else:
            expected.append((number, now + timeout))
        if is_run:
            wheel.run(now)
            assert all(deadline <= now for _, deadline in expired)
            assert all(deadline > now - 1 / 16 for _, deadline in expected[len(expired) :])
    while (deadline := wheel.next_deadline()) is not None:
        wheel.run(deadline)
    assert expired == expected
    assert len(queue) == 0


def test_entries_taken_out_do_not_pile_up() -> None:
    wheel = TimerWheel(now=0.0)
    gone: list[int] = []
    queue = TimerFifo(wheel, timeout_s=120.0, expired=gone.append)
    kept = [queue.add(number, now=0.0) for number in range(3)]
    for number in range(20_000):
        queue.remove(queue.add(number, now=0.0))
    assert len(queue._queue) < 2_000
    assert queue.remove(kept[1])
    wheel.run(121.0)
    assert gone == [0, 2]
