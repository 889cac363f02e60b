"""Comparisons to Python: the type of the left operand decides, null takes the type of the right one."""

import ast
import re
from collections.abc import Callable
from inspect import iscoroutinefunction

from kahea.cfg import compile_ast as py
from kahea.cfg.compile_convert import as_int, as_str, as_value
from kahea.cfg.compile_expr import MSG, OPERATORS, both, defined, encoded, number, text_of, value_node
from kahea.cfg.compile_scope import Code, Kind, Scope, value
from kahea.cfg.compile_types import Type, expect_int, expect_not_int, expect_same, type_of
from kahea.cfg.errors import CheckError
from kahea.cfg.fold import fold
from kahea.cfg.nodes import Binary, Expr, Ident, Number, PVar, String, Unary
from kahea.cfg.posix_re import PosixRe
from kahea.cfg.values import ScriptError, read_int, regex_of
from kahea.pv.value import PV_VAL_NULL, PV_VAL_TYPE_INT

__all__ = ["comparison", "pattern_of"]

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_TYPE_INT = py.constant(PV_VAL_TYPE_INT)


def comparison(*operators: str) -> Callable[[Callable[[Scope, Binary], Code]], Callable[[Scope, Binary], Code]]:
    """A decorator: the function compiles these operators, unless a core keyword stands on one side."""

    def put(function: Callable[[Scope, Binary], Code]) -> Callable[[Scope, Binary], Code]:
        def compile_it(scope: Scope, expr: Binary) -> Code:
            keyword = _keyword_side(expr.left, expr)
            if keyword:
                return _keyword(scope, expr, *keyword)
            if isinstance(expr.left, Unary) and expr.left.operator == "!":
                keyword = _keyword_side(expr.left.operand, expr)
                if keyword:  # `!src_ip == 10.0.0.1` denies the comparison, not the keyword
                    return Code(Kind.TEST, py.negated(_keyword(scope, expr, *keyword).node))
            return function(scope, expr)

        OPERATORS.update(dict.fromkeys(operators, compile_it))
        return function

    return put


def _keyword_side(left: Expr, expr: Binary) -> tuple[Ident, str, Expr] | None:
    """The keyword, the operator as seen from it, and what it is compared with; None when no side is a keyword.

    ``myself == uri`` says the same as ``uri == myself``.
    """
    right = expr.right
    if isinstance(left, Ident) and left.name != "myself":
        return left, expr.operator, right
    if isinstance(right, Ident) and expr.operator in _MIRRORED:
        return right, _MIRRORED[expr.operator], left
    return None


def _keyword(scope: Scope, expr: Binary, keyword: Ident, operator: str, other: Expr) -> Code:
    other = fold(other)
    with scope.place(other.position):
        test = scope.binding.keyword_test(keyword.name, operator, other)
    if test is not None:
        called = py.call(scope.names.bind(f"is_{keyword.name}", test), MSG)
        return Code(Kind.TEST, py.await_(called) if iscoroutinefunction(test) else called)
    with scope.place(expr.position):
        compare = scope.binding.keyword_compare(keyword.name, operator)
    return Code(Kind.TEST, py.call(scope.names.bind(f"is_{keyword.name}", compare), MSG, value_node(scope, other)))


def _is_null(expr: Expr) -> bool:
    return isinstance(expr, PVar) and expr.text in ("$null", "$(null)")


@comparison("==", "!=")
def _equal(scope: Scope, expr: Binary) -> Code:
    code = _same(scope, expr)
    return code if expr.operator == "==" else Code(Kind.TEST, py.negated(code.node))


def _same(scope: Scope, expr: Binary) -> Code:
    if _is_null(expr.right) or _is_null(expr.left):
        operand = expr.left if _is_null(expr.right) else expr.right
        return Code(Kind.TEST, py.negated(defined(scope, operand).node))
    expect_same(expr.left, expr.right, expr.operator)
    left_type, right = type_of(expr.left), fold(expr.right)
    if left_type is Type.ANY and isinstance(right, Number | String):
        return _same_as_constant(scope, expr.left, right)
    if left_type is Type.INT:
        nodes = both(scope, expr, number, number)
    elif left_type is Type.STR:
        nodes = both(scope, expr, text_of, text_of)
    else:
        return Code(Kind.TEST, py.call("equal", *both(scope, expr, value_node, value_node)))
    return Code(Kind.TEST, py.compare(nodes[0], "==", nodes[1]))


def _same_as_constant(scope: Scope, left: Expr, right: Number | String) -> Code:
    """A variable beside a constant: the check of its type stands in the route, no function is called.

    The empty string asks whether there is any text: a number is never equal to it (kamailio makes strempty() of it).
    """
    code = value(scope, left)
    if isinstance(right, String):
        text = encoded(right.value)
        if not text:
            return Code(Kind.TEST, py.negated(as_str(scope, code)))
    else:
        text = b"%d" % right.value
    if code.kind is not Kind.VALUE:
        if isinstance(right, Number) and code.kind is not Kind.STR:
            return Code(Kind.TEST, py.compare(as_int(scope, code), "==", py.constant(right.value)))
        if code.kind is Kind.STR:
            return Code(Kind.TEST, py.compare(code.node, "==", py.constant(text)))
        return Code(Kind.TEST, py.call("equal", as_value(scope, code), as_value(scope, value(scope, right))))
    return Code(Kind.TEST, _typed(scope, code.node, right, text))


def _typed(scope: Scope, node: ast.expr, right: Number | String, text: bytes) -> ast.expr:
    """``(t.rs == text or null) if not (t := value).flags & 16 else t.ri == number``."""
    temp = scope.temp()
    number_of_text = right.value if isinstance(right, Number) else read_int(text)
    is_int = py.binary(py.attribute(py.walrus(temp, node), "flags"), "&", _TYPE_INT)
    if number_of_text is None:
        as_number: ast.expr = py.call("equal", py.name(temp), as_value(scope, value(scope, right)))
    else:
        as_number = py.compare(py.attribute(py.name(temp), "ri"), "==", py.constant(number_of_text))
    as_text: ast.expr = py.compare(py.attribute(py.name(temp), "rs"), "==", py.constant(text))
    if right.value == 0:  # null counts as 0 beside a number
        null = py.binary(py.attribute(py.name(temp), "flags"), "&", py.constant(PV_VAL_NULL))
        as_text = py.either(as_text, null)
    return py.choice(is_int, as_number, as_text)


@comparison("<", ">", "<=", ">=")
def _ordered(scope: Scope, expr: Binary) -> Code:
    expect_int(expr.left)
    expect_int(expr.right)
    left, right = both(scope, expr, number, number)
    return Code(Kind.TEST, py.compare(left, expr.operator, right))


@comparison("ieq", "ine")
def _equal_numbers(scope: Scope, expr: Binary) -> Code:
    expect_int(expr.left)
    expect_int(expr.right)
    left, right = both(scope, expr, number, number)
    return Code(Kind.TEST, py.compare(left, "==" if expr.operator == "ieq" else "!=", right))


@comparison("eq", "ne")
def _equal_texts(scope: Scope, expr: Binary) -> Code:
    left, right = both(scope, expr, text_of, text_of)
    return Code(Kind.TEST, py.compare(left, "==" if expr.operator == "eq" else "!=", right))


@comparison("=~")
def _matches(scope: Scope, expr: Binary) -> Code:
    """A constant expression is compiled now, any other one when it is used."""
    expect_not_int(expr.left, "the left side of =~")
    expect_not_int(expr.right, "=~")
    right = fold(expr.right)
    if isinstance(right, String):
        found = py.call(scope.names.bind("search", pattern_of(right, ignore_case=True).search), text_of(scope, expr.left))
    else:
        left, node = both(scope, expr, text_of, text_of)
        found = py.call(py.attribute(py.call("regex_of", node), "search"), left)
    return Code(Kind.TEST, py.compare(found, "is not", py.constant(None)))


def pattern_of(expr: String, *, ignore_case: bool) -> PosixRe:
    """The compiled expression of ``=~``, which takes no notice of case, or of ``case /``, which does."""
    text = encoded(expr.value)
    try:
        return regex_of(text) if ignore_case else PosixRe(text, ignore_case=False)
    except (ScriptError, re.error) as fault:
        told = str(fault) if isinstance(fault, ScriptError) else f"bad regular expression {expr.value!r}: {fault}"
        raise CheckError(told, expr.position) from fault
