"""The one exception that leaves this package, and the way to raise it."""

from __future__ import annotations

from typing import NoReturn

from docbook2rst.problems import Problems
from docbook2rst.source.tree import Position

__all__ = ["SourceError", "fail"]


class SourceError(Exception):
    """A document cannot be read; the problem that says why is in the document's `Problems` already."""


def fail(problems: Problems, code: str, position: Position, *, element: str = "", **values: object) -> NoReturn:
    """Record a problem and give up the document.

    Raises:
        SourceError: always; its text is the problem's line.
    """
    raise SourceError(str(problems.add(code, position, element=element, **values)))
