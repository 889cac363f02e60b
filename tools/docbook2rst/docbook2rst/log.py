"""Problems as lines that a person, a program or GitHub reads, and the progress of a long run.

Each problem comes once, also where a file that many documents include has it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from docbook2rst.pattern import Pattern
from docbook2rst.problems import Kept, Problem, Severity

__all__ = ["Format", "Log", "Verbosity", "format_problem", "shown_path"]


class Format(StrEnum):
    """How a problem is written."""

    TEXT = "text"
    JSON = "json"
    """One JSON object a line."""
    GITHUB = "github"
    """Workflow commands, which GitHub shows beside the lines of a change."""


class Verbosity(StrEnum):
    """Which problems are written: errors; warnings too; everything."""

    QUIET = "quiet"
    NORMAL = "normal"
    VERBOSE = "verbose"


SHOWN = {
    Verbosity.QUIET: frozenset({Severity.ERROR}),
    Verbosity.NORMAL: frozenset({Severity.ERROR, Severity.WARNING}),
    Verbosity.VERBOSE: frozenset(Severity),
}
COLORS = {Severity.ERROR: "31;1", Severity.WARNING: "33", Severity.INFO: "36"}
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_CONTROLS = Pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Log:
    """Writes problems to `stream` and counts what it saw, written or not.

    The stream and the counts are the log's own; a progress line is shown only where the stream is a terminal.
    """

    __slots__ = ("_color", "_seen", "_stream", "_verbosity", "codes", "format", "is_live", "lossy", "severities")

    def __init__(
        self,
        stream: TextIO,
        format: Format = Format.TEXT,  # noqa: A002 - the option's name
        verbosity: Verbosity = Verbosity.NORMAL,
        *,
        color: bool = False,
        progress: bool = False,
    ) -> None:
        self._stream = stream
        self.format = format
        self._verbosity = verbosity
        self._color = color
        self.is_live = progress
        """Whether a person is looking and progress is shown."""
        self._seen: set[Problem] = set()
        self.codes: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.lossy = 0
        """How many problems were about content that was not kept whole."""

    @property
    def is_quiet(self) -> bool:
        """Whether only errors are written."""
        return self._verbosity is Verbosity.QUIET

    def problems(self, problems: Iterable[Problem]) -> None:
        """Write those of `problems` that are new and asked for."""
        for problem in problems:
            if problem in self._seen:
                continue
            self._seen.add(problem)
            self.severities[problem.severity] += 1
            self.lossy += problem.kept is not Kept.ALL
            if problem.severity in SHOWN[self._verbosity]:
                self.codes[problem.code] += 1
                self.line(format_problem(problem, self.format, color=self._color))

    def line(self, text: str) -> None:
        """Write one line, in place of the progress line if there is one."""
        self._erase()
        self._stream.write(f"{text}\n")

    def progress(self, done: int, total: int, path: Path) -> None:
        """Show that `path` is the document being waited for."""
        if self.is_live:
            self._stream.write(f"\r\x1b[K[{done}/{total}] {_printable(shown_path(str(path)))[:60]}")
            self._stream.flush()

    def finish(self, documents: int) -> None:
        """Write what a person wants to know at the end: how much was found, and how to learn more."""
        self._erase()
        if self.format is not Format.TEXT or self.is_quiet or not self.severities:
            return
        counts = ", ".join(_plural(self.severities[severity], name) for severity, name in _NAMES if self.severities[severity])
        hint = ""
        if self.codes:
            hint = f"; 'docbook2rst explain {min(self.codes)}' explains a code"
        elif self._verbosity is not Verbosity.VERBOSE:
            hint = "; -v shows them"
        self.line(f"{_plural(documents, 'document')}: {counts}{hint}")

    def _erase(self) -> None:
        if self.is_live:
            self._stream.write("\r\x1b[K")


_NAMES = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))


def format_problem(problem: Problem, format: Format, *, color: bool = False) -> str:  # noqa: A002
    """`problem` as one line without its newline."""
    match format:
        case Format.TEXT:
            return _text(problem, color=color)
        case Format.JSON:
            import json  # noqa: PLC0415 - only for this format

            return json.dumps(problem_fields(problem))
        case Format.GITHUB:
            return _github(problem)


def problem_fields(problem: Problem) -> dict[str, str | int]:
    """`problem` as JSON has it; `path` as `shown_path` shows it."""
    fields: dict[str, str | int] = {
        "code": problem.code,
        "severity": problem.severity.value,
        "kept": problem.kept.value,
        "path": shown_path(problem.position.path),
        "line": problem.position.line,
        "column": problem.position.column,
        "message": problem.message,
    }
    if problem.element:
        fields["element"] = problem.element
    return fields


def shown_path(path: str) -> str:
    """`path` relative to the current folder where it lies in or below it, else as it is."""
    if not Path(path).is_absolute():
        return path
    try:
        here = os.path.realpath(Path.cwd())
    except OSError:
        return path
    for candidate in (path, os.path.realpath(path)):
        if candidate.startswith(here.rstrip(os.sep) + os.sep):
            return os.path.relpath(candidate, here)
    return path


def _text(problem: Problem, *, color: bool) -> str:
    """The line that compilers and editors know: `file:line:column: severity: message [code]`."""
    position = problem.position
    place = ":".join([_printable(shown_path(position.path)), *(str(number) for number in position[1:] if number)])
    severity = problem.severity.value
    if color:
        severity = f"\x1b[{COLORS[problem.severity]}m{severity}\x1b[0m"
    return f"{place}: {severity}: {_printable(problem.message)} [{problem.code}]"


def _github(problem: Problem) -> str:
    """A workflow command; its properties and its text are escaped as GitHub's runner reads them back."""
    position = problem.position
    properties = {"file": shown_path(position.path), "line": position.line or 1, "title": problem.code}
    if position.column:
        properties["col"] = position.column
    written = ",".join(f"{name}={_github_escape(str(value), ':,')}" for name, value in properties.items())
    return f"::{COMMANDS[problem.severity]} {written}::{_github_escape(problem.message)}"


def _github_escape(text: str, more: str = "") -> str:
    return re.sub(rf"[%\r\n{more}]", lambda found: f"%{ord(found[0]):02X}", text)


def _printable(text: str) -> str:
    """`text` on one line, its control characters spelled out so that they cannot act on a terminal."""
    return _CONTROLS().sub(lambda run: " " if run[0].isspace() else run[0].encode("unicode_escape").decode(), text)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
