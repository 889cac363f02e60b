"""The settings of a run, made of the values of options, whoever has parsed them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from docbook2rst.cli.run import Run
from docbook2rst.log import Format, Log, Verbosity
from docbook2rst.options import Options

__all__ = ["make_options", "make_run", "processes"]


def make_options(
    inputs: tuple[Path, ...],
    root: Path | None,
    entities: Iterable[tuple[str, str]] = (),
    conditions: Iterable[tuple[str, str]] = (),
    *,
    remarks: bool = False,
) -> Options:
    """How documents are read; without a `root` it is what the `inputs` mean."""
    kept = {name: frozenset(value.split(";")) for name, value in conditions}
    return Options(root=root or _root(inputs), entities=dict(entities), conditions=kept, remarks=remarks)


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


def make_run(
    jobs: int = 0,
    *,
    fail_on_warning: bool = False,
    strict: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    log_format: str = "text",
) -> Run:
    """A run that shows and judges problems as it is told."""
    verbosity = Verbosity.QUIET if quiet else Verbosity.VERBOSE if verbose else Verbosity.NORMAL
    log = _log(Format(log_format), verbosity)
    return Run(log, jobs, fail_on_warning=fail_on_warning, strict=strict, verbose=verbose)


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


def processes(value: str) -> int | None:
    """The number of processes that `value` names, 0 for `auto`; None where it names none."""
    if value == "auto":
        return 0
    return int(value) if value.isdecimal() and int(value) > 0 else None
