"""`docbook2rst elements`: what becomes of each DocBook element."""

from __future__ import annotations

import difflib
import json

import click

from docbook2rst.elements import ELEMENTS, Row

__all__ = ["elements"]


@click.command(short_help="Show what becomes of each DocBook element.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def elements(*, names: tuple[str, ...], as_json: bool) -> None:
    """Show what becomes of the DocBook elements NAME, or of all.

    \b
    handled      becomes what the last column says
    transparent  its content stands for it
    metadata     shown in the block of metadata after the title
    ignored      not shown: the site makes it anew, or it holds no text
    unsupported  kept as readable text, and reported
    """  # noqa: D301 - \b is Click's mark for lines to be left alone
    rows = [_row(name) for name in names] if names else list(ELEMENTS.values())
    if as_json:
        fields = [{"name": row.name, "status": row.status, "flow": row.flow, "becomes": row.becomes} for row in rows]
        click.echo(json.dumps(fields, indent=2))
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        click.echo(f"{row.name:<{width}}  {row.status:<11}  {row.flow:<6}  {row.becomes}".rstrip())


def _row(name: str) -> Row:
    """The row of `name`, which may be written as a tag."""
    name = name.strip("<>/")
    if name in ELEMENTS:
        return ELEMENTS[name]
    close = difflib.get_close_matches(name, ELEMENTS, n=1)
    hint = f"; did you mean <{close[0]}>?" if close else ""
    raise click.UsageError(f"<{name}> is not a DocBook element{hint}")
