"""Statements to Python (kamailio src/core/action.c do_action()).

The value of a block is that of its last action: statements that stand there set `ret`.
"""

import ast

from kahea.cfg import compile_ast as py
from kahea.cfg.compile_call import leave
from kahea.cfg.compile_convert import as_condition
from kahea.cfg.compile_expr import number
from kahea.cfg.compile_scope import Scope, actions, statement, value
from kahea.cfg.compile_set import assign
from kahea.cfg.compile_types import Type, type_of
from kahea.cfg.errors import CheckError
from kahea.cfg.fold import fold
from kahea.cfg.nodes import Action, Block, Break, Evaluate, Expr, If, Number, Return, SetStatement, String, While
from kahea.cfg.runtime import RunFlags

__all__ = ["condition"]


@statement(Evaluate)
def _evaluate(scope: Scope, action: Evaluate, is_last: bool) -> None:
    if isinstance(action.expr, Block):
        actions(scope, action.expr.actions, is_last=is_last)
        return
    code = value(scope, action.expr)
    if is_last:
        scope.result(code.node, action.position)


@statement(SetStatement)
def _set(scope: Scope, action: SetStatement, is_last: bool) -> None:
    assign(scope, action.assignment, "ret" if is_last else "")
    scope.has_result |= is_last


def condition(scope: Scope, expr: Expr, word: str) -> ast.expr:
    """What an `if` or `while` tests; a fault on the way counts as false."""
    folded = fold(expr)
    if isinstance(folded, Number | String):
        scope.binding.note(expr.position, f"constant value in {word}(...)")
    with scope.nested() as body:
        if type_of(expr) is Type.ANY:
            test: ast.expr = py.compare(number(scope, expr), ">", py.constant(0))
        else:
            test = as_condition(scope, value(scope, folded))
        if not body and not _may_fail(test):
            return test
        outcome = scope.temp()
        scope.emit(py.assign(outcome, test), expr.position)
    scope.guard(body, outcome, expr.position, fallback=0)
    return py.name(outcome)


def _may_fail(test: ast.expr) -> bool:
    """Whether anything of the engine runs when the test is made."""
    return any(isinstance(node, ast.Call) for node in ast.walk(test))


@statement(If)
def _if(scope: Scope, action: If, is_last: bool) -> None:
    _branches(scope, action, 0, is_last)


def _branches(scope: Scope, action: If, index: int, is_last: bool) -> None:
    """The branches from `index` on; what has to run for a condition runs only when those before have failed."""
    expr, then = action.branches[index]
    test = condition(scope, expr, "if")
    with scope.nested() as body:
        actions(scope, then, is_last=is_last)
    with scope.nested() as orelse:
        if index + 1 < len(action.branches):
            _branches(scope, action, index + 1, is_last)
        elif action.otherwise:
            actions(scope, action.otherwise, is_last=is_last)
    scope.emit(py.if_(test, body, orelse), expr.position)


@statement(While)
def _while(scope: Scope, action: While, is_last: bool) -> None:
    """``count = 0; while True: if not condition: break; if count >= limits.max_while_loops: ...; count += 1; body``."""
    count = scope.temp()
    scope.emit(py.assign(count, py.constant(0)), action.position)
    with scope.nested() as loop:
        test = condition(scope, action.condition, "while")
        scope.emit(py.if_(py.negated(test), [_broken(scope, action)]), action.condition.position)
        is_over = py.call("is_runaway", py.name(count))
        scope.emit(py.if_(is_over, [_broken(scope, action)]), action.condition.position)
        scope.emit(py.assign(count, py.binary(py.name(count), "+", py.constant(1))), action.position)
        with scope.loop(is_last=is_last):
            actions(scope, action.actions, is_last=is_last)
    scope.emit(py.while_(py.constant(1), loop), action.position)


def _broken(scope: Scope, action: Action) -> ast.stmt:
    with scope.nested() as body:
        scope.emit(py.break_(), action.position)
    return body[0]


@statement(Break)
def _break(scope: Scope, action: Break, is_last: bool) -> None:  # noqa: ARG001  every statement is told
    """`break` gives 0, so that a route whose last action is a loop that was left by it returns 0."""
    if scope.loop_result is None:
        raise CheckError("break outside of switch and while", action.position)
    if scope.loop_result:
        scope.result(py.constant(0), action.position)
    scope.emit(py.break_(), action.position)


_FLAGS = {"exit": RunFlags.EXIT, "drop": RunFlags.EXIT | RunFlags.DROP}


@statement(Return)
def _return(scope: Scope, action: Return, is_last: bool) -> None:  # noqa: ARG001  every statement is told
    """``return`` gives 1 and ``return 0`` ends the script as `exit` does, unless ``return_mode=1``."""
    result = _result(scope, action)
    flags = _FLAGS.get(action.kind)
    if flags is not None:
        scope.body.extend(leave(scope, result, flags, action.position))
        return
    if isinstance(result, ast.Constant):
        if result.value == 0 and not scope.binding.limits.return_mode:
            scope.body.extend(leave(scope, result, RunFlags.EXIT, action.position))
        else:
            scope.emit(py.return_(result), action.position)
        return
    kept = scope.keep(result, action.position)
    if not scope.binding.limits.return_mode:
        with scope.nested() as ends:
            scope.emit(py.set_attribute("run", "flags", py.constant(int(RunFlags.EXIT))), action.position)
        scope.emit(py.if_(py.negated(kept), ends), action.position)
    scope.emit(py.return_(kept), action.position)


def _result(scope: Scope, action: Return) -> ast.expr:
    if action.value is None:
        return py.constant(0 if action.kind == "drop" else 1)
    with scope.nested() as body:
        result = number(scope, action.value)
        if isinstance(result, ast.Constant):
            return result
        outcome = scope.temp()
        scope.emit(py.assign(outcome, result), action.position)
    scope.guard(body, outcome, action.position)
    return py.name(outcome)
