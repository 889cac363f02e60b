"""Files written whole or not at all.

Text goes to a new file beside its target, which then takes the target's name: a reader sees the old content or the new,
never half of it, also when the disk fills up or the program is killed.  A target whose content is the same already is not
touched, so build tools that look at times see no change.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from pathlib import Path

from docbook2rst.problems import Problem, Problems
from docbook2rst.source.tree import Position

__all__ = ["RECORD", "TEMPORARY", "Folder", "OutputError", "read_old", "reason", "write_text"]

RECORD = ".docbook2rst"
"""The name of the file in an output folder that lists what was written there, one path a line."""

TEMPORARY = ".docbook2rst-*.tmp"
"""The pattern of the names that files have until they are whole."""

_numbers = itertools.count(1)


class OutputError(Exception):
    """A file was not written; `problem` says why and is recorded already."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def write_text(path: Path, text: str, problems: Problems) -> bool:
    """Whether the file `path` changed by giving it the content `text`, in UTF-8.

    A symbolic link is followed; devices and pipes are written to directly.  An existing file keeps its mode.

    Raises:
        OutputError: the system does not let it be written; DB402 says why and the old file is untouched.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        target = Path(os.path.realpath(path))
        if _is_special(target):
            target.write_bytes(data)
            return True
        if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except OSError as err:
        raise OutputError(problems.add("DB402", Position(str(path), 0), path=path, detail=reason(err))) from err
    return True


def read_old(path: Path) -> str | None:
    """The text of the file `path` as it is now, None where there is no such file or it is not text."""
    try:
        return path.read_bytes().decode("utf-8") if path.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


class Folder:
    """An output folder, which leaves alone what docbook2rst did not write there.

    Each path is recorded in the folder's `RECORD` file before it is written for the first time, so a run that was
    killed leaves no file that the next one takes for a stranger's.
    """

    __slots__ = ("_recorded", "force", "path")

    def __init__(self, path: Path, *, force: bool = False) -> None:
        self.path = path
        self.force = force
        self._recorded: set[str] | None = None

    def write(self, name: str, text: str, problems: Problems) -> bool:
        """Whether the file `name` below the folder changed by giving it the content `text`.

        Raises:
            OutputError: it exists and is not ours (DB401), leads out of the folder, or cannot be written (DB402).
        """
        target = self.path / name
        self._confine(target, problems)
        if name not in self.recorded():
            if not self.force and os.path.lexists(target) and read_old(target) != text:
                raise OutputError(problems.add("DB401", Position(str(target), 0), path=target))
            self._record(name, problems)
        return write_text(target, text, problems)

    def recorded(self) -> frozenset[str]:
        """The paths that this and earlier runs wrote here, relative to the folder."""
        if self._recorded is None:
            self._recorded = set((read_old(self.path / RECORD) or "").splitlines())
        return frozenset(self._recorded)

    def _confine(self, target: Path, problems: Problems) -> None:
        """Refuse a target that `..` or a symbolic link takes out of the folder."""
        root = Path(os.path.realpath(self.path))
        if not Path(os.path.realpath(target)).is_relative_to(root):
            detail = f"it lies outside {self.path}"
            raise OutputError(problems.add("DB402", Position(str(target), 0), path=target, detail=detail))

    def _record(self, name: str, problems: Problems) -> None:
        """Append `name` to the record in one write, so two runs at once cannot tear each other's lines."""
        record = self.path / RECORD
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(record, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
            try:
                os.write(descriptor, f"{name}\n".encode("utf-8", "backslashreplace"))
            finally:
                os.close(descriptor)
        except OSError as err:
            raise OutputError(problems.add("DB402", Position(str(record), 0), path=record, detail=reason(err))) from err
        self._recorded = {*self.recorded(), name}


def _is_special(path: Path) -> bool:
    """Whether `path` exists and is neither a file nor a folder: a device, a pipe."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _replace(target: Path, data: bytes) -> None:
    """Give `target` the content `data` in one step; its mode stays, a new file gets the one that the umask leaves."""
    temporary = target.with_name(f".docbook2rst-{os.getpid()}-{next(_numbers)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if target.exists():
                os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
            file.write(data)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def reason(err: OSError) -> str:
    """The system's words for `err`, without its number and path."""
    return (err.strerror or str(err)).lower()
