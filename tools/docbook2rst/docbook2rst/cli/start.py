"""The way into the program and out of it: exit codes, and no traceback that nobody asked for.

Click is loaded only where it is needed: it takes longer to load than a README takes to make.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from docbook2rst.cli import plain
from docbook2rst.cli.exits import Exit
from docbook2rst.interpreter import paused_collection

__all__ = ["main"]


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
        code = _command(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
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


def _command(arguments: Sequence[str]) -> int:
    """The exit code of the command; Click reads the arguments unless they are plain ones of `convert`."""
    asked = plain.convert(arguments)
    if asked is None:
        from docbook2rst.cli.app import run  # noqa: PLC0415

        return run(arguments)
    from docbook2rst.cli.conversion import convert_documents  # noqa: PLC0415
    from docbook2rst.cli.errors import CommandError  # noqa: PLC0415

    try:
        return convert_documents(*asked)
    except CommandError as err:
        from docbook2rst.cli.app import show_error  # noqa: PLC0415

        return show_error(err, "convert")


def _fail(message: str) -> int:
    sys.stderr.write(f"docbook2rst: error: {' '.join(message.split())}\n")
    return Exit.ERROR


def _interrupted() -> NoReturn:
    """End as a program does that the signal stopped, so that the calling shell stops too."""
    import signal  # noqa: PLC0415 - it takes long to load

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    sys.exit(128 + signal.SIGINT)
