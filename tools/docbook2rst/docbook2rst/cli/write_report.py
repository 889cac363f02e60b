"""Writing a run's report to where it was asked for."""

from __future__ import annotations

import contextlib
from pathlib import Path

from docbook2rst.cli.run import Run
from docbook2rst.cli.stdout import write_stdout
from docbook2rst.output import OutputError, write_text
from docbook2rst.problems import Problems
from docbook2rst.report import render

__all__ = ["write_report"]


def write_report(run: Run, path: Path | None, form: str = "") -> None:
    """Write the report on `run` to `path`, `-` for standard output; nothing without a path."""
    if path is None:
        return
    problems = Problems()
    with contextlib.suppress(OutputError):
        if str(path) == "-":
            write_stdout(render(run.entries, None, form), problems)
        else:
            write_text(path, render(run.entries, path, form), problems)
    run.log.problems(problems)
