"""What the engine at work does for a module: time, timers, logs, counters, other modules."""

from random import Random
from typing import TypeVar

from kahea.base.counters import Counter
from kahea.base.errors import KaheaError
from kahea.base.log import ModuleLog
from kahea.base.timer import TimerFn, TimerLn
from kahea.core.current import engine

__all__ = ["counter", "engine", "log", "now", "peer", "provide", "register_timer", "rng", "timer_add", "wall_time"]

T = TypeVar("T")


def now() -> float:
    """The time of the entry that is being served, in seconds of the monotonic clock."""
    return engine().now


def wall_time() -> float:
    """Seconds since 1970, at the same moment."""
    return engine().wall_time


def rng() -> Random:
    """The source of everything random: tags, branches, nonces."""
    return engine().rng


def log(module: str) -> ModuleLog:
    """The log under the name of a module."""
    return engine().log.module(module)


def counter(group: str, name: str) -> Counter:
    """The counter of that name.

    Raises:
        CounterError: there is none.
    """
    return engine().counters.get(group, name)


def register_timer(function: TimerFn, param: object, interval_s: float) -> TimerLn:
    """The periodic timer, every `interval_s` seconds, that calls `function(ticks, param)`."""
    here = engine()
    return here.timers.register_timer(function, param, interval_s, here.now)


def timer_add(timer: TimerLn, delta_ticks: int) -> int:
    """0 when `timer` will fire `delta_ticks` sixteenths of a second from now, -1 when it waits already."""
    here = engine()
    return here.timers.timer_add(timer, delta_ticks, here.now)


def provide(protocol: type[T], value: T) -> None:
    """Nothing; other modules find `value` under `protocol`, one of `kahea.api.peers`.

    Raises:
        KaheaError: somebody provides it already.
    """
    peers = engine().peers
    if protocol in peers:
        raise KaheaError(f"{protocol.__name__} is provided twice")
    peers[protocol] = value


def peer(protocol: type[T]) -> T | None:
    """What another module provides under `protocol`; None when no loaded module does."""
    found: T | None = engine().peers.get(protocol)
    return found
