"""Expressions of #!ifexp, #!defexp and #!defexps."""

import operator
import re
from collections.abc import Callable

from kahea.cfg.define import DefineTable
from kahea.cfg.errors import PreprocessError
from kahea.cfg.source import Position

__all__ = ["Value", "evaluate"]

_NEEDS_NUMBERS = "operator {} needs numbers, not the string {!r}"
Value = int | str
MAX_DEPTH = 50
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>0[xX][0-9A-Fa-f]+|[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<string>"[^"]*"|'[^']*')|(?P<op>\*\*|<<|>>|&&|\|\||[=!<>]=|[-+*/%!<>&|^()=,]))""",
    re.VERBOSE,
)
_PRECEDENCE = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7,
    "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "|": operator.or_, "^": operator.xor, "&": operator.and_, "-": operator.sub, "*": operator.mul, "+": operator.add,
    "<<": operator.lshift, ">>": operator.rshift, "**": pow,
}  # fmt: skip
_ORDER: dict[str, Callable[[str, str], bool] | Callable[[int, int], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def evaluate(text: str, defines: DefineTable, position: Position) -> Value:
    """The value of an expression; an undefined ID is 0 and one without a value is 1.

    >>> from kahea.cfg.source import SourceFile
    >>> evaluate("2 + N * 3", DefineTable({"N": "4"}), SourceFile("x", "").position(0))
    14
    """
    return _Evaluator(text, defines, position).run()


class _Evaluator:
    """One evaluation; owns the place in the text and the IDs assigned on the way."""

    def __init__(self, text: str, defines: DefineTable, position: Position) -> None:
        self.text, self.at, self.position = text.strip(), 0, position
        self.defines, self.assigned, self.depth = defines, dict[str, Value](), 0

    def fail(self, message: str) -> PreprocessError:
        return PreprocessError(f"{message} in the expression {self.text[:120]!r}", self.position)

    def peek(self) -> tuple[str, str]:
        if self.at >= len(self.text):
            return "end", ""
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            raise self.fail(f"unexpected {self.text[self.at :].lstrip()[:1]!r}")
        kind = match.lastgroup or ""
        return kind, match[kind]

    def take(self) -> tuple[str, str]:
        found = self.peek()
        match = _TOKEN.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return found

    def run(self) -> Value:
        value = self.comma()
        if self.peek()[0] != "end":
            raise self.fail(f"unexpected {self.peek()[1]!r}")
        return value

    def comma(self) -> Value:
        value = self.binary(1)
        while self.peek() == ("op", ","):
            self.take()
            value = self.binary(1)
        return value

    def binary(self, lowest: int) -> Value:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"more than {MAX_DEPTH} levels")
        left = self.unary()
        while (op := self.peek()[1]) in _PRECEDENCE and self.peek()[0] == "op" and _PRECEDENCE[op] >= lowest:
            self.take()
            left = self.apply(op, left, self.binary(_PRECEDENCE[op] + (op != "**")))
        self.depth -= 1
        return left

    def unary(self) -> Value:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"more than {MAX_DEPTH} levels")
        kind, text = self.take()
        value = self.prefixed(text) if kind == "op" else self.operand(kind, text)
        self.depth -= 1
        return value

    def prefixed(self, op: str) -> Value:
        if op == "(":
            value = self.comma()
            if self.take() != ("op", ")"):
                raise self.fail("missing ')'")
            return value
        if op not in ("-", "+", "!", "^"):
            raise self.fail(f"unexpected {op!r}")
        operand = self.unary()
        if op == "!":
            return int(not operand)
        number = self.number(op, operand)
        return {"-": -number, "+": number, "^": ~number}[op]

    def operand(self, kind: str, text: str) -> Value:
        if kind == "end":
            raise self.fail("missing operand")
        if kind == "string":
            return text[1:-1]
        if kind == "number":
            return self.bounded(int(text, 16) if text[:2] in ("0x", "0X") else self.decimal(text))
        if self.peek() == ("op", "="):
            self.take()
            self.assigned[text] = self.binary(1)
        return self.assigned[text] if text in self.assigned else self.defined(text)

    def decimal(self, text: str) -> int:
        if len(text) > 20:  # noqa: PLR2004 - more digits than 64 bits have
            raise self.fail("a number of more than 64 bits")
        return int(text)

    def defined(self, name: str) -> Value:
        if name not in self.defines:
            return 0
        value = self.defines.get(name)
        if value is None:
            return 1
        if re.fullmatch(r"-?[0-9]{1,20}", value):
            return self.bounded(int(value))
        return value[1:-1] if re.fullmatch(r"\"[^\"]*\"|'[^']*'", value) else value

    def number(self, op: str, value: Value) -> int:
        if isinstance(value, str):
            raise self.fail(_NEEDS_NUMBERS.format(op, value[:120]))
        return value

    def bounded(self, value: int) -> int:
        if not -(1 << 63) <= value < 1 << 63:
            raise self.fail("a number of more than 64 bits")
        return value

    def apply(self, op: str, left: Value, right: Value) -> Value:
        if op in ("||", "&&"):
            return int(bool(left) or bool(right)) if op == "||" else int(bool(left) and bool(right))
        if op in _ORDER:
            same = type(left) is type(right)
            return int(_ORDER[op](left, right) if same else _ORDER[op](str(left), str(right)))  # type: ignore[arg-type]
        if op == "+" and (isinstance(left, str) or isinstance(right, str)):
            return f"{left}{right}"
        return self.arithmetic(op, self.number(op, left), self.number(op, right))

    def arithmetic(self, op: str, left: int, right: int) -> int:
        if op in ("/", "%"):
            if right == 0:
                raise self.fail("division by zero")
            quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
            return self.bounded(quotient if op == "/" else left - quotient * right)
        if op in ("<<", ">>", "**") and not 0 <= right < 64:  # noqa: PLR2004 - bits of a number
            raise self.fail(f"the right side of {op} is {right}, not in 0..63")
        return self.bounded(_ARITHMETIC[op](left, right))
