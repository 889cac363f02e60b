"""What a problem code means, in words for the person who met it."""

from __future__ import annotations

import difflib
import re
import textwrap

from docbook2rst.codes import CODES, Code

__all__ = ["CHAPTERS", "explain", "list_codes", "near"]

CHAPTERS = {
    "DB1": "Reading the source",
    "DB2": "Elements",
    "DB3": "References",
    "DB4": "Writing",
}
"""What the first digit of a code stands for."""

KEPT = {
    "all": "Everything is kept.",
    "text": "The words are kept, their form or meaning is not: lossy.",
    "nothing": "What it is about is not in the output: lossy.",
}


def explain(code: str) -> str:
    """The explanation of `code`, a few lines.

    Raises:
        KeyError: there is no such code.
    """
    row = CODES[code.upper()]
    head = f"{row.code} ({row.severity}): {_message(row)}"
    return "\n\n".join([head, textwrap.fill(f"{row.explanation} {KEPT[row.kept]}", 78)])


def list_codes() -> str:
    """Every code with its severity and message, by chapter."""
    lines: list[str] = []
    for prefix, title in CHAPTERS.items():
        lines += ["", title] if lines else [title]
        lines += [_line(row) for row in CODES.values() if row.code.startswith(prefix)]
    return "\n".join(lines)


def near(code: str) -> str:
    """The code that `code` was probably meant to be, empty where none is near."""
    return next(iter(difflib.get_close_matches(code.upper(), CODES, n=1)), "")


def _line(row: Code) -> str:
    return f"  {row.code}  {row.severity:<7}  {_message(row)}"


def _message(row: Code) -> str:
    """The message of `row` with capitals where a problem has its values."""
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: found[1].upper(), row.template)
