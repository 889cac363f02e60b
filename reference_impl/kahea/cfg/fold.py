"""Constant expressions, evaluated when the configuration is loaded."""

from collections.abc import Callable

from kahea.cfg.errors import CheckError
from kahea.cfg.nodes import Binary, Cast, Expr, Number, String, Unary
from kahea.cfg.values import ScriptError, quotient, read_int, remainder, shifted, wrap

__all__ = ["fold"]

_NUMBERS: dict[str, Callable[[int, int], int]] = {
    "+": lambda left, right: wrap(left + right),
    "-": lambda left, right: wrap(left - right),
    "*": lambda left, right: wrap(left * right),
    "/": quotient,
    "mod": remainder,
    "|": lambda left, right: left | right,
    "&": lambda left, right: left & right,
    "^": lambda left, right: left ^ right,
    "<<": lambda left, right: shifted(left, "<<", right),
    ">>": lambda left, right: shifted(left, ">>", right),
}


def fold(expr: Expr) -> Expr:
    """The Number or String that `expr` always is; `expr` itself when its value depends on a message.

    Raises:
        CheckError: it divides by zero.
    """
    match expr:
        case Binary(operator=operator):
            left, right = fold(expr.left), fold(expr.right)
            if isinstance(left, Number) and isinstance(right, Number) and operator in _NUMBERS:
                return _number(expr, left.value, right.value)
            if isinstance(left, String) and operator == "+" and isinstance(right, String | Number):
                return String(left.value + str(right.value), position=expr.position)
        case Unary(operator="-"):
            operand = fold(expr.operand)
            if isinstance(operand, Number):
                return Number(wrap(-operand.value), position=expr.position)
        case Unary(operator="~"):
            operand = fold(expr.operand)
            if isinstance(operand, Number):
                return Number(~operand.value, position=expr.position)
        case Cast():
            return _cast(expr, fold(expr.operand))
    return expr


def _number(expr: Binary, left: int, right: int) -> Expr:
    try:
        return Number(_NUMBERS[expr.operator](left, right), position=expr.position)
    except ScriptError as fault:
        raise CheckError(str(fault), expr.position) from fault


def _cast(expr: Cast, operand: Expr) -> Expr:
    if isinstance(operand, Number):
        return operand if expr.kind == "int" else String(str(operand.value), position=expr.position)
    if isinstance(operand, String):
        number = read_int(operand.value.encode("utf-8", "surrogateescape"))
        if expr.kind == "str":
            return operand
        return Number(number, position=expr.position) if number is not None else expr
    return expr
