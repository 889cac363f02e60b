"""Options that several commands share, each group packed into one argument."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from docbook2rst.cli.run import Run
from docbook2rst.log import Format, Log, Verbosity
from docbook2rst.options import Options

__all__ = ["CONDITION", "INPUTS", "PAIR", "PATH", "reading", "running"]

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
    @functools.wraps(command)
    def packed(
        *,
        root: Path | None,
        entities: tuple[tuple[str, str], ...],
        conditions: tuple[tuple[str, str], ...],
        **others: Any,  # noqa: ANN401 - the command's own arguments
    ) -> None:
        values = {name: frozenset(value.split(";")) for name, value in conditions}
        root = root or _root(others.get("inputs", ()))
        command(options=Options(root=root, entities=dict(entities), conditions=values), **others)

    return packed


def _root(inputs: tuple[Path, ...]) -> Path | None:
    """The folder that holds all inputs if it is one of them, as for an unpacked archive; None where there is a repository.

    Who names a folder means what is in it; a file alone gives no such leave, so its own folder stays the limit.
    """
    folders = [path for path in inputs if path.is_dir()]
    if not folders or any(
        (above / ".git").exists() for folder in folders for above in (folder.resolve(), *folder.resolve().parents)
    ):
        return None
    common = Path(os.path.commonpath([folder.resolve() for folder in folders]))
    return common if all(path.resolve().is_relative_to(common) for path in inputs if str(path) != "-") else None


def running(command: Command) -> Command:
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
        verbosity = Verbosity.QUIET if quiet else Verbosity.VERBOSE if verbose else Verbosity.NORMAL
        log = _log(Format(log_format), verbosity)
        command(run=Run(log, jobs, fail_on_warning=fail_on_warning, strict=strict, verbose=verbose), **others)

    return packed


def _log(format: Format, verbosity: Verbosity) -> Log:  # noqa: A002 - the option's name
    """A log on standard error; in colour and with a progress line only where a person looks at it."""
    stream = sys.stderr
    is_terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    return Log(
        stream,
        format,
        verbosity,
        color=is_terminal and "NO_COLOR" not in os.environ,
        progress=is_terminal and verbosity is not Verbosity.QUIET,
    )


def _jobs(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """The number of processes; 0 for `auto`."""
    if value == "auto":
        return 0
    if value.isdecimal() and int(value) > 0:
        return int(value)
    raise click.BadParameter(f"{value!r} is neither a number of processes nor 'auto'")
