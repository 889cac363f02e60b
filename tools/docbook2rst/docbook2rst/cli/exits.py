"""The exit codes of the program."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Exit"]


class Exit(IntEnum):
    """The exit codes; where several fit, the first in the order of `Run.exit_code` is taken."""

    FINE = 0
    DIFFERS = 1
    USAGE = 2
    WARNED = 3
    ERROR = 4
    LOSSY = 5
