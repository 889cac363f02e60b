"""`docbook2rst convert`: documents to text."""

from __future__ import annotations

from pathlib import Path

import click

from docbook2rst.cli.destination import Destination, plan
from docbook2rst.cli.flags import INPUTS, PATH, reading, running
from docbook2rst.cli.run import Run
from docbook2rst.cli.write_report import write_report
from docbook2rst.convert import FORMATS, Converted, Layout
from docbook2rst.discover import Document
from docbook2rst.log import shown_path
from docbook2rst.options import Options
from docbook2rst.output import OutputError
from docbook2rst.problems import Problems

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
) -> None:
    """Convert DocBook documents to text.

    INPUT is a file, a folder or - for standard input. In a folder every DocBook document is converted; files that another
    one includes are parts of that one.
    """
    if beside and output is not None:
        raise click.UsageError("--beside and --output say two places")
    documents = run.documents(inputs)
    destination = plan(documents, inputs, output, FORMATS[to], run, beside=beside, force=force)
    if (check or diff) and destination.is_stdout:
        raise click.UsageError("--check and --diff compare with files: name them with --output or --beside")
    layout = Layout(width=width, numbered=numbered)
    for document, result in run.converted(destination.documents, to, options, layout, counted=report is not None):
        if check or diff:
            _compare(run, destination, document, result, diff=diff)
        else:
            _write(run, destination, document, result)
    write_report(run, report)
    run.log.finish(len(documents))
    raise click.exceptions.Exit(run.exit_code())


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
            click.echo("".join(_diff(old or "", result.text, name)), nl=False)
        else:
            click.echo(f"{name}: {'differs' if path.exists() else 'is missing'}")
    run.record(document, result, [path])


def _diff(old: str, new: str, name: str) -> list[str]:
    """The lines of a unified diff from `old` to `new`, as patch reads them."""
    import difflib  # noqa: PLC0415 - only here

    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name)
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
