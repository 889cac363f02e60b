"""`docbook2rst convert`: documents to text."""

from __future__ import annotations

from pathlib import Path

import click

from docbook2rst.cli.conversion import Wanted, convert_documents
from docbook2rst.cli.exits import Exit
from docbook2rst.cli.flags import INPUTS, PATH, reading, running
from docbook2rst.cli.run import Run
from docbook2rst.convert import FORMATS, Layout
from docbook2rst.options import Options

__all__ = ["convert"]


EPILOG = "\n".join(["\b", "Formats:", *(f"  {entry.name:<10}  {entry.summary}" for entry in FORMATS.values())])


@click.command(short_help="Convert documents to text.", epilog=EPILOG)
@INPUTS
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FILE|DIR",
    help="Where the text goes: a file, a folder for several documents; else standard output.",
)
@click.option(
    "-t", "--to", type=click.Choice(list(FORMATS)), default="rst", metavar="FORMAT", help="One of those below; rst without it."
)
@click.option("--beside", is_flag=True, help="Write each module's README next to its doc folder.")
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change and exit with 1.")
@click.option("--diff", is_flag=True, help="As --check, and show the changes.")
@click.option("--force", is_flag=True, help="Overwrite files in the output folder that docbook2rst did not write.")
@click.option("--width", type=click.IntRange(40, 1000), default=76, metavar="N", help="Columns of a README, 76 without it.")
@click.option("--numbered", is_flag=True, help="Number the sections of a README.")
@click.option("--report", type=PATH, metavar="FILE", help="Write a report on the run, JSON or (FILE.md) Markdown.")
@reading
@running
def convert(
    *,
    inputs: tuple[Path, ...],
    output: Path | None,
    to: str,
    beside: bool,
    check: bool,
    diff: bool,
    force: bool,
    width: int,
    numbered: bool,
    report: Path | None,
    options: Options,
    run: Run,
) -> Exit:
    """Convert DocBook documents to text.

    INPUT is a file, a folder or - for standard input. In a folder every DocBook document is converted; files that another
    one includes are parts of that one.
    """
    wanted = Wanted(
        inputs=inputs,
        output=output,
        to=to,
        beside=beside,
        check=check,
        diff=diff,
        force=force,
        layout=Layout(width=width, numbered=numbered),
        report=report,
    )
    return convert_documents(wanted, options, run)
