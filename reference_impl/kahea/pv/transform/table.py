"""The classes of transformations: ``s``, ``param``, ``uri`` and whatever a module adds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kahea.pv.errors import PvError, PvTakenError, did_you_mean
from kahea.pv.transform.params import TrParam

__all__ = ["TrClass", "TrTable", "Transformation"]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformation:
    """One transformation as registered.

    Attributes:
        name: with its class: ``s.substr``.
        function: takes the text, or the PvValue, then the parameters; gives bytes, a number, None for null, or a PvValue.
        params: how each parameter is written, in order.
        required: how many of them must be there.
        takes_value: True when the function takes the PvValue and sees null; else null stays null without a call.
        takes_context: True when the context is the last argument.
    """

    name: str
    function: Callable[..., Any]
    params: tuple[TrParam, ...] = ()
    required: int = 0
    takes_value: bool = False
    takes_context: bool = False


@dataclass(slots=True)
class TrClass:
    """A named class; `add` is the decorator that puts a function into it.

    >>> num = TrClass("num")
    >>> @num.add("half")
    ... def half(text: bytes) -> int:
    ...     return len(text) // 2
    >>> [each.name for each in num.members]
    ['num.half']
    """

    name: str
    members: list[Transformation] = field(default_factory=list)

    def add(
        self, name: str, *params: TrParam, optional: int = 0, takes_value: bool = False, takes_context: bool = False
    ) -> Callable[[F], F]:
        """A decorator that registers a function as ``{class.name,params}``, the last `optional` of which may be left out."""

        def put(function: F) -> F:
            self.members.append(
                Transformation(
                    name=f"{self.name}.{name}",
                    function=function,
                    params=params,
                    required=len(params) - optional,
                    takes_value=takes_value,
                    takes_context=takes_context,
                )
            )
            return function

        return put


@dataclass(slots=True)
class TrTable:
    """All transformations by their whole name.

    >>> TrTable().lookup("s.len")
    Traceback (most recent call last):
    kahea.pv.errors.PvError: unknown transformation {s.len}
    """

    _known: dict[str, Transformation] = field(default_factory=dict)

    def register(self, *classes: TrClass) -> None:
        """Make every member of `classes` known; several may carry one class name.

        Raises:
            PvTakenError: a transformation is there already.
        """
        for each in classes:
            for member in each.members:
                if member.name in self._known:
                    raise PvTakenError(f"transformation {{{member.name}}} is registered already")
                self._known[member.name] = member

    def lookup(self, name: str) -> Transformation:
        """The transformation called `name`.

        Raises:
            PvError: there is none; the message names the nearest one.
        """
        found = self._known.get(name)
        if found is None:
            raise PvError(f"unknown transformation {{{name}}}{did_you_mean(name, list(self._known))}")
        return found

    def names(self) -> tuple[str, ...]:
        """Every name, in the order of registration.

        >>> TrTable().names()
        ()
        """
        return tuple(self._known)
