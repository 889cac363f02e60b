"""`switch` to Python (kamailio src/core/switch.c).

The value is looked up among the cases and gives the index of the first one to run; a case without `break` falls into the next.

    switch ($rc) { case 1: f(); case 2: g(); break; default: h(); }

    t1 = cases_5(value, 2)
    while 1:
        if t1 <= 0: f()
        if t1 <= 1: g(); break
        if t1 <= 2: h()
        break
"""

import ast

from kahea.cfg import compile_ast as py
from kahea.cfg.compile_compare import pattern_of
from kahea.cfg.compile_expr import encoded, number, text_of
from kahea.cfg.compile_scope import Scope, actions, statement
from kahea.cfg.errors import CheckError
from kahea.cfg.nodes import Case, Number, String, Switch

__all__ = ["switch"]


@statement(Switch)
def switch(scope: Scope, action: Switch, is_last: bool) -> None:
    """Nothing; the statement is written."""
    index = _index(scope, action)
    last = len(action.cases) - 1
    with scope.nested() as once, scope.loop(is_last=is_last):
        for at, case in enumerate(action.cases):
            with scope.nested() as body:
                actions(scope, case.actions, is_last=is_last and at == last)
            scope.emit(py.if_(py.compare(index, "<=", py.constant(at)), body), case.position)
        scope.emit(py.break_(), action.position)
    scope.emit(py.while_(py.constant(1), once), action.position)


def _index(scope: Scope, action: Switch) -> ast.Name:
    """The variable that has the index of the case to start with: behind the last one when none fits."""
    outcome = scope.temp()
    otherwise = next((at for at, case in enumerate(action.cases) if case.value is None), len(action.cases))
    with scope.nested() as body:
        tested = [(at, case) for at, case in enumerate(action.cases) if case.value is not None]
        is_text = any(isinstance(case.value, String) for _, case in tested)
        read = scope.keep((text_of if is_text else number)(scope, action.value), action.value.position)
        if any(case.is_regex for _, case in tested):
            scope.emit(py.assign(outcome, _in_turn(scope, read, tested, otherwise)), action.position)
        else:
            table = {_constant(case): at for at, case in reversed(tested)}
            get = scope.names.bind("cases", table.get)
            scope.emit(py.assign(outcome, py.call(get, read, py.constant(otherwise))), action.position)
    scope.guard(body, outcome, action.position, fallback=len(action.cases))
    return py.name(outcome)


def _constant(case: Case) -> int | bytes:
    assert isinstance(case.value, Number | String), "the parser lets nothing else stand behind case"
    return case.value.value if isinstance(case.value, Number) else encoded(case.value.value)


def _in_turn(scope: Scope, read: ast.Name, tested: list[tuple[int, Case]], otherwise: int) -> ast.expr:
    """The cases compared one after the other, for a switch that has regular expressions among them."""
    test: ast.expr = py.constant(otherwise)
    for at, case in reversed(tested):
        if case.is_regex:
            if not isinstance(case.value, String):
                raise CheckError("a regular expression that is no string", case.position, expected='case /"re":')
            search = scope.names.bind("search", pattern_of(case.value, ignore_case=False).search)
            fits: ast.expr = py.compare(py.call(search, read), "is not", py.constant(None))
        else:
            fits = py.compare(read, "==", py.constant(_constant(case)))
        test = py.choice(fits, py.constant(at), test)
    return test
