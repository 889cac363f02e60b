"""The core's own script functions (kamailio src/core/action.c): a row for each, made by `core_action`.

    @core_action("setflag")
    def setflag(msg: SipMsg, flag: FlagNumber) -> int:
        '''1; the message has the flag.'''

Annotations say how arguments are read, as for modules' functions (`kahea.core.fixup`); those of `kahea.core.action_args` are
fixed words of the configuration, read when it is loaded.  Core functions leave ``$rc`` alone and never end the script.
"""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from kahea.base.errors import KaheaError
from kahea.cfg.binding import Arg, ArgKind, Function
from kahea.cfg.nodes import Expr
from kahea.cfg.runtime import ANY_ROUTE, Routes
from kahea.core.action_args import READERS, Reader
from kahea.core.fixup import read_param, without_none

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["CORE_ACTIONS", "NOT_ONSEND", "core_action"]

NOT_ONSEND = ANY_ROUTE & ~Routes.ONSEND
"""Every block but onsend_route, where the message has its bytes already."""

F = TypeVar("F", bound=Callable[..., int | Any])

CORE_ACTIONS: dict[str, Callable[["Engine"], Function]] = {}
"""Every core function by each of its names: what makes it for an engine, whose words its arguments are read with."""


def core_action(*names: str, routes: Routes = ANY_ROUTE) -> Callable[[F], F]:
    """A decorator: the core function of that name and its other names, allowed in `routes`.

    Raises:
        KaheaError: a name is taken, or a parameter's annotation is none that an argument can be read by.
    """

    def put(function: F) -> F:
        for name in names:
            if name in CORE_ACTIONS:
                raise KaheaError(f"core function {name}() is declared twice")
            CORE_ACTIONS[name] = _maker(name, function, routes)
        return function

    return put


def _maker(name: str, function: Callable[..., Any], routes: Routes) -> Callable[["Engine"], Function]:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    hints = get_type_hints(function, include_extras=True)
    written = [f"[{each.name}]" if each.default is not inspect.Parameter.empty else each.name for each in parameters]
    readers = [READERS.get(without_none(hints.get(each.name))) for each in parameters]
    fixed = [
        None if reader else read_param(function, each, name, hints) for each, reader in zip(parameters, readers, strict=True)
    ]

    def make(engine: "Engine") -> Function:
        args = []
        for parameter, reader, param in zip(parameters, readers, fixed, strict=True):
            is_optional = parameter.default is not inspect.Parameter.empty
            if reader is not None:
                args.append(Arg(name=parameter.name, kind=ArgKind.READ, is_optional=is_optional, read=_bound(reader, engine)))
            elif param is not None:
                args.append(Arg(name=parameter.name, kind=param.kind, is_optional=is_optional))
        return Function(
            name=name,
            call=function,
            args=tuple(args),
            routes=routes,
            is_async=inspect.iscoroutinefunction(function),
            signature=f"{name}({', '.join(written)})",
            sets_rc=False,
        )

    return make


def _bound(reader: Reader, engine: "Engine") -> Callable[[Expr], object]:
    return lambda expr: reader(engine, expr)
