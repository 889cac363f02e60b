"""The group of all commands, as Click has it."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

from docbook2rst.cli.errors import CommandError, UsageError
from docbook2rst.cli.exits import Exit

__all__ = ["docbook2rst", "run", "show_error"]

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


def run(arguments: Sequence[str]) -> int:
    """The exit code of the command line `arguments`; what is wrong with it has been said.

    Raises:
        KeyboardInterrupt: a person wants it to end.
    """
    try:
        code: int = docbook2rst.main(list(arguments), prog_name="docbook2rst", standalone_mode=False)
    except click.ClickException as err:
        err.show()
        return err.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return code


def show_error(error: CommandError, command: str) -> int:
    """Say what `command` gave up with, as Click says it; the exit code."""
    shown: click.ClickException
    if isinstance(error, UsageError):
        context = click.Context(docbook2rst, info_name="docbook2rst")
        found = docbook2rst.get_command(context, command)
        assert found is not None
        shown = click.UsageError(str(error), click.Context(found, context, command))
        shown.show()
        return Exit.USAGE
    click.ClickException(str(error)).show()
    return Exit.ERROR
