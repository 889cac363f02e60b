r"""Selects: ``@via[1].host``, the older way to read a message (kamailio src/core/select.c).

A select is a path. Its first word is a root, which reads the message; each further word reads a part of what stands before it::

    select  =  [ "@" ] step *( "." step )
    step    =  word [ "[" ( [ "-" ] 1*DIGIT / DQUOTE text DQUOTE ) "]" ]

Roots and parts are registered by kind: ``via`` gives a value of the kind ``via``, and a ``host`` of that kind gives text.  So a
word that is not there is found when the configuration is loaded.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import kahea.core.select_parts  # fills the registry
import kahea.core.select_roots  # noqa: F401  fills the registry
from kahea.base.near_miss import did_you_mean
from kahea.core.core_pvs import note_unreadable
from kahea.core.select_table import ROOT, SelectArg, SelectError, SelectPart, find_part, known_parts, shown
from kahea.parser import SipParseError

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["SelectFn", "parse_select"]

SelectFn = Callable[["SipMsg"], bytes | None]
"""A select that was read: it gives text, a number being written as one, or None for null."""

_STEP = re.compile(rb'([A-Za-z_][A-Za-z0-9_]*)(?:\[(?:(-?[0-9]{1,9})|"([^"]*)")\])?')
_MAX_STEPS: Final = 16


def parse_select(text: bytes) -> SelectFn:
    """The function that reads the select.

    Raises:
        SelectError: it is none, or a word in it is not known.

    >>> parse_select(b"@ruri.usr")
    Traceback (most recent call last):
    kahea.core.select_table.SelectError: select 'ruri.usr': a uri has no part 'usr'; did you mean user?
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
    return _bind(reads, shown(kind))


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
    part = find_part(kind, name)
    if part is not None:
        return part
    hint = did_you_mean(name, known_parts(kind))
    what = kind if kind == ROOT else f"a {kind}"
    raise SelectError(f"select {_written(path)}: {what} has no part {name!r}{hint}")


def _written(path: bytes) -> str:
    return repr(path[:60].decode("utf-8", "backslashreplace"))


def _bind(reads: list[tuple[Callable[[Any, Any], Any], Any]], show: Callable[[Any], bytes | int | None] | None) -> SelectFn:
    def select(msg: "SipMsg") -> bytes | None:
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
        return b"%d" % found if isinstance(found, int) else found

    return select
