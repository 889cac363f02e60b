"""The group of all commands, and the way out of the program: exit codes, and no traceback that nobody asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from docbook2rst.cli.check import check
from docbook2rst.cli.convert import convert
from docbook2rst.cli.elements import elements
from docbook2rst.cli.explain import explain
from docbook2rst.cli.report import report
from docbook2rst.cli.run import Exit
from docbook2rst.cli.site import site
from docbook2rst.cli.stdout import discard_stdout

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


class InOrder(click.Group):
    """A group that lists its commands in the order they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        del ctx
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG)
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


for command in (convert, site, check, report, explain, elements):
    docbook2rst.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the program with its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = docbook2rst.main(list(arguments), prog_name="docbook2rst", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as err:
        err.show()
        code = err.exit_code
    except click.Abort:
        _interrupted()
    except OSError as err:
        discard_stdout()
        code = _fail(f"{err.filename or 'output'}: {(err.strerror or str(err)).lower()}")
    except Exception as err:  # noqa: BLE001 - the edge: a person gets one line, a developer asks for more with -v
        if {"-v", "--verbose"} & set(arguments):
            import traceback  # noqa: PLC0415 - only here

            traceback.print_exc()
        code = _fail(f"internal error: {type(err).__name__}: {err}; please report it [DB403]")
    sys.exit(code)


def _fail(message: str) -> int:
    click.echo(f"docbook2rst: error: {' '.join(message.split())}", err=True)
    return Exit.ERROR


def _interrupted() -> NoReturn:
    """End as a program does that the signal stopped, so that the calling shell stops too."""
    import signal  # noqa: PLC0415 - it takes long to load

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    sys.exit(128 + signal.SIGINT)
