r"""POSIX extended regular expressions as trees, to see what matching them may cost.

    expression = branch *( "|" branch )
    branch     = *( atom [ "*" / "+" / "?" / "{" least [ "," [ most ] ] "}" ] )
    atom       = "(" expression ")" / "^" / "$" / "." / "[" members "]" / "\" character / character

What a single character may be is asked of the compiled atom, so that both readings of an expression agree.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from kahea.pv.transform.posix_re import compile_posix

__all__ = ["Anchor", "Branches", "Members", "Repeat", "Row", "Tree", "read_tree"]

_REPEAT = re.compile(rb"\{([0-9]*)(,?)([0-9]*)\}")
_BRACKET = re.compile(rb"\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]")
_QUANTIFIERS = re.compile(rb"[*+?]+")
_POSITIONS = b"bB<>`'"
_TIMES: dict[bytes, tuple[int, int | None]] = {b"*": (0, None), b"+": (1, None), b"?": (0, 1)}


@dataclass(frozen=True, slots=True)
class Members:
    """One byte out of these."""

    bytes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The beginning (``^``) or the end (``$``)."""

    sign: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Branches:
    """One of several."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part `least` to `most` times; None for any number."""

    part: "Tree"
    least: int
    most: int | None


Tree = Members | Anchor | Row | Branches | Repeat


def read_tree(expression: bytes, *, ignore_case: bool) -> tuple[Tree, bool]:
    """The tree of an expression that compiles, and whether it says all: back references and word boundaries are left out.

    >>> read_tree(b"a+", ignore_case=False)
    (Row(parts=(Repeat(part=Members(bytes=frozenset({97})), least=1, most=None),)), True)
    """
    reader = _Reader(expression, ignore_case=ignore_case)
    return reader.branches(), not reader.is_opaque


class _Reader:
    """One reading; `at` is where it stands."""

    def __init__(self, expression: bytes, *, ignore_case: bool) -> None:
        self.expression = expression
        self.ignore_case = ignore_case
        self.at = 0
        self.is_opaque = False

    def sees(self, mark: bytes) -> bool:
        return self.expression.startswith(mark, self.at)

    def branches(self) -> Tree:
        parts = [self.row()]
        while self.sees(b"|"):
            self.at += 1
            parts.append(self.row())
        return parts[0] if len(parts) == 1 else Branches(tuple(parts))

    def row(self) -> Tree:
        parts: list[Tree] = []
        while self.at < len(self.expression) and not self.sees(b"|") and not self.sees(b")"):
            parts.append(self.repeated(self.atom()))
        return Row(tuple(parts))

    def repeated(self, part: Tree) -> Tree:
        """`part` with the quantifier behind it; several signs in a row mean any number, as the translation has it."""
        signs = _QUANTIFIERS.match(self.expression, self.at)
        if signs:
            self.at = signs.end()
            kinds = set(signs[0])
            return Repeat(part, *_TIMES[bytes(kinds) if len(kinds) == 1 else b"*"])
        braces = _REPEAT.match(self.expression, self.at)
        if braces is None or not (braces[1] or braces[3]):
            return part
        self.at = braces.end()
        least = int(braces[1] or 0)
        return Repeat(part, least, (int(braces[3]) if braces[3] else None) if braces[2] else least)

    def atom(self) -> Tree:
        start = self.at
        self.at += 1
        first = self.expression[start : self.at]
        if first == b"(":
            part = self.branches()
            self.at += 1
            return part
        if first in (b"^", b"$"):
            return Anchor(first.decode())
        if first == b"[":
            bracket = _BRACKET.match(self.expression, start)
            self.at = bracket.end() if bracket else self.at
        elif first == b"\\":
            escaped = self.expression[self.at : self.at + 1]
            self.at += 1
            if escaped.isdigit() or escaped in _POSITIONS:
                self.is_opaque = True
                return Row(())
        return Members(_members(self.expression[start : self.at], ignore_case=self.ignore_case))


@lru_cache(maxsize=1024)
def _members(atom: bytes, *, ignore_case: bool) -> frozenset[int]:
    """The bytes that the atom matches."""
    literal = atom if len(atom) > 1 or atom == b"." else re.escape(atom)
    pattern = compile_posix(literal, ignore_case=ignore_case)
    return frozenset(byte for byte in range(256) if pattern.fullmatch(bytes((byte,))))
