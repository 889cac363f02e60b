"""`docbook2rst explain`: what a code means."""

from __future__ import annotations

import click

from docbook2rst.explain import explain as explanation
from docbook2rst.explain import list_codes, near

__all__ = ["explain"]


@click.command(short_help="Explain a problem's code.")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
def explain(*, codes: tuple[str, ...]) -> None:
    """Explain the code of a problem, as DB102; without a code list them all."""
    if not codes:
        click.echo(list_codes())
    try:
        texts = [explanation(code) for code in codes]
    except KeyError as err:
        guess = near(str(err.args[0]))
        hint = f"; did you mean {guess}?" if guess else "; 'docbook2rst explain' lists them"
        raise click.UsageError(f"there is no code {err.args[0]}{hint}") from None
    for number, text in enumerate(texts):
        click.echo(f"\n{text}" if number else text)
