"""The registry of selects: which roots a message has, and which parts each kind of value has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kahea.base.errors import KaheaError

__all__ = [
    "ROOT",
    "TEXT",
    "SelectArg",
    "SelectError",
    "SelectPart",
    "find_part",
    "known_parts",
    "register_select",
    "register_shown",
    "register_table",
    "shown",
]

SelectArg = int | bytes | None
"""What stands between the brackets of a step."""

ROOT: Final = "a message"
"""The kind that roots belong to."""

TEXT: Final = "text"
"""The kind of what has no parts."""

Shown = Callable[[Any], bytes | int | None]


class SelectError(KaheaError):
    """Text that is no select, or that names a root or a part that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectPart:
    """How one word is read: `read(value, arg)` gives a value of the kind `gives`, or None.

    `takes` says what may stand in brackets: int, bytes, or None for nothing.  With `is_path` the part reads all further words
    itself: its argument is a list of them.
    """

    read: Callable[[Any, Any], Any]
    gives: str = TEXT
    takes: type[int] | type[bytes] | None = None
    is_path: bool = False


_parts: dict[tuple[str, str], SelectPart] = {}
_shown: dict[str, Shown] = {}


def register_select(
    kind: str,
    *names: str,
    gives: str = TEXT,
    takes: type[int] | type[bytes] | None = None,
    is_path: bool = False,
) -> Callable[[Callable[[Any, Any], Any]], Callable[[Any, Any], Any]]:
    """A decorator: the function reads the part called `names` of a value of `kind`; of `ROOT`, it reads the message.

    Raises:
        SelectError: a name is taken.
    """

    def put(read: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        for name in names:
            if (kind, name) in _parts:
                raise SelectError(f"select {name} of {kind} is registered already")
            _parts[kind, name] = SelectPart(read=read, gives=gives, takes=takes, is_path=is_path)
        return read

    return put


def register_shown(kind: str, show: Shown) -> None:
    """Nothing; a select that ends with a value of `kind` gives what `show` makes of it."""
    _shown[kind] = show


def register_table(kind: str, table: Mapping[str, Callable[[Any], Any]]) -> None:
    """Nothing; the parts of `kind` that take nothing in brackets are read by the functions of `table`."""
    for name, read in table.items():
        register_select(kind, name)(_without_arg(read))


def _without_arg(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _arg: read(value)


def find_part(kind: str, name: str) -> SelectPart | None:
    """The part called `name` of a value of `kind`; None when it has none such."""
    return _parts.get((kind, name))


def known_parts(kind: str) -> list[str]:
    """The names of the parts of a value of `kind`."""
    return [name for of, name in _parts if of == kind]


def shown(kind: str) -> Shown | None:
    """What makes text of a value of `kind`; None where it is text already."""
    return _shown.get(kind)
