"""Routing blocks to Python functions that carry the configuration's name and lines.

Each block becomes an ``async def`` of `ast` nodes: tracebacks, profilers and coverage speak of kamailio.cfg.  Everything that
can be looked up is looked up now, so that a running route calls Python functions and nothing else.
"""

import ast
from inspect import iscoroutinefunction

from kahea.base.errors import KaheaError
from kahea.cfg import compile_set, compile_stmt, compile_switch  # noqa: F401  they register what they compile
from kahea.cfg.binding import Binding
from kahea.cfg.compile_scope import Names, Scope, actions
from kahea.cfg.compile_sync import Function, awaitable, without_waiting
from kahea.cfg.errors import CheckError
from kahea.cfg.nodes import Config, Route
from kahea.cfg.runtime import ROUTE_MASKS, RouteFn, Routes
from kahea.cfg.values import ScriptError, Values, quotient, regex_of, remainder, shifted, wrap
from kahea.pv import pv_int, pv_str

__all__ = ["compile_routes"]

_BRANCH_FAILURE = "tm:branch-failure"


def compile_routes(config: Config, binding: Binding) -> dict[tuple[str, str], RouteFn]:
    """The functions by kind and name: ``async def route(msg, run) -> int``.

    Raises:
        CheckError: the first thing in a block that cannot run.
    """
    blocks = [statement for statement in config.statements if isinstance(statement, Route)]
    known = frozenset(block.name for block in blocks if block.kind == "route")
    names = Names()
    names.table.update(_runtime(binding))
    files: dict[str, Route] = {}
    functions: dict[str, ast.AsyncFunctionDef] = {}
    for block in blocks:
        for function in _functions(block, binding, names, known):
            functions[function.name], files[function.name] = function, block
    main = frozenset(_title(block) for block in blocks if block.kind != "route")
    for name, written in without_waiting(functions, main).items():
        _define(files[name], written, names)
    return {(block.kind, block.name): _awaitable(names.table[_title(block)]) for block in blocks}


def _title(block: Route) -> str:
    return f"{block.kind}[{block.name}]" if block.name else block.kind


def _awaitable(function: RouteFn) -> RouteFn:
    return function if iscoroutinefunction(function) else awaitable(function)


def _functions(block: Route, binding: Binding, names: Names, known: frozenset[str]) -> list[ast.AsyncFunctionDef]:
    """The function of a block, behind those of the blocks in it that stand as values."""
    scope = Scope(binding, names, _mask(block), known)
    actions(scope, block.actions, is_last=True)
    inner, names.blocks = names.blocks, []
    return [*inner, scope.function(_title(block), block.position)]


def _define(block: Route, function: Function, names: Names) -> None:
    """Nothing; the function is one of the names that compiled code uses."""
    module = ast.fix_missing_locations(ast.Module([function], []))
    try:
        code = compile(module, block.position.source.name, "exec")
    except (SyntaxError, RecursionError) as fault:
        raise CheckError(f"{_title(block)} is nested too deeply: {fault}", block.position) from fault
    exec(code, names.table)  # noqa: S102  the code was built here, from checked nodes


def _mask(block: Route) -> Routes:
    mask = ROUTE_MASKS[block.kind]
    if block.kind == "event_route" and block.name.startswith(_BRANCH_FAILURE):
        return mask | Routes.BRANCH_FAILURE
    return mask


def _runtime(binding: Binding) -> dict[str, object]:
    """What every compiled route may use, under the names that the compiler writes."""
    values, limits = Values(binding.warn), binding.limits

    def is_runaway(count: int) -> bool:
        """Whether a `while` has run as often as max_while_loops allows; 0 allows any number."""
        if count < limits.max_while_loops or not limits.max_while_loops:
            return False
        binding.warn(f"runaway while: more than {limits.max_while_loops} loops")
        return True

    return {
        "KaheaError": KaheaError,
        "ONE": pv_int(1),
        "ScriptError": ScriptError,
        "ZERO": pv_int(0),
        "arg_regex": binding.regex,
        "dynamic_route": binding.dynamic_route,
        "equal": values.equal,
        "failed": binding.failed,
        "int_arg": values.int_arg,
        "int_of": values.int_of,
        "is_runaway": is_runaway,
        "plus": values.plus,
        "pv_int": pv_int,
        "pv_str": pv_str,
        "quotient": quotient,
        "regex_of": regex_of,
        "remainder": remainder,
        "shifted": shifted,
        "text_int": values.text_int,
        "wrap": wrap,
    }
