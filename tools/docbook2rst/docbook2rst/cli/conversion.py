"""Documents to text: the work of `docbook2rst convert`, however its arguments were parsed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from docbook2rst.cli.destination import Destination, plan
from docbook2rst.cli.errors import UsageError
from docbook2rst.cli.exits import Exit
from docbook2rst.cli.run import Run
from docbook2rst.cli.write_report import write_report
from docbook2rst.convert import FORMATS, Converted, Layout
from docbook2rst.discover import Document
from docbook2rst.log import shown_path
from docbook2rst.options import Options
from docbook2rst.output import OutputError
from docbook2rst.problems import Problems

__all__ = ["Wanted", "convert_documents"]


class Wanted(NamedTuple):
    """What is to be converted, to what, and where it goes."""

    inputs: tuple[Path, ...]
    output: Path | None = None
    to: str = "rst"
    beside: bool = False
    check: bool = False
    diff: bool = False
    force: bool = False
    layout: Layout = Layout()
    report: Path | None = None


def convert_documents(wanted: Wanted, options: Options, run: Run) -> Exit:
    """The exit code of converting what is `wanted`.

    Raises:
        UsageError: it cannot be what is wanted.
    """
    inputs, output, to, beside, check, diff, force, layout, report = wanted
    if beside and output is not None:
        raise UsageError("--beside and --output say two places")
    documents = run.documents(inputs)
    destination = plan(documents, inputs, output, FORMATS[to], run, beside=beside, force=force)
    if (check or diff) and destination.is_stdout:
        raise UsageError("--check and --diff compare with files: name them with --output or --beside")
    for document, result in run.converted(destination.documents, to, options, layout, counted=report is not None):
        if check or diff:
            _compare(run, destination, document, result, diff=diff)
        else:
            _write(run, destination, document, result)
    write_report(run, report)
    run.log.finish(len(documents))
    return run.exit_code()


def _write(run: Run, destination: Destination, document: Document, result: Converted) -> None:
    """Write what became of `document` and enter it into the report."""
    problems = Problems()
    pages: tuple[Path, ...] = ()
    if result.text is not None:
        try:
            pages = destination.write(document, result.text, problems)
        except OutputError:
            run.differs = True
    run.record(document, result, pages, problems)


def _compare(run: Run, destination: Destination, document: Document, result: Converted, *, diff: bool) -> None:
    """Say on standard output whether the file of `document` is what it should be, with the changes if `diff`."""
    path = destination.path(document)
    old = destination.old(document)
    if result.text is not None and old != result.text:
        run.differs = True
        name = shown_path(str(path))
        if diff:
            sys.stdout.write("".join(_diff(old or "", result.text, name)))
        else:
            sys.stdout.write(f"{name}: {'differs' if path.exists() else 'is missing'}\n")
    run.record(document, result, [path])


def _diff(old: str, new: str, name: str) -> list[str]:
    """The lines of a unified diff from `old` to `new`, as patch reads them."""
    import difflib  # noqa: PLC0415 - only here

    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name)
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
