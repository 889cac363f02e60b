"""Calls to Python: functions of the core and of modules, and routes.

t_relay()     try: t1 = await t_relay_7(msg)
              except KaheaError as fault: t1 = failed(fault)
              run.rc = t1
              if not t1: run.flags = 2; return 0
route(A)      try: ... t1 = await route[A](msg, run) ...
              run.rc = t1
              if run.flags: return t1
"""

import ast

from kahea.cfg import compile_ast as py
from kahea.cfg.binding import Function
from kahea.cfg.compile_args import argument
from kahea.cfg.compile_convert import as_value
from kahea.cfg.compile_expr import MSG, encoded, test, text_of
from kahea.cfg.compile_scope import Code, Kind, Scope, actions, value, value_of
from kahea.cfg.errors import CheckError, near
from kahea.cfg.nodes import Block, Call, Expr, Ident, Number, PVar, String
from kahea.cfg.runtime import RunFlags, route_words
from kahea.cfg.source import Position

__all__ = ["MAX_DEPTH", "block_function", "call_code", "leave"]

RUN = py.name("run")
MAX_DEPTH = 400
"""Routes within routes, whatever max_recursive_level says: deeper would exhaust Python's own stack."""


@value_of(Call)
def call_code(scope: Scope, expr: Call) -> Code:
    """The code that a call has returned; the call itself is among the statements."""
    if expr.name == "route":
        return Code(Kind.CODE, _route(scope, expr))
    if expr.name == "selval":
        return _selval(scope, expr)
    function = scope.binding.function(expr.name)
    if function is None:
        raise _unknown(scope, expr)
    _check(scope, expr, function)
    return Code(Kind.CODE, _called(scope, expr, function))


def _called(scope: Scope, expr: Call, function: Function) -> ast.Name:
    result = scope.temp()
    with scope.nested() as body:
        args = [argument(scope, arg, function.args[index], expr.name) for index, arg in enumerate(expr.args)]
        called: ast.expr = py.call(scope.names.bind(function.name, function.call), MSG, *args)
        if function.is_async:
            called = py.await_(called)
        scope.emit(py.assign(result, called), expr.position)
    scope.guard(body, result, expr.position)
    if function.sets_rc:
        scope.emit(py.set_attribute("run", "rc", py.name(result)), expr.position)
        scope.emit(
            py.if_(py.negated(py.name(result)), leave(scope, py.constant(0), RunFlags.EXIT, expr.position)), expr.position
        )
    return py.name(result)


def leave(scope: Scope, result: ast.expr, flags: RunFlags, position: Position) -> list[ast.stmt]:
    """The statements that end the script here and in every route above."""
    with scope.nested() as body:
        scope.emit(py.set_attribute("run", "flags", py.constant(int(flags))), position)
        scope.emit(py.return_(result), position)
    return body


def _check(scope: Scope, expr: Call, function: Function) -> None:
    least, most, count = function.least, len(function.args), len(expr.args)
    if not least <= count <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        raise CheckError(
            f"{expr.name}() has {count} argument{'' if count == 1 else 's'}",
            expr.position,
            expected=f"{wanted}: {function.signature}",
        )
    if not function.routes & scope.mask:
        raise CheckError(
            f"{expr.name}() is not allowed in {route_words(scope.mask)}",
            expr.position,
            expected=f"only in {route_words(function.routes)}",
        )


def _unknown(scope: Scope, expr: Call) -> CheckError:
    module = scope.binding.elsewhere(expr.name)
    if module is not None:
        return CheckError(f"unknown function {expr.name}(): module {module} is not loaded", expr.position)
    suggestion = near(expr.name, scope.binding.functions())
    if suggestion is not None:
        return CheckError(f"unknown function {expr.name}()", expr.position, suggestion=f"{suggestion}()")
    suggestion = near(expr.name, scope.binding.known_elsewhere())
    if suggestion is not None:
        suggestion = f"{suggestion}() (module {scope.binding.elsewhere(suggestion)}, not loaded)"
    return CheckError(f"unknown function {expr.name}()", expr.position, suggestion=suggestion)


def _route(scope: Scope, expr: Call) -> ast.Name:
    """``route(NAME)``: the block itself when the name is fixed, found by name at run time when it is not."""
    if len(expr.args) != 1:
        raise CheckError(f"route() has {len(expr.args)} arguments", expr.position, expected="1")
    result = scope.temp()
    with scope.nested() as body:
        route = _route_named(scope, expr.args[0])
        scope.emit(_deeper(1), expr.position)
        scope.emit(py.assign(result, py.await_(py.call(route, MSG, RUN))), expr.position)
        scope.emit(_deeper(-1), expr.position)
    most = py.constant(min(scope.binding.limits.max_recursive_level, MAX_DEPTH))
    is_too_deep = py.compare(py.attribute(RUN, "depth"), ">=", most)
    with scope.nested() as guarded:
        scope.emit(py.if_(is_too_deep, [_raise_too_deep(scope, expr.position)]), expr.position)
    scope.guard([*guarded, *body], result, expr.position)
    scope.emit(py.set_attribute("run", "rc", py.name(result)), expr.position)
    with scope.nested() as out:
        scope.emit(py.return_(py.name(result)), expr.position)
    scope.emit(py.if_(py.attribute(RUN, "flags"), out), expr.position)
    return py.name(result)


def _deeper(by: int) -> ast.stmt:
    return py.set_attribute("run", "depth", py.binary(py.attribute(RUN, "depth"), "+", py.constant(by)))


def _raise_too_deep(scope: Scope, position: Position) -> ast.stmt:
    with scope.nested() as body:
        scope.emit(ast.Raise(py.call("ScriptError", py.constant("too many routes within routes")), None), position)
    return body[0]


def _route_named(scope: Scope, arg: Expr) -> ast.expr:
    if isinstance(arg, Ident | Number) or (isinstance(arg, String) and "$" not in arg.value):
        name = str(arg.name if isinstance(arg, Ident) else arg.value)
        if name == "0":
            return py.name("request_route")
        if name not in scope.routes:
            raise CheckError(f"route[{name}] is not defined", arg.position, suggestion=near(name, scope.routes))
        return py.name(f"route[{name}]")
    if isinstance(arg, PVar | String):
        with scope.place(arg.position):
            form = scope.binding.format(encoded(arg.text if isinstance(arg, PVar) else arg.value))
        named: ast.expr = py.call(py.attribute(scope.names.bind("format", form), "printf"), MSG)
    else:
        named = text_of(scope, arg)
    return py.call("dynamic_route", named)


def _selval(scope: Scope, expr: Call) -> Code:
    """``selval(condition, a, b)``: only the value that is chosen is evaluated."""
    if len(expr.args) != 3:  # noqa: PLR2004  a condition and two values
        raise CheckError(f"selval() has {len(expr.args)} arguments", expr.position, expected="3")
    condition = test(scope, expr.args[0])
    outcome = scope.temp()
    bodies = []
    for arg in expr.args[1:]:
        with scope.nested() as body:
            scope.emit(py.assign(outcome, as_value(scope, value(scope, arg))), arg.position)
        bodies.append(body)
    scope.emit(py.if_(condition, *bodies), expr.position)
    return Code(Kind.VALUE, py.name(outcome))


@value_of(Block)
def block_value(scope: Scope, expr: Block) -> Code:
    """A block in braces as a value: a function of its own, so that `return` ends the block and `exit` the script."""
    function = block_function(scope, expr)
    result = scope.temp()
    scope.emit(py.assign(result, py.await_(py.call(function, MSG, RUN))), expr.position)
    with scope.nested() as out:
        scope.emit(py.return_(py.name(result)), expr.position)
    scope.emit(py.if_(py.attribute(RUN, "flags"), out), expr.position)
    return Code(Kind.CODE, py.name(result))


def block_function(scope: Scope, expr: Block) -> str:
    """The name of the function that a block became."""
    inner = Scope(scope.binding, scope.names, scope.mask, scope.routes)
    actions(inner, expr.actions, is_last=True)
    function = scope.names.block_name()
    scope.names.blocks.append(inner.function(function, expr.position))
    return function
