"""What is known of an expression's type before it runs (kamailio src/core/rvalue.c rve_check_type())."""

from enum import Enum

from kahea.cfg.errors import CheckError
from kahea.cfg.nodes import Address, Attribute, Binary, Cast, Expr, Ident, PVar, Select, String

__all__ = ["Type", "expect_int", "expect_not_int", "expect_same", "type_of"]


class Type(Enum):
    """The type of an expression: variables have any, and show it when they are read."""

    INT = "int"
    STR = "str"
    ANY = "any"


def type_of(expr: Expr) -> Type:
    """The type that `expr` has whatever the message is."""
    if isinstance(expr, String | Address):
        return Type.STR
    if isinstance(expr, PVar | Select | Attribute | Ident):
        return Type.ANY
    if isinstance(expr, Cast):
        return Type.INT if expr.kind == "int" else Type.STR
    if isinstance(expr, Binary) and expr.operator == "+":
        return type_of(expr.left)
    return Type.INT


def expect_int(expr: Expr) -> None:
    """Nothing; `expr` may stand where a number has to.

    Raises:
        CheckError: it is a string for sure.
    """
    if type_of(expr) is Type.STR:
        raise CheckError("type mismatch: a string where a number has to stand", expr.position, expected="a number or (int)")


def expect_not_int(expr: Expr, operator: str) -> None:
    """Nothing; `expr` may stand where a string has to.

    Raises:
        CheckError: it is a number for sure.
    """
    if type_of(expr) is Type.INT:
        raise CheckError(f"type mismatch: a number behind {operator}", expr.position, expected="a string, a variable or (str)")


def expect_same(left: Expr, right: Expr, operator: str) -> None:
    """Nothing; `right` can be taken in the type of `left`.

    Raises:
        CheckError: `left` is a number and `right` a string, for sure.
    """
    if type_of(left) is Type.INT and type_of(right) is Type.STR:
        raise CheckError(f"type mismatch: number {operator} string", right.position, expected="a number or (int)")
