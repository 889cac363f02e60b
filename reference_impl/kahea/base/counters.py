"""Statistics: counters in groups, some of them computed when they are read.

A counter's full name is ``group.name`` to the counter API and ``group:name`` to the statistics API (kamailio
src/core/counters.c, src/core/kstats_wrapper.h). Values are whole numbers without an upper bound; what they count stands in each
description.
"""

from collections.abc import Callable, Iterator

from kahea.base.errors import KaheaError
from kahea.base.near_miss import did_you_mean

__all__ = ["Counter", "CounterError", "Counters"]


class CounterError(KaheaError):
    """A counter that does not exist, or a name given twice."""


class Counter:
    """One statistic (Kamailio's ``stat_var``); made by `Counters.register`.

    With a `callback` the value is what that returns at the moment, and updates are lost on it.
    """

    __slots__ = ("_value", "callback", "description", "group", "is_no_reset", "name")

    def __init__(
        self, group: str, name: str, *, description: str = "", callback: Callable[[], int] | None = None, no_reset: bool = False
    ) -> None:
        self.group = group
        self.name = name
        self.description = description
        self.callback = callback
        self.is_no_reset = no_reset
        """Whether `reset` leaves it alone (Kamailio's STAT_NO_RESET): it tells how much there is, not how much there was."""
        self._value = 0

    def update(self, by: int = 1) -> None:
        """Nothing; the value has grown by `by`, which may be negative (Kamailio's update_stat())."""
        self._value += by

    def reset(self) -> bool:
        """Whether the value was set to 0: not when the counter is marked against it (Kamailio's reset_stat())."""
        if self.is_no_reset:
            return False
        self._value = 0
        return True

    @property
    def value(self) -> int:
        """The value now: computed, if there is a callback (Kamailio's get_stat_val())."""
        return self._value if self.callback is None else self.callback()

    @property
    def raw(self) -> int:
        """The value that was counted, callback or not (RPC cnt.get_raw)."""
        return self._value

    def __str__(self) -> str:
        return f"{self.group}:{self.name} = {self.value}"


class Counters:
    """All statistics of one engine, groups and names in the order of registration; the engine owns it.

    >>> counters = Counters()
    >>> counters.register("core", "rcv_requests", description="requests received").update(3)
    >>> [str(each) for each in counters.find("all")]
    ['core:rcv_requests = 3']
    """

    def __init__(self) -> None:
        self._groups: dict[str, dict[str, Counter]] = {}

    def register(
        self, group: str, name: str, *, description: str = "", callback: Callable[[], int] | None = None, no_reset: bool = False
    ) -> Counter:
        """A new counter with the value 0 (Kamailio's counter_register() and register_stat()).

        Raises:
            CounterError: the name is taken in this group, or one of the two holds what separates them.
        """
        for text in (group, name):
            if not text or any(separator in text for separator in ".: "):
                raise CounterError(f"counter {group}.{name}: {text!r} is empty or holds a blank, '.' or ':'")
        names = self._groups.setdefault(group, {})
        if name in names:
            raise CounterError(f"counter {group}.{name} is registered already")
        names[name] = Counter(group, name, description=description, callback=callback, no_reset=no_reset)
        return names[name]

    def get(self, group: str, name: str) -> Counter:
        """The counter of that name (RPC cnt.get).

        Raises:
            CounterError: there is none; the message names one that is near.
        """
        found = self.group(group).get(name)
        if found is None:
            raise CounterError(f"no counter {group}.{name}{did_you_mean(name, self._groups[group])}")
        return found

    def group(self, group: str) -> dict[str, Counter]:
        """The counters of a group by name (RPC cnt.var_list, cnt.grp_get_all).

        Raises:
            CounterError: there is no such group.
        """
        if group not in self._groups:
            raise CounterError(f"no group of counters {group}{did_you_mean(group, self._groups)}")
        return self._groups[group]

    def groups(self) -> list[str]:
        """The names of the groups (RPC cnt.grps_list)."""
        return list(self._groups)

    def __iter__(self) -> Iterator[Counter]:
        return (counter for group in self._groups.values() for counter in group.values())

    def find(self, pattern: str) -> list[Counter]:
        """The counters that `pattern` means to the statistics API (RPC and MI get_statistics).

        ``all``, a group as ``core:``, one as ``core:rcv_requests`` or ``core.rcv_requests``, or the name alone, in any group.

        Raises:
            CounterError: it means none.
        """
        if pattern == "all":
            return list(self)
        if pattern.endswith(":"):
            return list(self.group(pattern[:-1]).values())
        group, separator, name = pattern.replace(":", ".", 1).partition(".")
        if separator:
            return [self.get(group, name)]
        found = [counter for counter in self if counter.name == pattern]
        if not found:
            raise CounterError(f"no counter {pattern}{did_you_mean(pattern, [each.name for each in self])}")
        return found

    def reset(self, pattern: str) -> int:
        """How many of the counters that `pattern` means were set to 0 (RPC and MI reset_statistics).

        Raises:
            CounterError: it means none.
        """
        return sum(counter.reset() for counter in self.find(pattern))
