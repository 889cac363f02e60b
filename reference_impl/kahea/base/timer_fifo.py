"""Queues for timeouts that are all equal: what is added first expires first, so a queue needs one timer for all its entries."""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from kahea.base.timer import TimerLn, TimerWheel

__all__ = ["FifoEntry", "TimerFifo"]

T = TypeVar("T")

_SLACK = 1_024
"""Entries that may lie in a queue beyond twice those that wait: taking one out costs the same whatever the queue's length."""


class FifoEntry(Generic[T]):
    """One item that waits in a `TimerFifo`, and the handle to take it out."""

    __slots__ = ("deadline", "item", "waits")

    def __init__(self, item: T, deadline: float) -> None:
        self.item = item
        self.deadline = deadline
        """The `now` before which it does not expire, in seconds."""
        self.waits = True
        """Whether it is still to expire."""


class TimerFifo(Generic[T]):
    """Items that each expire `timeout_s` seconds after they were added, in the order of adding.

    `expired(item)` is called from `TimerWheel.run`, up to one tick late and never early. The queue belongs to whoever made it.

    Raises:
        ValueError: the timeout is not above zero.

    >>> wheel = TimerWheel(now=0.0)
    >>> queue = TimerFifo(wheel, timeout_s=32.0, expired=print)
    >>> entry = queue.add("first", now=0.0)
    >>> _ = queue.add("second", now=1.0)
    >>> queue.remove(entry), wheel.run(33.0), len(queue)
    second
    (True, 1, 0)
    """

    def __init__(self, wheel: TimerWheel, timeout_s: float, expired: Callable[[T], None]) -> None:
        if timeout_s <= 0:
            raise ValueError(f"timer queue: the timeout must be above 0 seconds, not {timeout_s}")
        self.timeout_s = timeout_s
        self._wheel = wheel
        self._expired = expired
        self._queue: deque[FifoEntry[T]] = deque()
        self._timer = TimerLn(self._run)
        self._waiting = 0

    def __len__(self) -> int:
        """The number of items that wait."""
        return self._waiting

    def add(self, item: T, now: float) -> FifoEntry[T]:
        """The entry of `item`, which expires `timeout_s` seconds after `now`.

        A `now` before the last one counts as the last one, as everywhere in the wheel.
        """
        entry = FifoEntry(item, max(now, self._wheel.now) + self.timeout_s)
        self._queue.append(entry)
        self._waiting += 1
        if not self._timer.is_active:
            self._arm()
        return entry

    def remove(self, entry: FifoEntry[T]) -> bool:
        """Whether `entry` waited; from now on it does not. Its place goes when its time comes, or when many such lie there."""
        if not entry.waits:
            return False
        entry.waits = False
        self._waiting -= 1
        if len(self._queue) > 2 * self._waiting + _SLACK:
            self._compact()
        return True

    def _run(self, ticks: int, timer: TimerLn, data: object) -> int:  # noqa: ARG002 - a handler's signature
        now, queue = self._wheel.now, self._queue
        try:
            while queue and (not queue[0].waits or queue[0].deadline <= now):
                entry = queue.popleft()
                if self.remove(entry):
                    self._expired(entry.item)
        finally:
            if queue:
                self._arm()
        return 0

    def _compact(self) -> None:
        """Entries that were taken out leave the queue, which stays the same object: `_run` may be at work on it."""
        kept = [entry for entry in self._queue if entry.waits]
        self._queue.clear()
        self._queue.extend(kept)

    def _arm(self) -> None:
        self._wheel.timer_add_at(self._timer, self._queue[0].deadline)
