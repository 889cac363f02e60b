"""Date and time as Kamailio's db_sqlite keeps them: a real number of days, the Julian day in UTC.

A second is written half a second early and read half a second late (kamailio src/modules/db_sqlite/dbase.c timet_to_sqlite(),
sqlite_to_timet()). We write the same number, so that both programs compare equal; we read a quarter of a second later still,
because a double is exact to some 20 microseconds only there, and the sum would otherwise be cut to the second before.
"""

import math
from datetime import UTC, datetime
from typing import Final

__all__ = ["from_julian", "from_text", "to_julian"]

_EPOCH: Final = 2440587.5
"""The Julian day on which 1970 begins."""
_DAY_S: Final = 86400.0
_READ_LATE_S: Final = 0.75
_FORMS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")


def to_julian(time_s: int) -> float:
    """The number that is stored for a second since 1970.

    >>> to_julian(1795438431)
    2461368.0373900463
    """
    return (time_s - 0.5) / _DAY_S + _EPOCH


def from_julian(day: float) -> int | None:
    """The second since 1970 of a number that is stored; None for one that is no time.

    >>> from_julian(2461368.0373900463)
    1795438431
    """
    if not math.isfinite(day):
        return None
    return math.floor((day - _EPOCH) * _DAY_S + _READ_LATE_S)


def from_text(text: bytes) -> int | None:
    """The second since 1970 of a date that stands as text, in UTC as SQLite's own functions have it; None where it is none.

    The defaults of Kamailio's schema stand there in this form, which Kamailio itself reads as the day of their first number.

    >>> from_text(b"2030-05-28 21:32:15"), from_text(b"soon")
    (1906234335, None)
    """
    for form in _FORMS:
        try:
            return int(datetime.strptime(text.decode("latin-1"), form).replace(tzinfo=UTC).timestamp())
        except ValueError:
            continue
    return None
