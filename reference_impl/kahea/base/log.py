"""The log: levels, one line for one event, and no more lines than a disk can bear.

The log knows no clock: whoever drives the engine sets `Log.now`. Lines leave through the sink, a callable of level and line,
from which the edge makes stderr or syslog. A line that is written from the same place more than `LIMIT_PER_S` times in one
second is counted instead, and the count is written when the second is over. Debug lines (level 3 and above) are never held
back: who asks for them wants them all.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

from kahea.base.log_line import L_ALERT, L_BUG, L_CRIT, L_DBG, L_ERR, L_INFO, L_NOTICE, L_WARN, log_line
from kahea.base.origin import Origin, origin

__all__ = ["LIMIT_PER_S", "Log", "ModuleLog", "Sink"]

LIMIT_PER_S: Final = 10
"""Lines from one place in one second."""

_MAX_PLACES = 1_024

Sink = Callable[[int, str], None]


class _Window:
    """One second of one place: when it began, how many lines were written, how many were not."""

    __slots__ = ("began", "level", "module", "suppressed", "where", "written")

    def __init__(self, began: float, level: int, module: str, where: Origin) -> None:
        self.began = began
        self.level = level
        self.module = module
        self.where = where
        self.written = 0
        self.suppressed = 0


class Log:
    """The log of one process, owned by the engine; modules write through `Log.module`.

    >>> log = Log(lambda level, line: print(line.replace(str(log.pid), "PID")), pid=4711)
    >>> log.module("core").warn("no %s socket", "tls", where=Origin("core/forward.py", 7, "get_send_socket"))
     0(PID) WARNING: <core> [core/forward.py:7]: get_send_socket(): no tls socket
    """

    def __init__(self, sink: Sink, *, level: int = L_WARN, rank: int = 0, pid: int = 0, limit_per_s: int = LIMIT_PER_S) -> None:
        self.sink = sink
        self.level = level
        """Lines above this level are not written (core parameter debug)."""
        self.module_levels: dict[str, int] = {}
        """Levels of single modules, instead of `level`."""
        self.rank = rank
        self.pid = pid
        self.now = 0.0
        """The present, in seconds of a monotonic clock, set by the engine."""
        self.prefix: Callable[[], str] | None = None
        """The hook that gives the text before each line (core parameter log_prefix); None for no prefix."""
        self.suppressed = 0
        """Lines held back since the start."""
        self.limit_per_s = limit_per_s
        self._windows: OrderedDict[tuple[str, int], _Window] = OrderedDict()
        self._in_prefix = False

    def module(self, name: str) -> "ModuleLog":
        """The log under the name of a module; ``core`` and ``script`` are written in angle brackets."""
        return ModuleLog(self, name)

    def is_on(self, level: int, module: str) -> bool:
        """Whether a line of that level from that module would be written."""
        return level <= self.module_levels.get(module, self.level)

    def write(self, level: int, module: str, text: str, where: Origin) -> None:
        """Nothing; the line is in the sink, or counted as suppressed."""
        if level >= L_DBG or self._may_write(level, module, where):
            self._put(level, module, text, where)

    def script(self, level: int, text: str, *, source: str | None = None, is_printable: bool = False) -> None:
        """Nothing; a script's own line (xlog, log) is in the sink if its level is on. It is never held back.

        `source` and `is_printable` are those of `log_line`.
        """
        if self.is_on(level, "script"):
            self._put(level, "script", text, None, source=source, is_printable=is_printable)

    def report(self, level: int, module: str, lines: Iterable[str]) -> None:
        """Nothing; each of `lines` is written whatever the level of the log: somebody who may has asked for them."""
        for line in lines:
            self._put(level, module, line, None)

    def flush(self, now: float) -> None:
        """Nothing; the counts of all seconds that are over are in the sink. For a timer of one second."""
        self.now = now
        for key in [key for key, window in self._windows.items() if now - window.began >= 1]:
            self._tell(self._windows.pop(key))

    def _may_write(self, level: int, module: str, where: Origin) -> bool:
        key = (where.file, where.line)
        window = self._windows.get(key)
        if window is not None and self.now - window.began >= 1:
            self._tell(self._windows.pop(key))
            window = None
        if window is None:
            window = self._windows[key] = _Window(self.now, level, module, where)
            if len(self._windows) > _MAX_PLACES:
                self._tell(self._windows.popitem(last=False)[1])
        if window.written >= self.limit_per_s:
            window.suppressed += 1
            self.suppressed += 1
            return False
        window.written += 1
        return True

    def _tell(self, window: _Window) -> None:
        if window.suppressed:
            text = f"more lines from here in one second suppressed={window.suppressed}"
            self._put(window.level, window.module, text, window.where)

    def _put(
        self,
        level: int,
        module: str,
        text: str,
        where: Origin | None,
        *,
        source: str | None = None,
        is_printable: bool = False,
    ) -> None:
        prefix = self._prefix()
        line = log_line(
            level, module, text, where=where, prefix=prefix, rank=self.rank, pid=self.pid,
            source=source, is_printable=is_printable,
        )  # fmt: skip
        self.sink(level, line)

    def _prefix(self) -> str:
        """The prefix; none for a line that is written while the prefix is being made."""
        if self.prefix is None or self._in_prefix:
            return ""
        self._in_prefix = True
        try:
            return self.prefix()
        finally:
            self._in_prefix = False


class ModuleLog:
    """The log as one module sees it: a method for each level. The ``%`` formatting costs nothing when the level is off.

    `where` is the caller's place unless it is given.
    """

    __slots__ = ("_log", "name")

    def __init__(self, log: Log, name: str) -> None:
        self._log = log
        self.name = name

    def alert(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level -5: the server cannot go on (Kamailio's LM_ALERT)."""
        self._write(L_ALERT, text, values, where)

    def bug(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level -4: this cannot be (LM_BUG)."""
        self._write(L_BUG, text, values, where)

    def crit(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level -2 (LM_CRIT)."""
        self._write(L_CRIT, text, values, where)

    def err(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level -1 (LM_ERR)."""
        self._write(L_ERR, text, values, where)

    def warn(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level 0 (LM_WARN)."""
        self._write(L_WARN, text, values, where)

    def notice(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level 1 (LM_NOTICE)."""
        self._write(L_NOTICE, text, values, where)

    def info(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level 2 (LM_INFO)."""
        self._write(L_INFO, text, values, where)

    def dbg(self, text: str, *values: object, where: Origin | None = None) -> None:
        """Nothing; written at level 3 (LM_DBG)."""
        self._write(L_DBG, text, values, where)

    def _write(self, level: int, text: str, values: tuple[object, ...], where: Origin | None) -> None:
        if self._log.is_on(level, self.name):
            self._log.write(level, self.name, text % values if values else text, where or origin(2))
