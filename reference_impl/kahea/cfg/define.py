"""The table of defined IDs."""

import re
from collections.abc import Mapping

from kahea.cfg.errors import PreprocessError, near
from kahea.cfg.source import Position

__all__ = ["MAX_DEFINES", "DefineTable"]

MAX_DEFINES = 512
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class DefineTable:
    """IDs and their values; None is the value of an ID that was defined without one."""

    def __init__(self, given: Mapping[str, str | None]) -> None:
        self._values: dict[str, str | None] = dict(given)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, name: str) -> str | None:
        """The value of `name`, None when it has none or is not defined."""
        return self._values.get(name)

    def items(self) -> dict[str, str | None]:
        """A copy of the table in the order of definition, for core.ppdefines."""
        return dict(self._values)

    def define(self, name: str, value: str | None, position: Position) -> None:
        """Add a new ID.

        Raises:
            PreprocessError: the ID is not a name, is defined already, or is the 513th.
        """
        if name in self._values:
            raise PreprocessError(f"{name} is already defined", position, expected="#!trydef or #!redef to define it again")
        self.redefine(name, value, position)

    def redefine(self, name: str, value: str | None, position: Position) -> None:
        """Add an ID or give it another value."""
        check_id(name, position)
        if name not in self._values and len(self._values) >= MAX_DEFINES:
            raise PreprocessError(f"more than {MAX_DEFINES} definitions", position)
        self._values[name] = value

    def undefine(self, name: str, position: Position) -> None:
        """Remove an ID.

        Raises:
            PreprocessError: the ID is not defined.
        """
        check_id(name, position)
        if name not in self._values:
            raise PreprocessError(f"{name} is not defined", position, suggestion=near(name, self._values))
        del self._values[name]

    def discard(self, name: str) -> None:
        """Remove an ID if it is there."""
        self._values.pop(name, None)


def check_id(name: str, position: Position) -> None:
    """Raise PreprocessError unless `name` is letters, digits and underscores and begins with no digit."""
    if not _ID.fullmatch(name):
        found = repr(name) if name else "nothing"
        raise PreprocessError(f"{found} where an ID is defined", position, expected="letters, digits and underscores")
