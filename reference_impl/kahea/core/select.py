r"""Selects: ``@via[1].host``, the older way to read a message (kamailio src/core/select.c).

A select is a path. Its first word is a root, which reads the message; each further word reads a part of what stands before it::

    select  =  [ "@" ] step *( "." step )
    step    =  word [ "[" ( [ "-" ] 1*DIGIT / DQUOTE text DQUOTE ) "]" ]

Roots and parts are registered by kind: ``via`` gives a value of the kind ``via``, and a ``host`` of that kind gives text.  So a
word that is not there is found when the configuration is loaded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from kahea.base.errors import KaheaError
from kahea.core.core_pvs import note_unreadable
from kahea.parser import SipParseError

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["ROOT", "TEXT", "SelectArg", "SelectError", "SelectFn", "SelectPart", "parse_select", "register_select"]

SelectArg = int | bytes | None
"""What stands between the brackets of a step."""

SelectFn = Callable[["SipMsg"], bytes | int | None]
"""A select that was read: it gives text, a number, or None for null."""

ROOT: Final = "a message"
"""The kind that roots belong to."""

TEXT: Final = "text"
"""The kind of what has no parts."""

_STEP = re.compile(rb'([A-Za-z_][A-Za-z0-9_]*)(?:\[(?:(-?[0-9]{1,9})|"([^"]*)")\])?')
_MAX_STEPS: Final = 16


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
_shown: dict[str, Callable[[Any], bytes | int | None]] = {}


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


def register_shown(kind: str, show: Callable[[Any], bytes | int | None]) -> None:
    """Nothing; a select that ends with a value of `kind` gives what `show` makes of it."""
    _shown[kind] = show


def parse_select(text: bytes) -> SelectFn:
    """The function that reads the select.

    Raises:
        SelectError: it is none, or a word in it is not known.

    >>> parse_select(b"@ruri.usr")
    Traceback (most recent call last):
    kahea.core.select.SelectError: select 'ruri.usr': a uri has no part 'usr'; did you mean user?
    """
    path = text.strip().removeprefix(b"@")
    steps = _read_steps(path)
    kind = ROOT
    reads: list[tuple[Callable[[Any, Any], Any], Any]] = []
    for at, (name, arg) in enumerate(steps):
        part = _find(path, kind, name)
        if part.is_path:
            reads.append((part.read, [word for word, _ in steps[at + 1 :]]))
            kind = part.gives
            break
        if arg is not None and (part.takes is None or not isinstance(arg, part.takes)):
            raise SelectError(f"select {_written(path)}: {name!r} takes no {arg!r} in brackets")
        reads.append((part.read, arg))
        kind = part.gives
    return _bind(reads, _shown.get(kind))


def _read_steps(path: bytes) -> list[tuple[str, SelectArg]]:
    steps: list[tuple[str, SelectArg]] = []
    at = 0
    while True:
        match = _STEP.match(path, at)
        if match is None or len(steps) == _MAX_STEPS:
            raise SelectError(f"select {_written(path)}: expected a word at offset {at}")
        number, quoted = match[2], match[3]
        steps.append((match[1].decode(), int(number) if number is not None else quoted))
        at = match.end()
        if at == len(path):
            return steps
        if path[at : at + 1] != b".":
            raise SelectError(f"select {_written(path)}: expected '.' or the end at offset {at}")
        at += 1


def _find(path: bytes, kind: str, name: str) -> SelectPart:
    part = _parts.get((kind, name))
    if part is not None:
        return part
    near = get_close_matches(name, [known for of, known in _parts if of == kind], 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    what = kind if kind == ROOT else f"a {kind}"
    raise SelectError(f"select {_written(path)}: {what} has no part {name!r}{hint}")


def _written(path: bytes) -> str:
    return repr(path[:60].decode("utf-8", "backslashreplace"))


def _bind(reads: list[tuple[Callable[[Any, Any], Any], Any]], show: Callable[[Any], bytes | int | None] | None) -> SelectFn:
    def select(msg: "SipMsg") -> bytes | int | None:
        value: Any = msg
        try:
            for read, arg in reads:
                value = read(value, arg)
                if value is None:
                    return None
            found: bytes | int | None = value if show is None else show(value)
        except SipParseError as error:
            note_unreadable(msg, error)
            return None
        return found

    return select


# The roots of the core register themselves when this is imported.
import kahea.core.select_parts  # noqa: E402, F401  the registry must be there first
import kahea.core.select_roots  # noqa: E402, F401  the registry must be there first
