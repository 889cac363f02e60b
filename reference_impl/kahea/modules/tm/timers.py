"""The transactions' timers: one queue for each length of time, on the engine's wheel (RFC 3261 §17.1.1.1 and Table 4)."""

from collections.abc import Callable
from typing import Any

from kahea.api.values import FifoEntry, TimerFifo, TimerWheel

__all__ = ["Alarm", "Timers"]

_TICK_MS = 125 / 2
"""A sixteenth of a second: times that differ by less share a queue."""

Alarm = FifoEntry[Any]
"""One time that runs, to be given to `Timers.stop`."""


class Timers:
    """The queues by their lengths; the transaction table owns it.

    Nearly all times are one of half a dozen constants, so that starting and stopping one costs an append and a mark.
    """

    __slots__ = ("_queues", "_wheel")

    def __init__(self, wheel: TimerWheel) -> None:
        self._wheel = wheel
        self._queues: dict[int, TimerFifo[Any]] = {}

    def start(self, after_ms: float, expired: Callable[[Any], None], item: object, now: float) -> Alarm:
        """The alarm that calls `expired(item)` in `after_ms` milliseconds, up to a sixteenth of a second later."""
        ticks = max(1, -int(-after_ms // _TICK_MS))
        queue = self._queues.get(ticks)
        if queue is None:
            queue = self._queues[ticks] = TimerFifo(self._wheel, ticks / 16, _expire)
        return queue.add((expired, item, queue), now)

    def stop(self, alarm: Alarm | None) -> None:
        """Nothing; the alarm, if it is one and still waits, will not ring, and keeps nothing alive."""
        if alarm is not None and alarm.waits:
            alarm.item[2].remove(alarm)
            alarm.item = None

    def __len__(self) -> int:
        """The number of alarms that wait."""
        return sum(len(queue) for queue in self._queues.values())


def _expire(entry: tuple[Callable[[Any], None], Any, Any]) -> None:
    entry[0](entry[1])
