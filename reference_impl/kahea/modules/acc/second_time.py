"""The second time of a record, as the parameter time_mode asks for it."""

import time

from kahea.modules.acc.exports import time_attr, time_exten, time_format, time_mode
from kahea.modules.acc.record import Record

__all__ = ["second_time"]

_MICROSECONDS, _FRACTION, _LOCAL = 1, 2, 3


def second_time(record: Record) -> tuple[str, int | float | str] | None:
    """Name and value: microseconds of the second, seconds with a fraction, or text; None when there is to be none."""
    mode = time_mode.value
    if not mode:
        return None
    if mode == _MICROSECONDS:
        return time_exten.value, int(record.time * 1_000_000) % 1_000_000
    if mode == _FRACTION:
        return time_attr.value, record.time
    parts = time.localtime(record.time) if mode == _LOCAL else time.gmtime(record.time)
    return time_attr.value, time.strftime(time_format.value, parts)
