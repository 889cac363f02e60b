"""The engine as the compiler of routes sees it: `kahea.cfg.binding.Binding` over an Engine."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kahea.base.errors import KaheaError
from kahea.base.origin import Origin, origin
from kahea.base.strutils import quote
from kahea.cfg.binding import Arg, Function, KeywordTest
from kahea.cfg.nodes import Expr
from kahea.cfg.posix_re import compile_safe
from kahea.cfg.source import Position
from kahea.cfg.values import ScriptError
from kahea.core import action_cfg, action_dset, action_flags, action_send, action_uri, action_via  # noqa: F401  they fill the table
from kahea.core.action import CORE_ACTIONS
from kahea.core.action_args import word_of
from kahea.core.fixup import FixedParam
from kahea.core.keywords import keyword_compare, keyword_test, keyword_value
from kahea.core.sr_module import CmdExport, ModuleExports
from kahea.pv import PvFormat, PvSpec, parse_format, parse_pv

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["Binder"]


class Binder:
    """What routes are compiled against: the functions, variables, keywords and routes of `engine`.

    `known_modules` are those that could be loaded, and `find` reads what one offers: a script function that no loaded module
    has may be one of theirs.
    """

    def __init__(
        self,
        engine: "Engine",
        known_modules: Iterable[str] = (),
        find: Callable[[str], ModuleExports | None] = lambda _name: None,
    ) -> None:
        self.limits = engine.core
        self._engine = engine
        self._others = [name for name in known_modules if name not in engine.modules]
        self._find = find
        self._elsewhere: dict[str, str] | None = None
        self._functions = {cmd.name: bound(cmd) for module in engine.modules.all().values() for cmd in reversed(module.cmds)}
        self._log = engine.log.module("core")

    def function(self, name: str) -> Function | None:
        """The function of the core or of a loaded module; None when there is none of that name."""
        found = self._functions.get(name)
        if found is None and name in CORE_ACTIONS:
            found = CORE_ACTIONS[name](self._engine)
        return found

    def functions(self) -> Iterable[str]:
        """The names of all functions that can be called."""
        return [*CORE_ACTIONS, *self._functions]

    def elsewhere(self, name: str) -> str | None:
        """The module, not loaded, that has the function; None when none is known to."""
        return self._absent().get(name)

    def known_elsewhere(self) -> Iterable[str]:
        """The names of functions of modules that are not loaded."""
        return self._absent()

    def _absent(self) -> dict[str, str]:
        """The script functions of modules that are not loaded, read when the first one is asked for."""
        if self._elsewhere is None:
            found = [(name, self._find(name)) for name in self._others]
            self._elsewhere = {cmd.name: name for name, exports in found if exports is not None for cmd in exports.cmds}
        return self._elsewhere

    def variable(self, text: bytes) -> PvSpec:
        """The variable that `text` writes (PvError when there is none)."""
        return parse_pv(self._engine.pvs, text)

    def format(self, text: bytes) -> PvFormat:
        """The text with its variables taken apart (PvError)."""
        return parse_format(self._engine.pvs, text)

    def regex(self, expression: bytes) -> re.Pattern[bytes]:
        """The expression of a function's argument, compiled: POSIX extended, case counts.

        Raises:
            ScriptError: it is no expression.
        """
        try:
            return compile_safe(expression)
        except re.error as fault:
            raise ScriptError(f"bad regular expression {quote(expression)}: {fault}") from fault

    def keyword_value(self, name: str) -> tuple[Callable[[Any], Any], type]:
        """What reads a core keyword from a message, and whether that is bytes or int."""
        return keyword_value(name)

    def keyword_test(self, name: str, operator: str, right: Expr) -> KeywordTest | None:
        """What compares a core keyword with a constant; None when the right side has to be compared as a value."""
        return keyword_test(name, operator, right)

    def keyword_compare(self, name: str, operator: str) -> Callable[[Any, Any], bool]:
        """What compares a core keyword of a message with a PvValue."""
        return keyword_compare(name, operator)

    def dynamic_route(self, name: bytes) -> Any:  # noqa: ANN401  a compiled route
        """The routing block that a variable names.

        Raises:
            ScriptError: there is none of that name.
        """
        text = name.decode("utf-8", "surrogateescape")
        found = self._engine.routes.get("route", text) if text != "0" else self._engine.routes.get("request_route")
        if found is None:
            raise ScriptError(f"route[{quote(name)}] is not defined")
        return found

    def failed(self, fault: KaheaError) -> int:
        """-1, and the fault is in the log with the file and line of the route that called."""
        self._log.err("%s", fault, where=origin(1))
        return -1

    def warn(self, text: str) -> None:
        """Nothing; the warning is in the log with the place of the compiled code that led here."""
        self._log.warn("%s", text, where=origin(2))

    def note(self, position: Position, text: str) -> None:
        """Nothing; a warning about that place of the configuration is in the log."""
        self._log.warn("%s", text, where=Origin(position.source.name, position.line, "cfg"))


def bound(cmd: CmdExport) -> Function:
    """A module's function as the compiler wants it."""
    return Function(
        name=cmd.name,
        call=cmd.function,
        args=tuple(_arg(param) for param in cmd.params),
        routes=cmd.routes,
        is_async=cmd.is_async,
        signature=cmd.signature,
    )


def _arg(param: FixedParam) -> Arg:
    read = param.read
    return Arg(
        name=param.name,
        kind=param.kind,
        is_optional=param.is_optional,
        read=None if read is None else lambda expr: read(word_of(expr)),
    )
