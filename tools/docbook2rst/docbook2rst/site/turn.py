"""One build at a time in a site's folder, and the trace that a build leaves which did not end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from docbook2rst.output import TEMPORARY

__all__ = ["Turn"]

_LOCK = ".lock"
_UNFINISHED = ".unfinished"


class Turn:
    """The right to build in `folder`: held while it is entered, given back however the process ends.

    The system takes a lock from a process that dies.  What a dead build left is known by a file that only a finished one
    removes: pages may be half written then, and are newer than their sources, so the next build must write everything anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unfinished = folder / _UNFINISHED
        self.is_repair = False
        """Whether the last build did not end."""

    @contextlib.contextmanager
    def taken(self, wait: Callable[[], None]) -> Iterator[None]:
        """Hold the turn; `wait` is called first where another build has it.

        Raises:
            OSError: the folder cannot be written to.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / _LOCK).open("a") as file:
            _lock(file.fileno(), wait)
            self.is_repair = self._unfinished.exists()
            if self.is_repair:
                _remove_temporary(self._folder)
            self._unfinished.touch()
            yield

    def finish(self) -> None:
        """Say that the build ended and what it wrote is whole."""
        self._unfinished.unlink(missing_ok=True)


def _lock(descriptor: int, wait: Callable[[], None]) -> None:
    """Lock an open file; where the system has no such locks, builds must not be started at once."""
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        wait()
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _remove_temporary(folder: Path) -> None:
    """Remove the files that the dead build had not yet given their names; nobody else writes here now."""
    for path in folder.rglob(TEMPORARY):
        path.unlink(missing_ok=True)
