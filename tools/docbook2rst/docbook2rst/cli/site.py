"""`docbook2rst site`: a tree of documents to a web site."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from docbook2rst.cli.exits import Exit
from docbook2rst.cli.flags import INPUTS, PATH, reading, running
from docbook2rst.cli.run import Run
from docbook2rst.cli.write_report import write_report
from docbook2rst.log import Format, shown_path
from docbook2rst.options import Options
from docbook2rst.output import OutputError

__all__ = ["site"]

SPLITS = ("auto", "chapter", "none")


@click.command(short_help="Build a web site from a tree of documents.")
@INPUTS
@click.option("-o", "--output", type=PATH, required=True, metavar="DIR", help="The site's folder.")
@click.option("--title", default="Documentation", show_default=True, help="The site's title.")
@click.option(
    "--split", type=click.Choice(SPLITS), default="auto", show_default=True, help="Cut large documents, all, or none."
)
@click.option("-E", "--fresh", is_flag=True, help="Build everything anew.")
@click.option("--force", is_flag=True, help="Take over a folder that holds other things.")
@click.option("--report", type=PATH, metavar="FILE", help="Write the report also here, JSON or (FILE.md) Markdown.")
@reading
@running
def site(
    *,
    inputs: tuple[Path, ...],
    output: Path,
    title: str,
    split: str,
    fresh: bool,
    force: bool,
    report: Path | None,
    options: Options,
    run: Run,
) -> Exit:
    """Build an HTML site from DocBook documents, files or folders.

    What has not changed since the last build is left as it is. The site holds report.json, which lists each document's pages
    and problems.
    """
    if Path("-") in inputs:
        raise click.UsageError("a site is made of files and folders, not of standard input")
    from docbook2rst.site import Split, build  # noqa: PLC0415 - Sphinx takes a second to load

    gc.enable()  # a build makes more garbage than memory holds

    try:
        built = build(
            inputs,
            output,
            options=options,
            split=Split(split),
            title=title,
            jobs=run.jobs,
            force=force,
            fresh=fresh,
            stream=sys.stderr,
            progress=sys.stderr if run.log.is_live else None,
        )
    except OutputError as err:
        run.log.problems([err.problem])
        run.differs = True
        return run.exit_code()
    run.barren(built.barren)
    run.warned = built.sphinx_warnings > 0
    run.failed = built.failed
    for entry in built.entries:
        run.enter(entry)
    write_report(run, report)
    run.log.finish(len(built.entries))
    if run.log.format is Format.TEXT and not run.log.is_quiet:
        click.echo(f"The site is in {shown_path(str(built.index))}")
    return run.exit_code()
