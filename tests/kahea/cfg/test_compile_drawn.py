"""Random expressions: what is compiled and a second, naive evaluator of the same rules give the same."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kahea.api.testing import Lab
from kahea.cfg.errors import CheckError
from kahea.cfg.runtime import Routes
from kahea.core.route import run_top_route

from .conftest import MODULES, REQUEST

VARIABLES: dict[str, Any] = {"$var(i)": 5, "$var(m)": -3, "$var(z)": 0, "$var(s)": b"abc", "$var(n)": b"12", "$avp(u)": None}
PRESET = '$var(i) = 5; $var(m) = -3; $var(z) = 0; $var(s) = "abc"; $var(n) = "12";'
INT_OPERATORS = ["-", "*", "/", "mod", "|", "&", "^", "<<", ">>", "<", ">", "<=", ">=", "ieq", "ine"]
Tree = Any


class Undecidable(Exception):  # noqa: N818  not an error: the configuration is refused or the statement fails
    """The expression has no value."""


leaves = st.one_of(st.sampled_from(sorted(VARIABLES)), st.integers(0, 99), st.sampled_from(['"12"', '"x"', '""']))
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from([*INT_OPERATORS, "+", "+", "==", "!=", "eq", "ne", "&&", "||"]), inner, inner),
        st.tuples(st.sampled_from(["!", "-", "~", "(int)", "(str)", "strlen", "strempty", "defined"]), inner),
    ),
    max_leaves=8,
)


def written(tree: Tree) -> str:
    if not isinstance(tree, tuple):
        return str(tree)
    if len(tree) == 3:
        return f"({written(tree[1])} {tree[0]} {written(tree[2])})"
    return f"({tree[0]} ({written(tree[1])}))"


def static(tree: Tree) -> str:
    """int, str or any."""
    if not isinstance(tree, tuple):
        return "int" if isinstance(tree, int) else "any" if tree[0] == "$" else "str"
    if len(tree) == 3 and tree[0] == "+":
        return static(tree[1])
    return "str" if tree[0] == "(str)" else "int"


def as_int(value: Any) -> int:
    if isinstance(value, int):
        return value
    try:
        return int(value) if value and value.strip() == value else 0
    except ValueError:
        return 0


def as_text(value: Any) -> bytes:
    return b"" if value is None else value if isinstance(value, bytes) else str(value).encode()


def wrapped(number: int) -> int:
    number &= (1 << 64) - 1
    return number - (1 << 64) if number >> 63 else number


def no_text(*trees_: Tree) -> None:
    if any(static(each) == "str" for each in trees_):
        raise Undecidable


def number(tree: Tree) -> int:
    """The value where a number is asked for: a sum adds there, whatever stands left."""
    if isinstance(tree, tuple) and tree[0] == "+" and len(tree) == 3:
        no_text(tree[1], tree[2])
        return wrapped(number(tree[1]) + number(tree[2]))
    return as_int(evaluate(tree))


def evaluate(tree: Tree) -> Any:
    if not isinstance(tree, tuple):
        if isinstance(tree, int):
            return tree
        return VARIABLES[tree] if tree[0] == "$" else tree.strip('"').encode()
    return binary(*tree) if len(tree) == 3 else unary(*tree)


def unary(operator: str, operand: Tree) -> Any:
    if operator in ("strlen", "strempty", "defined"):
        if static(operand) == "int":
            raise Undecidable
        value = evaluate(operand)
        return {"strlen": len(as_text(value)), "strempty": int(not as_text(value)), "defined": int(value is not None)}[operator]
    if operator == "(str)":
        return as_text(evaluate(operand))
    if operator == "(int)":
        return text_number(operand)
    no_text(operand)
    value = number(operand)
    return {"!": int(value == 0), "-": wrapped(-value), "~": ~value}[operator]


def text_number(operand: Tree) -> int:
    """``(int)`` of a sum of text is that of the joined text."""
    return as_int(evaluate(operand)) if static(operand) == "str" else number(operand)


def check_constants(operator: str, left: Tree, right: Tree) -> None:
    """Two constants of different types are never compared, nor two of the type that the operator is not for."""
    if any(isinstance(each, tuple) or static(each) == "any" for each in (left, right)):
        return
    kinds = {static(left), static(right)}
    if operator in ("==", "!=") and len(kinds) > 1:
        raise Undecidable
    if operator in ("eq", "ne") and "int" in kinds:
        raise Undecidable


def binary(operator: str, left: Tree, right: Tree) -> Any:
    check_constants(operator, left, right)
    if operator in ("&&", "||"):
        no_text(left, right)
        first = number(left) != 0
        if operator == "&&":
            return int(first and number(right) != 0)
        return int(first or number(right) != 0)
    if operator == "+":
        return plus(left, right)
    if operator in ("eq", "ne"):
        same = as_text(evaluate(left)) == as_text(evaluate(right))
        return int(same is (operator == "eq"))
    if operator in ("==", "!="):
        return int(equal(left, right) is (operator == "=="))
    no_text(left, right)
    return numbers(operator, number(left), number(right))


def plus(left: Tree, right: Tree) -> Any:
    if static(left) == "int":
        no_text(right)
        return wrapped(number(left) + number(right))
    first, second = evaluate(left), evaluate(right)
    if isinstance(first, int):
        return wrapped(first + as_int(second))
    return as_text(first) + as_text(second)


def equal(left: Tree, right: Tree) -> bool:
    if static(left) == "int":
        no_text(right)
        return number(left) == number(right)
    first, second = evaluate(left), evaluate(right)
    if second == b"" and static(right) == "str" and not isinstance(right, tuple):
        return as_text(first) == b""
    if isinstance(first, int) or (first is None and isinstance(second, int)):
        return as_int(first) == as_int(second)
    return as_text(first) == as_text(second)


def numbers(operator: str, left: int, right: int) -> int:
    if operator in ("/", "mod"):
        if right == 0:
            raise Undecidable
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return wrapped(quotient) if operator == "/" else left - right * quotient
    if operator in ("<<", ">>"):
        return wrapped(left << right % 64) if operator == "<<" else left >> right % 64
    truth = {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}
    truth |= {"ieq": left == right, "ine": left != right}
    if operator in truth:
        return int(truth[operator])
    return {"-": wrapped(left - right), "*": wrapped(left * right), "|": left | right, "&": left & right, "^": left ^ right}[
        operator
    ]


@settings(max_examples=400)
@given(trees)
def test_a_compiled_expression_gives_what_the_naive_evaluator_does(tree: Tree) -> None:
    try:
        expected = evaluate(tree)
        expected = 0 if expected is None else expected  # $var(r) cannot be null
    except Undecidable:
        expected = "refused"
    assert ran(written(tree)) == expected, written(tree)


def ran(expression: str) -> Any:
    """The value that the statement leaves; refused when it is not compiled, or fails."""
    try:
        lab = Lab(f'{MODULES}request_route {{ {PRESET} $var(r) = "refused"; $var(r) = {expression}; }}')
    except CheckError:
        return "refused"
    with lab.at_work():
        lab.run(run_top_route(lab.engine.routes.get("request_route"), lab.msg(REQUEST), Routes.REQUEST))
    value = lab.engine.script_vars[b"r"].native()
    return "refused" if value == b"refused" else value
