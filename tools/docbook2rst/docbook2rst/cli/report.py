"""`docbook2rst report`: what a tree of documents holds, and what is lost of it."""

from __future__ import annotations

from pathlib import Path

import click

from docbook2rst.cli.exits import Exit
from docbook2rst.cli.flags import INPUTS, PATH, reading, running
from docbook2rst.cli.run import Run
from docbook2rst.cli.write_report import write_report
from docbook2rst.options import Options

__all__ = ["report"]


@click.command(short_help="Count what documents hold and what would be lost.")
@INPUTS
@click.option(
    "-o", "--output", type=PATH, default=Path("-"), metavar="FILE", help="Where the report goes; standard output without it."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["json", "md"]), help="Its format; by default as the file is named, else json."
)
@reading
@running
def report(*, inputs: tuple[Path, ...], output: Path, form: str | None, options: Options, run: Run) -> Exit:
    """Report on DocBook documents: words, ids, references, listings, elements by treatment, and every problem.

    INPUT is a file, a folder or - for standard input. The report holds no date and relative paths, so it can be compared
    with an earlier one. The problems are in the report; of them only errors are shown, more with -v.
    """
    documents = run.documents(inputs)
    for document, result in run.converted(documents, None, options, counted=True):
        run.record(document, result)
    write_report(run, output, form or "")
    run.log.finish(len(documents))
    return run.exit_code()
