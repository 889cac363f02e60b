"""Expressions to Python: constants, variables, arithmetic, logic (kamailio src/core/rvalue.c).

$var(x) + 1            plus(get_1(msg, param_2), value_3)
$rU == "alice"         (t1.rs == b'alice' if not (t1 := get_4(msg, param_5)).flags & 16 else False)
f() && !g()            t1 = f(msg) ...; t2 = t1 > 0; if t2: t3 = g(msg) ...; t2 = not t3 > 0

What has to run first becomes statements, so that each call stands on its own line with its own handler.
"""

import ast
from collections.abc import Callable
from dataclasses import replace

from kahea.cfg import compile_ast as py
from kahea.cfg.compile_convert import as_int, as_str, as_test, as_value
from kahea.cfg.compile_scope import Code, Kind, Scope, value, value_of
from kahea.cfg.compile_types import Type, expect_int, expect_not_int, expect_same, type_of
from kahea.cfg.errors import CheckError
from kahea.cfg.fold import fold
from kahea.cfg.nodes import Address, Attribute, Binary, Cast, Expr, Ident, Number, PVar, Select, String, Unary
from kahea.pv import PvSpec, PvSyntaxError

__all__ = [
    "MSG", "OPERATORS", "RETURN_CODES", "both", "defined", "encoded", "number", "test", "text_of", "value_node", "variable",
    "variable_code",
]  # fmt: skip

MSG = py.name("msg")
RETURN_CODES = frozenset({"$rc", "$retcode", "$?"})
_PLAIN = frozenset({"|", "&", "^"})
_WRAPPED = frozenset({"-", "*"})
_CALLED = {"/": "quotient", "mod": "remainder"}


def encoded(text: str) -> bytes:
    """The bytes that a string of the configuration stands for."""
    return text.encode("utf-8", "surrogateescape")


@value_of(Number)
def _number_value(_scope: Scope, expr: Number) -> Code:
    return Code(Kind.INT, py.constant(expr.value))


@value_of(String)
def _string_value(_scope: Scope, expr: String) -> Code:
    return Code(Kind.STR, py.constant(encoded(expr.value)))


@value_of(Address)
def _address_value(_scope: Scope, expr: Address) -> Code:
    return Code(Kind.STR, py.constant(encoded(expr.text)))


@value_of(PVar)
def _pvar_value(scope: Scope, expr: PVar) -> Code:
    if expr.text in RETURN_CODES:
        return Code(Kind.INT, py.attribute(py.name("run"), "rc"))
    return variable_code(scope, variable(scope, expr, encoded(expr.text)))


@value_of(Select)
def _select_value(scope: Scope, expr: Select) -> Code:
    return variable_code(scope, variable(scope, expr, b"$sel(%b)" % encoded(expr.text[1:])))


@value_of(Attribute)
def _attribute_value(scope: Scope, expr: Attribute) -> Code:
    """The attributes of the SER dialect are AVPs under their whole name."""
    return variable_code(scope, variable(scope, expr, b"$avp(%b)" % encoded(expr.text[1:])))


@value_of(Ident)
def _keyword_value(scope: Scope, expr: Ident) -> Code:
    with scope.place(expr.position):
        get, kind = scope.binding.keyword_value(expr.name)
    return Code(Kind.INT if kind is int else Kind.STR, py.call(scope.names.bind(expr.name, get), MSG))


def variable(scope: Scope, expr: Expr, text: bytes) -> PvSpec:
    """The variable that `text` writes.

    Raises:
        CheckError: it writes none; the place is that within a variable, nested ones included.
    """
    try:
        return scope.binding.variable(text)
    except PvSyntaxError as fault:
        position = expr.position
        if isinstance(expr, PVar) and "\n" not in expr.text[: fault.offset]:
            position = replace(position, column=position.column + fault.offset)
        raise CheckError(fault.reason, position) from fault


def variable_code(scope: Scope, spec: PvSpec) -> Code:
    """The code that reads the variable: its getter, called directly when nothing stands behind the name."""
    if spec.is_constant:
        native = spec.get(None)
        if not native.is_null:
            return Code(Kind.INT, py.constant(native.ri)) if native.is_int else Code(Kind.STR, py.constant(native.rs))
        return Code(Kind.VALUE, scope.names.constant(native))
    if spec.steps:
        return Code(Kind.VALUE, py.call(py.attribute(scope.names.bind("pv", spec), "get"), MSG))
    getter = scope.names.bind(f"get_{spec.name}", spec.getter)
    return Code(Kind.VALUE, py.call(getter, MSG, scope.names.bind("param", spec.param)))


Part = Callable[[Scope, Expr], ast.expr]


def both(scope: Scope, expr: Binary, left_as: Part, right_as: Part) -> tuple[ast.expr, ast.expr]:
    """Both operands; the left one keeps the value it had before what the right one has to run first."""
    left = left_as(scope, expr.left)
    mark = len(scope.body)
    right = right_as(scope, expr.right)
    return scope.keep_before(mark, left, expr.left.position), right


def number(scope: Scope, expr: Expr) -> ast.expr:
    """The code of `expr` as an int; a sum is one of numbers here, whatever its left operand is."""
    expr = fold(expr)
    if isinstance(expr, Binary) and expr.operator == "+":
        left, right = both(scope, expr, _checked_number, _checked_number)
        return py.call("wrap", py.binary(left, "+", right))
    return as_int(scope, value(scope, expr))


def _checked_number(scope: Scope, expr: Expr) -> ast.expr:
    expect_int(expr)
    return number(scope, expr)


def text_of(scope: Scope, expr: Expr) -> ast.expr:
    """The code of `expr` as bytes."""
    return as_str(scope, value(scope, fold(expr)))


def value_node(scope: Scope, expr: Expr) -> ast.expr:
    """The code of `expr` as a PvValue."""
    return as_value(scope, value(scope, fold(expr)))


def test(scope: Scope, expr: Expr) -> ast.expr:
    """The code of `expr` as an operand of ``!``, ``&&`` and ``||``."""
    expect_int(expr)
    if type_of(expr) is Type.ANY and isinstance(expr, Binary):
        return number(scope, expr)
    return as_test(scope, value(scope, fold(expr)))


@value_of(Cast)
def _cast_value(scope: Scope, expr: Cast) -> Code:
    if expr.kind == "int":
        return Code(Kind.INT, number(scope, expr.operand))
    return Code(Kind.STR, text_of(scope, expr.operand))


@value_of(Unary)
def _unary_value(scope: Scope, expr: Unary) -> Code:
    operand = expr.operand
    match expr.operator:
        case "!":
            return Code(Kind.TEST, py.negated(test(scope, operand)))
        case "-":
            return Code(Kind.INT, py.call("wrap", py.binary(py.constant(0), "-", _checked_number(scope, operand))))
        case "~":
            return Code(Kind.INT, ast.UnaryOp(ast.Invert(), _checked_number(scope, operand)))
        case "defined":
            expect_not_int(operand, "defined")
            return defined(scope, operand)
        case "strlen":
            expect_not_int(operand, "strlen")
            return Code(Kind.INT, py.call("len", text_of(scope, operand)))
    expect_not_int(operand, expr.operator)
    return Code(Kind.TEST, py.negated(text_of(scope, operand)))


def defined(scope: Scope, operand: Expr) -> Code:
    """The test whether `operand` has a value: only a variable may have none."""
    code = value(scope, fold(operand))
    if code.kind is not Kind.VALUE:
        return Code(Kind.TEST, py.constant(1))
    return Code(Kind.TEST, py.negated(py.binary(py.attribute(code.node, "flags"), "&", py.constant(1))))


@value_of(Binary)
def _binary_value(scope: Scope, expr: Binary) -> Code:
    folded = fold(expr)
    if folded is not expr and not isinstance(folded, Binary):
        return value(scope, folded)
    if expr.operator in ("&&", "||"):
        return _logic(scope, expr)
    compile_operator = OPERATORS.get(expr.operator, _arithmetic)
    return compile_operator(scope, expr)


OPERATORS: dict[str, Callable[[Scope, Binary], Code]] = {}
"""What compiles the operators that are no plain arithmetic; `kahea.cfg.compile_compare` adds the comparisons."""


def _arithmetic(scope: Scope, expr: Binary) -> Code:
    left, right = both(scope, expr, _checked_number, _checked_number)
    operator = expr.operator
    if operator in _PLAIN:
        return Code(Kind.INT, py.binary(left, operator, right))
    if operator in _WRAPPED:
        return Code(Kind.INT, py.call("wrap", py.binary(left, operator, right)))
    if operator in _CALLED:
        return Code(Kind.INT, py.call(_CALLED[operator], left, right))
    return Code(Kind.INT, py.call("shifted", left, py.constant(operator), right))


def _plus(scope: Scope, expr: Binary) -> Code:
    expect_same(expr.left, expr.right, "+")
    left_type = type_of(expr.left)
    if left_type is Type.STR:
        left, right = both(scope, expr, text_of, text_of)
        return Code(Kind.STR, py.binary(left, "+", right))
    if left_type is Type.INT:
        return Code(Kind.INT, number(scope, expr))
    left, right = both(scope, expr, value_node, value_node)
    return Code(Kind.VALUE, py.call("plus", left, right))


OPERATORS["+"] = _plus


def _logic(scope: Scope, expr: Binary) -> Code:
    """``&&`` and ``||``: what has to run for the right operand runs only when the left one leaves the question open."""
    left = test(scope, expr.left)
    with scope.nested() as body:
        right = test(scope, expr.right)
        if not body:
            return Code(Kind.TEST, (py.every if expr.operator == "&&" else py.either)(left, right))
        outcome = scope.temp()
        scope.emit(py.assign(outcome, right), expr.right.position)
    scope.emit(py.assign(outcome, left), expr.left.position)
    is_open = py.name(outcome) if expr.operator == "&&" else py.negated(py.name(outcome))
    scope.emit(py.if_(is_open, body), expr.right.position)
    return Code(Kind.TEST, py.name(outcome))
