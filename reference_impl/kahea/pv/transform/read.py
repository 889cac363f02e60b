"""Reads ``{class.name,params}{...}`` and binds each to its function: what remains at run time is a list of calls."""

import re
from typing import Any

from kahea.pv.errors import PvError, PvSyntaxError
from kahea.pv.names import NAME, expect, found
from kahea.pv.spec import Context, Step
from kahea.pv.transform.params import Argument, Late, ReadPv
from kahea.pv.transform.table import Transformation, TrTable
from kahea.pv.value import NULL, PvValue, pv_of

__all__ = ["read_transformations"]

_BLANKS = re.compile(rb"[ \t\r\n]*")


def read_transformations(text: bytes, at: int, table: TrTable, read_pv: ReadPv) -> tuple[tuple[Step, ...], bool, int]:
    """The bound transformations that stand at `at`, whether they are the same in every context, and the offset behind.

    Raises:
        PvSyntaxError: one is unknown, or has parameters it does not take.

    >>> read_transformations(b")", 0, TrTable(), None)
    ((), True, 0)
    """
    steps = []
    all_pure = True
    while text.startswith(b"{", at):
        step, is_pure, at = _read_one(text, at + 1, table, read_pv)
        steps.append(step)
        all_pure = all_pure and is_pure
    return tuple(steps), all_pure, at


def _read_one(text: bytes, at: int, table: TrTable, read_pv: ReadPv) -> tuple[Step, bool, int]:
    at = _skip(text, at)
    found_transformation, at = _lookup(text, at, table)
    arguments: list[Argument] = []
    for kind in found_transformation.params:
        if not text.startswith(b",", at):
            break
        argument, at = kind.read(text, at + 1, read_pv)
        arguments.append(argument)
    name = found_transformation.name
    if len(arguments) < found_transformation.required:
        raise PvSyntaxError(f"expected ',' and parameter {len(arguments) + 1} of {{{name}}}, {found(text, at)}", at)
    at = expect(text, _skip(text, at), b"}", f"to close {{{name}")
    is_pure = not found_transformation.takes_context and not any(isinstance(each, Late) for each in arguments)
    return _bind(found_transformation, arguments), is_pure, at


def _lookup(text: bytes, at: int, table: TrTable) -> tuple[Transformation, int]:
    match = NAME.match(text, at)
    if match is None:
        raise PvSyntaxError(f"expected the name of a transformation such as s.len, {found(text, at)}", at)
    try:
        return table.lookup(match[0].decode("ascii")), match.end()
    except PvError as error:
        raise PvSyntaxError(error.reason, at) from None


def _skip(text: bytes, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _bind(transformation: Transformation, arguments: list[Argument]) -> Step:
    call = transformation.function
    takes_value = transformation.takes_value
    is_late = transformation.takes_context or any(isinstance(each, Late) for each in arguments)
    fixed = tuple(arguments)

    def constant(_ctx: Context, value: PvValue) -> PvValue:
        if takes_value:
            return pv_of(call(value, *fixed))
        return NULL if value.is_null else pv_of(call(value.rs, *fixed))

    def late(ctx: Context, value: PvValue) -> PvValue:
        if value.is_null and not takes_value:
            return NULL
        resolved: list[Any] = [each.get(ctx) if isinstance(each, Late) else each for each in fixed]
        if transformation.takes_context:
            resolved.append(ctx)
        return pv_of(call(value if takes_value else value.rs, *resolved))

    return late if is_late else constant
