"""Where the log's lines go: stderr, in colours if wanted, or the system's log."""

import sys
import syslog

from kahea.base.log import Sink
from kahea.base.log_line import L_ALERT, L_BUG, L_CRIT, L_CRIT2, L_DBG, L_ERR, L_INFO, L_NOTICE, L_WARN

__all__ = ["facility", "stderr_sink", "syslog_sink"]

_PRIORITIES = {
    L_ALERT: syslog.LOG_ALERT, L_BUG: syslog.LOG_CRIT, L_CRIT2: syslog.LOG_CRIT, L_CRIT: syslog.LOG_CRIT, L_ERR: syslog.LOG_ERR,
    L_WARN: syslog.LOG_WARNING, L_NOTICE: syslog.LOG_NOTICE, L_INFO: syslog.LOG_INFO, L_DBG: syslog.LOG_DEBUG,
}  # fmt: skip
_COLOURS = {L_ALERT: 41, L_BUG: 41, L_CRIT2: 41, L_CRIT: 41, L_ERR: 31, L_WARN: 33, L_NOTICE: 36, L_INFO: 32}


def stderr_sink(*, colour: bool = False) -> Sink:
    """Lines to stderr; with `colour`, one per level."""

    def write(level: int, line: str) -> None:
        code = _COLOURS.get(level) if colour else None
        sys.stderr.write(f"\x1b[{code}m{line}\x1b[0m\n" if code else f"{line}\n")

    return write


def syslog_sink(name: str, facility_name: str) -> Sink:
    """Lines to the system's log, under `name`.

    Raises:
        ValueError: there is no such facility.
    """
    syslog.openlog(name, syslog.LOG_PID, facility(facility_name))
    return lambda level, line: syslog.syslog(_PRIORITIES.get(level, syslog.LOG_DEBUG), line)


def facility(name: str) -> int:
    """The system's number of a facility such as ``LOG_LOCAL0``.

    Raises:
        ValueError: there is none of that name.
    """
    number = getattr(syslog, name, None) if name.startswith("LOG_") else None
    if isinstance(number, int):
        return number
    raise ValueError(f"log_facility {name!r} is not known")
