"""The timer wheel: callbacks at a tick, without a clock.

Time goes in as `now`, seconds of a monotonic clock, and comes out of `next_deadline`. The wheel counts ticks, 16 a second
(kamailio src/core/timer_ticks.h TIMER_TICKS_HZ), from the `now` it was made with.

A handler is never called early: an expiry between two ticks counts for the later one. Handlers are called in the order of their
ticks, and those of one tick in the order in which they were added. A handler that raises takes nothing with it: it has left the
wheel, the others still stand in it, and the next `run` goes on with them.

Kamailio spreads its timers over three wheels of fixed size; here a slot is made when its tick is first used, and a heap names
the slots, so that a distant expiry is never moved and the next one is known at once.
"""

from collections.abc import Callable
from enum import Enum
from heapq import heappop, heappush
from math import ceil, floor
from typing import Final

__all__ = ["PERIODIC", "TIMER_TICKS_HZ", "TimerFn", "TimerHandler", "TimerLn", "TimerWheel", "ms_to_ticks", "s_to_ticks"]

TIMER_TICKS_HZ: Final = 16
"""Ticks in one second."""

PERIODIC: Final = -1
"""What a handler returns to be called again after the same number of ticks (Kamailio's ``(ticks_t)-1``)."""


def s_to_ticks(seconds: float) -> int:
    """Ticks that last at least `seconds` (Kamailio's S_TO_TICKS).

    >>> s_to_ticks(0.5), s_to_ticks(32)
    (8, 512)
    """
    return ceil(seconds * TIMER_TICKS_HZ)


def ms_to_ticks(milliseconds: int) -> int:
    """Ticks that last at least `milliseconds` (Kamailio's MS_TO_TICKS).

    >>> ms_to_ticks(500), ms_to_ticks(1)
    (8, 1)
    """
    return -(-milliseconds * TIMER_TICKS_HZ // 1000)


class _Standing(Enum):
    IDLE = "idle"
    ACTIVE = "active"
    RUNNING = "running"


class TimerLn:
    """One timer (Kamailio's ``struct timer_ln``): a handler with its data, in at most one wheel at a time.

    `handler(ticks, timer, data)` gets the tick of the running wheel. It returns 0 when the timer is done, `PERIODIC`, or the
    number of ticks until it wants to be called again, counted from the last tick that had passed when it was called.
    """

    __slots__ = ("data", "expire", "handler", "initial_timeout", "may_repeat", "skipped", "standing")

    def __init__(self, handler: "TimerHandler", data: object = None) -> None:
        self.handler = handler
        self.data = data
        self.expire = 0
        """The tick it fires at, or last fired at."""
        self.initial_timeout = 0
        """The ticks given to the last `timer_add`."""
        self.skipped = 0
        """Beats a periodic timer has missed because the wheel was run too late."""
        # The wheel's notes: where the timer stands, and whether its handler's answer counts.
        self.standing = _Standing.IDLE
        self.may_repeat = True

    @property
    def is_active(self) -> bool:
        """Whether it waits in a wheel."""
        return self.standing is _Standing.ACTIVE


TimerHandler = Callable[[int, TimerLn, object], int]
TimerFn = Callable[[int, object], None]


class TimerWheel:
    """All timers of one engine; the engine owns it, and its edge runs it.

    >>> wheel = TimerWheel(now=100.0)
    >>> wheel.timer_add(TimerLn(lambda ticks, timer, data: print(ticks, data) or 0, "expired"), 8, now=100.0)
    0
    >>> wheel.next_deadline(), wheel.run(100.49), wheel.run(100.5), wheel.next_deadline()
    8 expired
    (100.5, 0, 1, None)
    """

    def __init__(self, now: float) -> None:
        self.start = now
        """The `now` of tick 0, in seconds."""
        self.now = now
        """The latest `now` that `run` or `timer_add` was told, in seconds; for handlers."""
        self.ticks = 0
        """The tick that has been run last."""
        self.active = 0
        """Timers that wait."""
        self._slots: dict[int, dict[TimerLn, None]] = {}
        self._order: list[int] = []

    def get_ticks_raw(self) -> int:
        """The current tick, 16 a second, from 0."""
        return self.ticks

    def get_ticks(self) -> int:
        """Whole seconds since the wheel was made."""
        return self.ticks // TIMER_TICKS_HZ

    def timer_add(self, timer: TimerLn, delta: int, now: float) -> int:
        """0 when `timer` will fire `delta` ticks after `now` (at least one), -1 when it waits already and was left alone.

        A `now` between two ticks counts as the later one. kamailio src/core/timer.c timer_add_safe(). A handler may add its
        own timer, and then returns 0.
        """
        if timer.is_active:
            return -1
        timer.initial_timeout = max(1, delta)
        self._put(timer, self._tick_after(self._advance(now)) + timer.initial_timeout)
        return 0

    def timer_add_at(self, timer: TimerLn, when: float) -> int:
        """0 when `timer` will fire at the first tick not before `when`, in seconds like `now`; -1 when it waits already."""
        if timer.is_active:
            return -1
        tick = self._tick_after(when)
        timer.initial_timeout = max(1, tick - self.ticks)
        self._put(timer, tick)
        return 0

    def timer_del(self, timer: TimerLn) -> int:
        """0 when `timer` was taken out, -1 when it did not wait, -2 when its own handler asks: it will not run again.

        kamailio src/core/timer.c timer_del_safe(); there a handler that deletes itself is a fault, here it is obeyed.
        """
        if timer.is_active:
            del self._slots[timer.expire][timer]
            timer.standing = _Standing.IDLE
            self.active -= 1
            return 0
        if timer.standing is _Standing.RUNNING:
            timer.may_repeat = False
            return -2
        return -1

    def register_timer(self, function: TimerFn, param: object, interval_s: float, now: float) -> TimerLn:
        """The timer that calls `function(ticks, param)` every `interval_s` seconds, `ticks` being whole seconds.

        When the wheel is run too late, beats are missed and counted in `skipped`, not made up for; the rhythm stays.
        kamailio src/core/timer.c register_timer().

        Raises:
            ValueError: the interval is not above zero.
        """
        if interval_s <= 0:
            raise ValueError(f"register_timer(): the interval must be above 0 seconds, not {interval_s}")

        def beat(ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG001 - a handler's signature
            function(ticks // TIMER_TICKS_HZ, data)
            return PERIODIC

        timer = TimerLn(beat, param)
        self.timer_add(timer, s_to_ticks(interval_s), now)
        return timer

    def next_deadline(self) -> float | None:
        """The `now` at which `run` has work, in seconds; None when no timer waits.

        It lies in the past when the last `run` stopped at its limit.
        """
        tick = self._next_tick()
        return None if tick is None else self._time_of(tick)

    def run(self, now: float, limit: int | None = None) -> int:
        """The number of handlers called: all that are due at `now`, or the first `limit` of them.

        A `now` before the one known counts as the one known.
        """
        until = self._tick_before(self._advance(now))
        called = 0
        while limit is None or called < limit:
            tick = self._next_tick()
            if tick is None or tick > until:
                break
            self.ticks = max(self.ticks, tick)
            self._call(next(iter(self._slots[tick])), until)
            called += 1
        else:
            return called
        self.ticks = until
        return called

    def _call(self, timer: TimerLn, until: int) -> None:
        self.timer_del(timer)
        timer.standing = _Standing.RUNNING
        timer.may_repeat = True
        try:
            answer = timer.handler(self.ticks, timer, timer.data)
        finally:
            if timer.standing is _Standing.RUNNING:
                timer.standing = _Standing.IDLE
        if answer and timer.may_repeat and not timer.is_active:
            self._put(timer, self._next_beat(timer, until) if answer == PERIODIC else until + max(1, answer))

    def _next_beat(self, timer: TimerLn, until: int) -> int:
        """The first tick after `until` in the rhythm of `timer`."""
        missed = (until - timer.expire) // timer.initial_timeout
        timer.skipped += missed
        return timer.expire + (missed + 1) * timer.initial_timeout

    def _put(self, timer: TimerLn, tick: int) -> None:
        slot = self._slots.get(tick)
        if slot is None:
            slot = self._slots[tick] = {}
            heappush(self._order, tick)
        slot[timer] = None
        timer.expire = tick
        timer.standing = _Standing.ACTIVE
        self.active += 1

    def _next_tick(self) -> int | None:
        while self._order:
            tick = self._order[0]
            if self._slots[tick]:
                return tick
            del self._slots[heappop(self._order)]
        return None

    def _advance(self, now: float) -> float:
        self.now = max(self.now, now)
        return self.now

    def _time_of(self, tick: int) -> float:
        return self.start + tick / TIMER_TICKS_HZ

    # The products below may be rounded to the wrong side of a tick: `_time_of` has the last word, so that no handler is called
    # at a `now` that compares as earlier than its expiry, and a run at `next_deadline` always finds something to do.

    def _tick_before(self, now: float) -> int:
        tick = floor((now - self.start) * TIMER_TICKS_HZ)
        if self._time_of(tick) > now:
            return tick - 1
        return tick + 1 if self._time_of(tick + 1) <= now else tick

    def _tick_after(self, now: float) -> int:
        tick = ceil((now - self.start) * TIMER_TICKS_HZ)
        if self._time_of(tick) < now:
            return tick + 1
        return tick - 1 if self._time_of(tick - 1) >= now else tick
