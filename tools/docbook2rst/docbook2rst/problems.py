"""What went wrong, or was kept in another form than its own: each with a code, a place and a sentence.

`CODES` is the one table of them; `explain`, the report and the documentation are made from it.  A reader or a source calls
`Problems.add(code, position, ...)`; a code that is not in the table is a programming error and raises KeyError.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from docbook2rst.codes import CODES, Code

if TYPE_CHECKING:
    # The source package adds problems, so it is imported after this module.
    from docbook2rst.source.tree import Position

__all__ = ["CODES", "Code", "Kept", "Problem", "Problems", "Severity"]


class Severity(StrEnum):
    """How bad a problem is; `lossy` is any problem whose `kept` is not `Kept.ALL`."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Kept(StrEnum):
    """What became of the content that the problem is about."""

    ALL = "all"
    TEXT = "text"
    """The words are there, their meaning or form is not."""
    NOTHING = "nothing"


class Problem(NamedTuple):
    """One problem at one place; `str()` is the line a person reads."""

    code: str
    position: Position
    message: str
    severity: Severity
    kept: Kept
    element: str = ""

    def __str__(self) -> str:
        return f"{self.position}: {self.severity}: {self.message} [{self.code}]"


class Problems:
    """The problems of one document, each place and code once, in the order they were found."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: dict[tuple[str, Position, str], Problem] = {}

    def add(self, code: str, position: Position, *, element: str = "", **values: object) -> Problem:
        """Record the problem `code` at `position`; `values` fill the code's message template.

        Raises:
            KeyError: the code is not in `CODES`, or its template wants a value that was not given.
        """
        entry = CODES[code]
        message = entry.template.format(element=element, **values)
        problem = Problem(code, position, message, Severity(entry.severity), Kept(entry.kept), element)
        return self.found.setdefault((code, position, message), problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found.values())

    def __len__(self) -> int:
        return len(self.found)

    def __bool__(self) -> bool:
        return bool(self.found)
