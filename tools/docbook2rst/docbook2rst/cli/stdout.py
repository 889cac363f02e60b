"""Text on standard output, in UTF-8 whatever the locale."""

from __future__ import annotations

import contextlib
import os
import sys

from docbook2rst.output import OutputError
from docbook2rst.problems import Problems
from docbook2rst.source.tree import Position

__all__ = ["discard_stdout", "write_stdout"]


def write_stdout(text: str, problems: Problems) -> None:
    """Write `text` and make sure that it got there.

    Raises:
        OutputError: the disk that standard output goes to is full, say; DB402 is recorded.
        BrokenPipeError: whoever read it has gone.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as err:
        discard_stdout()
        detail = (err.strerror or str(err)).lower()
        raise OutputError(problems.add("DB402", Position("<stdout>", 0), path="standard output", detail=detail)) from err


def discard_stdout() -> None:
    """Send what is still buffered nowhere, or Python would complain once more when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
