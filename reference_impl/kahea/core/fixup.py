"""How a script function's arguments become what its signature asks for (Kamailio's fixup functions, ``fparam_t``).

The annotation of a parameter says how its argument is read.  What can be decided when the configuration is loaded is decided
then: a wrong argument fails with file:line:column, and a constant costs nothing per message.

    int         a number, a variable or an expression; a variable's value is read as a number at each call
    bytes       text; variables in it are expanded at each call
    PvSpec      a variable, handed over itself, to be read or set
    PvFormat    text with variables, handed over unexpanded
    Regex       a POSIX extended expression; expanded and compiled at each call when it holds variables
    RouteName   the name of a route, fixed text
    FixedStr    text that must be known when the configuration is loaded
    Annotated[T, Fixup(read)]
                such text again, of which the module's own `read` makes a T while the configuration is loaded
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

from kahea.base.errors import KaheaError
from kahea.cfg.binding import ArgKind
from kahea.pv import PvFormat, PvSpec

__all__ = ["FixedParam", "FixedStr", "Fixup", "Regex", "RouteName", "read_param", "read_params", "without_none"]

Regex = re.Pattern[bytes]
"""A compiled expression, the annotation of a parameter that is one."""

RouteName = NewType("RouteName", str)
"""The name of a route."""

FixedStr = NewType("FixedStr", str)
"""Text that cannot change between messages."""


@dataclass(frozen=True, slots=True)
class Fixup:
    """How a module reads fixed text while the configuration is loaded; ValueError says why it cannot."""

    read: Callable[[str], object]


_KINDS: dict[object, ArgKind] = {
    int: ArgKind.INT,
    bytes: ArgKind.STR,
    PvSpec: ArgKind.PVAR,
    PvFormat: ArgKind.FORMAT,
    Regex: ArgKind.REGEX,
    RouteName: ArgKind.ROUTE,
    FixedStr: ArgKind.FIXED,
}


@dataclass(frozen=True, slots=True)
class FixedParam:
    """One parameter of a script function: `is_optional` when the function gives a default for it."""

    name: str
    kind: ArgKind
    is_optional: bool = False
    read: Callable[[str], object] | None = None


def read_params(function: Callable[..., Any], name: str) -> tuple[FixedParam, ...]:
    """The parameters that the script writes: those of `function` behind the message.

    Raises:
        KaheaError: a parameter has no annotation, or one that no argument can be made to fit.
    """
    hints = get_type_hints(function, include_extras=True)
    behind_msg = list(inspect.signature(function).parameters.values())[1:]
    return tuple(read_param(function, each, name, hints) for each in behind_msg)


def read_param(function: Callable[..., Any], param: inspect.Parameter, name: str, hints: dict[str, Any]) -> FixedParam:
    """One parameter of `function`, by its annotation among `hints`.

    Raises:
        KaheaError: it has no annotation, or one that no argument can be made to fit.
    """
    annotation = without_none(hints.get(param.name))
    if get_origin(annotation) is Annotated:
        fixup = next(each for each in get_args(annotation) if isinstance(each, Fixup))
        return FixedParam(param.name, ArgKind.READ, param.default is not inspect.Parameter.empty, fixup.read)
    kind = _KINDS.get(annotation)
    if kind is None:
        allowed = ", ".join(getattr(known, "__name__", str(known)) for known in _KINDS)
        raise KaheaError(
            f"{name}(): parameter {param.name!r} of {function.__name__} is annotated {annotation}, expected one of {allowed}"
        )
    return FixedParam(param.name, kind, param.default is not inspect.Parameter.empty)


def without_none(annotation: object) -> object:
    """The annotation of an optional parameter without its None."""
    if get_origin(annotation) in (Union, UnionType):
        rest = [each for each in get_args(annotation) if each is not type(None)]
        return rest[0] if len(rest) == 1 else annotation
    return annotation
