"""The engine that is at work now, for what a module declares once and every engine has its own of.

One process serves with one engine, as Kamailio's modules have one set of globals; tests may have several, and each entry into
an engine makes it the current one until it is left.
"""

from typing import TYPE_CHECKING

from kahea.base.errors import KaheaError

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["at_work", "engine"]

_stack: "list[Engine]" = []


def engine() -> "Engine":
    """The engine at work.

    Raises:
        KaheaError: none is: a module's parameter or state was asked for outside of every engine.
    """
    if not _stack:
        raise KaheaError("no engine is at work: parameters and states belong to a running engine")
    return _stack[-1]


class at_work:  # noqa: N801  reads as the function it is like; a generator would cost every message a microsecond
    """`entered` as the engine at work, and the one before when the block ends."""

    __slots__ = ("_entered",)

    def __init__(self, entered: "Engine") -> None:
        self._entered = entered

    def __enter__(self) -> "Engine":
        _stack.append(self._entered)
        return self._entered

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        _stack.pop()
