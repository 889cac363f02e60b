"""Options that several commands share, each group packed into one argument."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from docbook2rst.cli.errors import GivenUpError, UsageError
from docbook2rst.cli.exits import Exit
from docbook2rst.cli.settings import make_options, make_run, processes
from docbook2rst.log import Format

__all__ = ["CONDITION", "INPUTS", "PAIR", "PATH", "reading", "running"]


class GivenUp(click.ClickException):
    """A run that could not go on."""

    exit_code = Exit.ERROR


PATH = click.Path(path_type=Path)
Command = Callable[..., None]
"""What Click calls with an option's value by name."""

INPUTS = click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="INPUT...")
"""Files and folders to read, `-` for standard input."""


class _Pair(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE`."""

    name = "NAME=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:  # noqa: ANN401
        """The two sides of the first `=`."""
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        if not name or not equals:
            self.fail(f"{value!r} is not of the form {self.name}", param, ctx)
        return name, text


PAIR = _Pair()


class _Condition(_Pair):
    """`ATTRIBUTE=VALUE[;VALUE]`."""

    name = "ATTRIBUTE=VALUE[;VALUE...]"


CONDITION = _Condition()


def reading(command: Command) -> Command:
    """`command` with the options on how documents are read, given to it as `options`."""

    @click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        metavar="DIR",
        help="Open no file outside this folder; by default the document's repository, else its folder.",
    )
    @click.option(
        "-V",
        "--entity",
        "entities",
        type=PAIR,
        multiple=True,
        help="Define an entity; wins over the document's own declaration.",
    )
    @click.option(
        "--condition",
        "conditions",
        type=CONDITION,
        multiple=True,
        help="Keep only elements whose attribute has one of these values, or that lack it.",
    )
    @click.option("--remarks", is_flag=True, help="Show editors' remarks (<remark>), which are left out otherwise.")
    @functools.wraps(command)
    def packed(
        *,
        root: Path | None,
        entities: tuple[tuple[str, str], ...],
        conditions: tuple[tuple[str, str], ...],
        remarks: bool,
        **others: Any,  # noqa: ANN401 - the command's own arguments
    ) -> None:
        options = make_options(others.get("inputs", ()), root, entities, conditions, remarks=remarks)
        command(options=options, **others)

    return packed


def running(command: Callable[..., Exit]) -> Command:
    """`command` with the options on how problems are shown and judged, given to it as `run`."""

    @click.option(
        "-j",
        "--jobs",
        default="auto",
        callback=_jobs,
        metavar="N|auto",
        help="How many processes work; auto is one for a few documents, else one a processor.",
    )
    @click.option("-W", "--fail-on-warning", is_flag=True, help="Exit with 3 if there was a warning.")
    @click.option("--strict", is_flag=True, help="Exit with 5 if anything was not kept whole.")
    @click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
    @click.option("-v", "--verbose", is_flag=True, help="Show notes too, and where an internal error happened.")
    @click.option(
        "--log-format",
        type=click.Choice([entry.value for entry in Format]),
        default="text",
        show_default=True,
        help="How problems are written to standard error.",
    )
    @functools.wraps(command)
    def packed(
        *,
        jobs: int,
        fail_on_warning: bool,
        strict: bool,
        quiet: bool,
        verbose: bool,
        log_format: str,
        **others: Any,  # noqa: ANN401 - the command's own arguments
    ) -> None:
        run = make_run(
            jobs, fail_on_warning=fail_on_warning, strict=strict, quiet=quiet, verbose=verbose, log_format=log_format
        )
        try:
            raise click.exceptions.Exit(command(run=run, **others))
        except UsageError as err:
            raise click.UsageError(str(err)) from None
        except GivenUpError as err:
            raise GivenUp(str(err)) from None

    return packed


def _jobs(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """The number of processes; 0 for `auto`."""
    number = processes(value)
    if number is None:
        raise click.BadParameter(f"{value!r} is neither a number of processes nor 'auto'")
    return number
