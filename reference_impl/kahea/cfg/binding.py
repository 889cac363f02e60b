"""What the compiler of routes asks of the engine it compiles for; `kahea.core.binder` answers."""

import re
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from kahea.base.errors import KaheaError
from kahea.cfg.nodes import Expr
from kahea.cfg.runtime import Routes
from kahea.cfg.source import Position
from kahea.pv import PvFormat, PvSpec

__all__ = ["Arg", "ArgKind", "Binding", "Function", "KeywordTest", "Limits"]


class ArgKind(Enum):
    """How an argument is read, and what it becomes."""

    INT = "an integer"
    STR = "a string"
    PVAR = "a variable"
    FORMAT = "a string with variables"
    REGEX = "a regular expression"
    ROUTE = "the name of a route"
    FIXED = "fixed text"
    READ = "fixed"
    """What `Arg.read` makes of the words of the configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arg:
    """One parameter of a function; `read` makes the value of a READ one, ValueError says why it cannot."""

    name: str
    kind: ArgKind
    is_optional: bool = False
    read: Callable[[Expr], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that scripts call, ready to be called with the message and its arguments.

    `sets_rc` is false for the core's own functions, which leave ``$rc`` as it was and never end the script.
    """

    name: str
    call: Callable[..., Any]
    args: tuple[Arg, ...]
    routes: Routes
    is_async: bool
    signature: str
    sets_rc: bool = True

    @property
    def least(self) -> int:
        """The fewest arguments it takes."""
        return sum(not arg.is_optional for arg in self.args)


class Limits(Protocol):
    """The core parameters that compiled routes look at while they run."""

    max_while_loops: int
    max_recursive_level: int
    return_mode: int


KeywordTest = Callable[[Any], bool] | Callable[[Any], Coroutine[Any, Any, bool]]
"""Whether a comparison with a core keyword holds for a message; a coroutine function when it may have to wait."""


class Binding(Protocol):
    """The engine as the compiler sees it.

    Methods that read words of the configuration raise KaheaError, ValueError never; the compiler adds the place.
    """

    @property
    def limits(self) -> Limits:
        """The core parameters that bound loops and routes."""

    def function(self, name: str) -> Function | None:
        """The function of the core or of a loaded module; None when there is none of that name."""

    def functions(self) -> Iterable[str]:
        """The names of all functions that can be called, to find one that is near."""

    def elsewhere(self, name: str) -> str | None:
        """The module, not loaded, that has the function; None when none is known to."""

    def known_elsewhere(self) -> Iterable[str]:
        """The names of functions of modules that are not loaded."""

    def variable(self, text: bytes) -> PvSpec:
        """The variable that `text` writes (PvError when there is none)."""

    def format(self, text: bytes) -> PvFormat:
        """The text with its variables taken apart (PvError)."""

    def regex(self, expression: bytes) -> re.Pattern[bytes]:
        """The expression of a function's argument, compiled (ScriptError)."""

    def keyword_value(self, name: str) -> tuple[Callable[[Any], Any], type]:
        """What reads a core keyword from a message, and whether that is bytes or int (KeywordError)."""

    def keyword_test(self, name: str, operator: str, right: Expr) -> KeywordTest | None:
        """What compares a core keyword with a constant; None when the right side has to be compared as a value."""

    def keyword_compare(self, name: str, operator: str) -> Callable[[Any, Any], bool]:
        """What compares a core keyword of a message with a PvValue (KeywordError)."""

    def dynamic_route(self, name: bytes) -> Any:  # noqa: ANN401  a compiled route
        """The routing block that a variable names (ScriptError)."""

    def failed(self, fault: KaheaError) -> int:
        """-1, and the fault is in the log with the caller's file and line."""

    def warn(self, text: str) -> None:
        """Nothing; a warning about what a running script does is in the log, with the place of the compiled code."""

    def note(self, position: Position, text: str) -> None:
        """Nothing; a warning about that place of the configuration is in the log."""
