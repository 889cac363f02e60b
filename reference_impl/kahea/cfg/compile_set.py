"""Assignments to Python (kamailio src/core/lvalue.c lval_assign()).

$var(x) = $rU      try: set_3(msg, param_4, get_1(msg, param_2))
                   except KaheaError as fault: ...

The setter is called directly: whether the variable can be set is known when the configuration is loaded.
"""

from kahea.cfg import compile_ast as py
from kahea.cfg.compile_convert import as_value
from kahea.cfg.compile_expr import MSG, RETURN_CODES, encoded, variable
from kahea.cfg.compile_scope import Code, Kind, Scope, value, value_of
from kahea.cfg.errors import CheckError
from kahea.cfg.fold import fold
from kahea.cfg.nodes import Assignment, Attribute, Expr, PVar

__all__ = ["assign"]


def assign(scope: Scope, expr: Assignment, result: str) -> None:
    """Nothing; the assignment is written, and `result` gets 1, or -1 when it failed."""
    target = expr.target
    if isinstance(target, PVar) and target.text in RETURN_CODES:
        raise CheckError(f"{target.text} is read only", target.position, expected="a variable that can be set")
    spec = variable(scope, target, _text(target))
    with scope.place(target.position):
        spec.check_writable()
    with scope.nested() as body:
        new = as_value(scope, value(scope, fold(expr.value)))
        setter = scope.names.bind(f"set_{spec.name}", spec.setter)
        scope.emit(py.evaluate(py.call(setter, MSG, scope.names.bind("param", spec.param), new)), expr.position)
        if result:
            scope.emit(py.assign(result, py.constant(1)), expr.position)
    scope.guard(body, result, expr.position)


def _text(target: Expr) -> bytes:
    if isinstance(target, PVar):
        return encoded(target.text)
    assert isinstance(target, Attribute), "the parser lets nothing else stand left of ="
    return b"$avp(%b)" % encoded(target.text[1:])


@value_of(Assignment)
def assignment_value(scope: Scope, expr: Assignment) -> Code:
    """An assignment between parentheses: 1, or -1 when it failed; not what was assigned."""
    result = scope.temp()
    assign(scope, expr, result)
    return Code(Kind.CODE, py.name(result))
