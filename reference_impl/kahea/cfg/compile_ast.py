"""Python code as `ast` nodes, in the few forms that compiled routes are made of.

The position of a statement is put on by whoever adds it to a route; expressions take the one of their statement.
"""

import ast

__all__ = [
    "assign", "attribute", "await_", "binary", "break_", "bytes_in", "call", "choice", "compare", "constant",
    "either", "evaluate", "every", "if_", "int_in", "is_constant", "name", "negated", "number_of", "return_",
    "set_attribute", "try_", "walrus", "while_",
]  # fmt: skip

_COMPARE: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "is": ast.Is, "is not": ast.IsNot,
}  # fmt: skip
_BINARY: dict[str, type[ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "|": ast.BitOr, "&": ast.BitAnd, "^": ast.BitXor, "<<": ast.LShift,
    ">>": ast.RShift, "%": ast.Mod,
}  # fmt: skip


def name(text: str) -> ast.Name:
    """The variable or the bound object called `text`, read."""
    return ast.Name(text, ast.Load())


def constant(value: bytes | int | str | None) -> ast.Constant:
    """The value itself."""
    return ast.Constant(value)


def bytes_in(node: ast.Constant) -> bytes:
    """The bytes of a constant that holds some."""
    assert isinstance(node.value, bytes), node.value
    return node.value


def int_in(node: ast.Constant) -> int:
    """The number of a constant that holds one."""
    assert isinstance(node.value, int), node.value
    return node.value


def is_constant(node: ast.expr) -> bool:
    """Whether the expression is the same whenever it is evaluated: a constant or a name that is assigned once."""
    return isinstance(node, ast.Constant | ast.Name)


def call(function: str | ast.expr, *args: ast.expr) -> ast.Call:
    """``function(args)``."""
    return ast.Call(name(function) if isinstance(function, str) else function, list(args), [])


def await_(node: ast.expr) -> ast.Await:
    """``await node``."""
    return ast.Await(node)


def attribute(node: ast.expr, field: str) -> ast.Attribute:
    """``node.field``."""
    return ast.Attribute(node, field, ast.Load())


def binary(left: ast.expr, operator: str, right: ast.expr) -> ast.BinOp:
    """``left operator right``."""
    return ast.BinOp(left, _BINARY[operator](), right)


def compare(left: ast.expr, operator: str, right: ast.expr) -> ast.Compare:
    """``left operator right``, true or false."""
    return ast.Compare(left, [_COMPARE[operator]()], [right])


def every(*nodes: ast.expr) -> ast.expr:
    """``a and b``."""
    return ast.BoolOp(ast.And(), list(nodes))


def either(*nodes: ast.expr) -> ast.expr:
    """``a or b``."""
    return ast.BoolOp(ast.Or(), list(nodes))


def negated(node: ast.expr) -> ast.UnaryOp:
    """``not node``."""
    return ast.UnaryOp(ast.Not(), node)


def choice(test: ast.expr, yes: ast.expr, no: ast.expr) -> ast.IfExp:
    """``yes if test else no``."""
    return ast.IfExp(test, yes, no)


def number_of(test: ast.expr) -> ast.expr:
    """``1 if test else 0``: the number that a truth is in the language."""
    return choice(test, constant(1), constant(0))


def walrus(variable: str, value: ast.expr) -> ast.NamedExpr:
    """``(variable := value)``."""
    return ast.NamedExpr(ast.Name(variable, ast.Store()), value)


def assign(variable: str, value: ast.expr) -> ast.stmt:
    """``variable = value``."""
    return ast.Assign([ast.Name(variable, ast.Store())], value)


def set_attribute(variable: str, field: str, value: ast.expr) -> ast.stmt:
    """``variable.field = value``."""
    return ast.Assign([ast.Attribute(name(variable), field, ast.Store())], value)


def if_(test: ast.expr, body: list[ast.stmt], orelse: list[ast.stmt] | None = None) -> ast.stmt:
    """``if test: body else: orelse``; an empty body is ``pass``."""
    return ast.If(test, body or [ast.Pass()], orelse or [])


def while_(test: ast.expr, body: list[ast.stmt]) -> ast.stmt:
    """``while test: body``."""
    return ast.While(test, body or [ast.Pass()], [])


def break_() -> ast.stmt:
    """``break``."""
    return ast.Break()


def return_(value: ast.expr) -> ast.stmt:
    """``return value``."""
    return ast.Return(value)


def evaluate(node: ast.expr) -> ast.stmt:
    """``node`` as a statement."""
    return ast.Expr(node)


def try_(body: list[ast.stmt], handler: list[ast.stmt]) -> ast.stmt:
    """``try: body except KaheaError as fault: handler``: what a script survives; anything else is a bug and goes on upwards."""
    return ast.Try(body, [ast.ExceptHandler(name("KaheaError"), "fault", handler)], [], [])
