"""Where the compiler stands: the block being compiled, the statements written so far, the objects that its code names."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kahea.base.errors import KaheaError
from kahea.cfg import compile_ast as py
from kahea.cfg.binding import Binding
from kahea.cfg.errors import CheckError
from kahea.cfg.nodes import Action, Expr
from kahea.cfg.runtime import Routes
from kahea.cfg.source import Position
from kahea.pv import PvValue

__all__ = ["STATEMENTS", "VALUES", "Code", "Kind", "Names", "Scope", "actions", "statement", "value", "value_of"]


class Kind(Enum):
    """What a piece of compiled code gives when it is evaluated."""

    INT = "a Python int"
    TEST = "something true or false, which counts as 1 or 0"
    STR = "bytes"
    VALUE = "a PvValue, whose type is known at run time"
    CODE = "the int that a function returned: itself when it is assigned, 1 or 0 in an expression"


@dataclass(frozen=True, slots=True)
class Code:
    """An expression of Python and what it gives; evaluating it again gives nothing new, except where it reads the message."""

    kind: Kind
    node: ast.expr


class Names:
    """The objects that the code of all routes uses, by the names it uses them under: the globals of the compiled functions."""

    def __init__(self) -> None:
        self.table: dict[str, Any] = {}
        self._known: dict[int, str] = {}
        self._constants: dict[PvValue, PvValue] = {}
        self.blocks: list[ast.AsyncFunctionDef] = []
        """Blocks in braces that stand as values, compiled as functions of their own."""
        self._block_count = 0

    def block_name(self) -> str:
        """A name for the function of the next such block."""
        self._block_count += 1
        return f"block_{self._block_count}"

    def bind(self, prefix: str, value: object) -> ast.Name:
        """The name of `value`, the same for the same object; `prefix` tells a reader of tracebacks what it is."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = f"{prefix}_{len(self.table)}"
            self.table[known] = value
        return py.name(known)

    def constant(self, value: PvValue) -> ast.Name:
        """The name of a value that never changes."""
        return self.bind("value", self._constants.setdefault(value, value))


class Scope:
    """One routing block while it is compiled; owns the statements written so far."""

    def __init__(self, binding: Binding, names: Names, mask: Routes, routes: frozenset[str]) -> None:
        self.binding = binding
        self.names = names
        self.mask = mask
        self.routes = routes
        """The names of the blocks that route() can call."""
        self.body: list[ast.stmt] = []
        self.has_result = False
        """Whether some statement has set `ret`, the value of the block's last action."""
        self.loop_result: bool | None = None
        """Whether `break` gives the block's result; None outside of loops."""
        self._temps = 0

    def temp(self) -> str:
        """A local variable that nothing else uses."""
        self._temps += 1
        return f"t{self._temps}"

    def emit(self, statement: ast.stmt, position: Position) -> None:
        """Nothing; the statement is the last one now, and stands at `position` of the configuration."""
        self.body.append(located(statement, position))

    def keep(self, node: ast.expr, position: Position) -> ast.Name:
        """The name of a new variable that holds the value of `node` from here on."""
        temp = self.temp()
        self.emit(py.assign(temp, node), position)
        return py.name(temp)

    def keep_before(self, mark: int, node: ast.expr, position: Position) -> ast.expr:
        """`node` as it was before the statements that came after `mark`, kept in a variable when they could change it."""
        if len(self.body) == mark or py.is_constant(node):
            return node
        temp = self.temp()
        self.body.insert(mark, located(py.assign(temp, node), position))
        return py.name(temp)

    @contextmanager
    def nested(self) -> Iterator[list[ast.stmt]]:
        """The list that gets the statements written within the block, instead of the route's."""
        outer, self.body = self.body, []
        try:
            yield self.body
        finally:
            self.body = outer

    def guard(self, body: list[ast.stmt], result: str, position: Position, *, fallback: int | None = None) -> None:
        """Nothing; `body` runs, and when it fails the fault is in the log and `result`, if named, gets `fallback` or -1."""
        handler: list[ast.stmt] = [py.evaluate(py.call("failed", py.name("fault")))]
        if result and fallback is None:
            handler = [py.assign(result, py.call("failed", py.name("fault")))]
        elif result:
            handler.append(py.assign(result, py.constant(fallback)))
        self.emit(py.try_(body, handler), position)

    def result(self, node: ast.expr, position: Position) -> None:
        """Nothing; the block's last action has given `node`."""
        self.has_result = True
        self.emit(py.assign("ret", node), position)

    @contextmanager
    def loop(self, *, is_last: bool) -> Iterator[None]:
        """Within the block `break` is allowed; `is_last` says that it gives the route's result."""
        outer = self.loop_result
        self.loop_result = is_last
        try:
            yield
        finally:
            self.loop_result = outer

    def function(self, title: str, position: Position) -> ast.AsyncFunctionDef:
        """The statements written so far as a coroutine function; a block without any result gives 1."""
        with self.nested() as head:
            if self.has_result:
                self.emit(py.assign("ret", py.constant(1)), position)
        self.emit(py.return_(py.name("ret") if self.has_result else py.constant(1)), position)
        args = ast.arguments([], [ast.arg("msg"), ast.arg("run")], None, [], [], None, [])
        function = ast.AsyncFunctionDef(title, args, [*head, *self.body], [])
        function.lineno = function.end_lineno = position.line
        function.col_offset = function.end_col_offset = position.column - 1
        return function

    @contextmanager
    def place(self, position: Position) -> Iterator[None]:
        """Faults of the engine within the block are faults of the configuration at `position`."""
        try:
            yield
        except CheckError:
            raise
        except KaheaError as fault:
            raise CheckError(getattr(fault, "reason", str(fault)), position) from fault


def located(statement: ast.stmt, position: Position) -> ast.stmt:
    """The statement, standing where the configuration has it."""
    statement.lineno = statement.end_lineno = position.line
    statement.col_offset = statement.end_col_offset = position.column - 1
    return statement


CompileValue = Callable[[Scope, Any], Code]
CompileStatement = Callable[[Scope, Any, bool], None]
VALUES: dict[type[Expr], CompileValue] = {}
STATEMENTS: dict[type[Action], CompileStatement] = {}


def value_of(*kinds: type[Expr]) -> Callable[[CompileValue], CompileValue]:
    """A decorator: the function compiles expressions of these kinds."""

    def put(function: CompileValue) -> CompileValue:
        VALUES.update(dict.fromkeys(kinds, function))
        return function

    return put


def statement(*kinds: type[Action]) -> Callable[[CompileStatement], CompileStatement]:
    """A decorator: the function compiles statements of these kinds; it is told whether the result is the block's."""

    def put(function: CompileStatement) -> CompileStatement:
        STATEMENTS.update(dict.fromkeys(kinds, function))
        return function

    return put


def value(scope: Scope, expr: Expr) -> Code:
    """The code that evaluates `expr`; statements that have to run first are written."""
    return VALUES[type(expr)](scope, expr)


def actions(scope: Scope, block: tuple[Action, ...], *, is_last: bool) -> None:
    """Nothing; the statements of the actions are written.  `is_last` says that the last one's result is the block's."""
    for index, action in enumerate(block):
        STATEMENTS[type(action)](scope, action, is_last and index == len(block) - 1)
