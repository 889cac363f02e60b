"""Routes that never wait become plain functions: calling one costs half of what a coroutine does.

A route waits when it calls a function that may wait, a route whose name is known at run time only, or a route that waits.  The
main blocks stay coroutines: the engine awaits them.
"""

import ast
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["awaitable", "without_waiting"]

Function = ast.AsyncFunctionDef | ast.FunctionDef


def without_waiting(functions: Mapping[str, ast.AsyncFunctionDef], main: frozenset[str]) -> dict[str, Function]:
    """The functions by name, those that never wait as plain ones, and called as such; those of `main` stay coroutines."""
    waiting = _waiting({name: _awaited(function) for name, function in functions.items()}, main)
    calls = _PlainCalls(functions.keys() - waiting)
    return {name: calls.rewritten(function, is_plain=name not in waiting) for name, function in functions.items()}


def awaitable(function: Callable[[Any, Any], int]) -> Any:  # noqa: ANN401  a compiled route
    """The plain function as a coroutine function, for who awaits whatever route there is."""

    async def route(msg: Any, run: Any) -> int:  # noqa: ANN401  what every route gets
        return function(msg, run)

    return route


def _awaited(function: ast.AsyncFunctionDef) -> set[str]:
    """The names of the functions that are awaited; an empty name for any that is not called by a name of its own."""
    return {_callee(node) for node in ast.walk(function) if isinstance(node, ast.Await)}


def _callee(node: ast.Await) -> str:
    return node.value.func.id if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) else ""


def _waiting(awaited: Mapping[str, set[str]], main: frozenset[str]) -> set[str]:
    """The functions that may wait: those of `main`, those that await something unknown, and whoever awaits one of them."""
    waiting = {name for name, callees in awaited.items() if name in main or not callees <= awaited.keys()}
    while more := {name for name, callees in awaited.items() if name not in waiting and callees & waiting}:
        waiting |= more
    return waiting


class _PlainCalls(ast.NodeTransformer):
    """Takes the `await` from calls of plain functions."""

    def __init__(self, plain: set[str]) -> None:
        self._plain = plain

    def rewritten(self, function: ast.AsyncFunctionDef, *, is_plain: bool) -> Function:
        """The function with its calls put right."""
        self.generic_visit(function)
        if not is_plain:
            return function
        plain = ast.FunctionDef(function.name, function.args, function.body, [])
        return ast.copy_location(plain, function)

    def visit_Await(self, node: ast.Await) -> ast.expr:
        """The call alone when it is one of a plain function."""
        self.generic_visit(node)
        return node.value if _callee(node) in self._plain else node
