"""The group of all commands, and the way out of the program: exit codes, and no traceback that nobody asked for."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from docbook2rst.cli.exits import Exit
from docbook2rst.interpreter import paused_collection

__all__ = ["docbook2rst", "main"]

EPILOG = """\b
Exit codes: 0 fine; 1 a check failed or an output differs; 2 wrong usage;
3 problems under -W; 4 an error: input unreadable or not well formed, output
that cannot be written; 5 something lost under --strict."""


def _show_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from docbook2rst.report import version  # noqa: PLC0415 - reading package metadata takes time

        click.echo(f"docbook2rst {version()}")
        context.exit()


COMMANDS = ("convert", "site", "check", "report", "explain", "elements")
"""The commands in the order of the help; each is an object of its name in a module of its name."""


class Commands(click.Group):
    """The group of `COMMANDS`; a command's module is loaded when the command, or the help that lists all, is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"docbook2rst.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def docbook2rst() -> None:
    """Turn DocBook into reStructuredText, a README or a Sphinx site, and say what could not be kept."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the program with its exit code.

    Garbage is collected where a command says so, and what is left at the end goes with the process.
    """
    with paused_collection():
        code = _run(sys.argv[1:] if arguments is None else arguments)
        gc.freeze()
    sys.exit(code)


def _run(arguments: Sequence[str]) -> int:
    """The exit code of the command line; what went wrong has been said in one line."""
    try:
        code: int = docbook2rst.main(list(arguments), prog_name="docbook2rst", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as err:
        err.show()
        return err.exit_code
    except click.Abort:
        _interrupted()
    except OSError as err:
        from docbook2rst.cli.stdout import discard_stdout  # noqa: PLC0415 - only here

        discard_stdout()
        return _fail(f"{err.filename or 'output'}: {(err.strerror or str(err)).lower()}")
    except Exception as err:  # noqa: BLE001 - the edge: a person gets one line, a developer asks for more with -v
        if {"-v", "--verbose"} & set(arguments):
            import traceback  # noqa: PLC0415 - only here

            traceback.print_exc()
        return _fail(f"internal error: {type(err).__name__}: {err}; please report it [DB403]")
    else:
        return code


def _fail(message: str) -> int:
    click.echo(f"docbook2rst: error: {' '.join(message.split())}", err=True)
    return Exit.ERROR


def _interrupted() -> NoReturn:
    """End as a program does that the signal stopped, so that the calling shell stops too."""
    import signal  # noqa: PLC0415 - it takes long to load

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    sys.exit(128 + signal.SIGINT)
