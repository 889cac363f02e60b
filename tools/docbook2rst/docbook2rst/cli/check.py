"""`docbook2rst check`: problems without output."""

from __future__ import annotations

from pathlib import Path

import click

from docbook2rst.cli.exits import Exit
from docbook2rst.cli.flags import INPUTS, PATH, reading, running
from docbook2rst.cli.run import Run
from docbook2rst.cli.write_report import write_report
from docbook2rst.options import Options

__all__ = ["check"]


@click.command(short_help="Read documents and show their problems.")
@INPUTS
@click.option("--report", type=PATH, metavar="FILE", help="Write a report on the run, JSON or (FILE.md) Markdown.")
@reading
@running
def check(*, inputs: tuple[Path, ...], report: Path | None, options: Options, run: Run) -> Exit:
    """Read DocBook documents and show their problems; nothing is written.

    INPUT is a file, a folder or - for standard input.
    """
    documents = run.documents(inputs)
    for document, result in run.converted(documents, None, options, counted=report is not None):
        run.record(document, result)
    write_report(run, report)
    run.log.finish(len(documents))
    return run.exit_code()
