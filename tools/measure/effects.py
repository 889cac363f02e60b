"""Which test observes the effect of each parameter and function of the modules, and which of them are documented.

A test observes an export when the export's name stands in the test's name, in its body, or in a table of rows that it runs
over: the tests of a module live in tests/kahea/modules/MODULE, or in test_MODULE*.py there.  Run as a program it prints the
table.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kahea.api.loading import built_in_modules, find_module

__all__ = ["Row", "documented_ids", "rows", "table"]

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "reference_impl/kahea/modules"
TESTS = ROOT / "tests/kahea/modules"


_TESTED_BESIDE = {"usrloc": ("registrar/test_save.py",)}
"""Modules whose parameters are observed through another one's functions too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One export: what observes it, and whether the documentation has it."""

    module: str
    kind: str
    name: str
    has_effect: bool
    test: str
    is_documented: bool


def rows() -> Iterator[Row]:
    """Every parameter and function of every module, in their order."""
    for module in built_in_modules():
        exports = find_module(module)
        if exports is None:
            continue
        ids, tests = documented_ids(module), _tests(module)
        for param in exports.params:
            yield Row(
                module=module, kind="parameter", name=param.name, has_effect=param.has_effect,
                test=_observer(param.name, tests), is_documented=f"{module}.p.{param.name}" in ids,
            )  # fmt: skip
        for cmd in exports.cmds:
            yield Row(
                module=module, kind="function", name=cmd.name, has_effect=True,
                test=_observer(cmd.name, tests), is_documented=f"{module}.f.{cmd.name}" in ids or _is_named(cmd.name, module),
            )  # fmt: skip


def documented_ids(module: str) -> frozenset[str]:
    """The ids of a module's DocBook."""
    found: set[str] = set()
    for path in sorted((MODULES / module / "doc").glob("*.xml")):
        text = path.read_text(encoding="utf-8")
        found.update(piece.split('"', 1)[0] for piece in text.split(' id="')[1:])
    return frozenset(found)


def _is_named(name: str, module: str) -> bool:
    """Whether the documentation names a function that shares its section with another one."""
    return any(f">{name}(" in path.read_text(encoding="utf-8") for path in (MODULES / module / "doc").glob("*.xml"))


def _tests(module: str) -> list[tuple[str, str]]:
    """The tests of a module: place, and the words of the function, decorators included."""
    paths = [*sorted((TESTS / module).glob("**/test_*.py")), *sorted(TESTS.glob(f"test_{module}*.py"))]
    paths += [TESTS / name for name in _TESTED_BESIDE.get(module, ())]
    found = []
    for path in paths:
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                text = "\n".join(lines[first - 1 : node.end_lineno])
                found.append((f"{path.relative_to(ROOT)}::{node.name}", text))
    return found + [(f"{path.relative_to(ROOT)} (table)", text) for path, text in _tables(module)]


def _tables(module: str) -> Iterator[tuple[Path, str]]:
    """The files of a module's tests with what stands outside of their tests: the rows that parametrise them."""
    for path in [*sorted((TESTS / module).glob("**/*.py")), *sorted(TESTS.glob(f"test_{module}*.py"))]:
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
        yield path, "\n".join(lines)


def _observer(name: str, tests: list[tuple[str, str]]) -> str:
    """The test whose name has the export's name, or else the first that uses it; empty without one.

    Columns of one table have one test, which makes their names.
    """
    words = ("every_column", name) if name.endswith("_column") else (name,)
    for place, _ in tests:
        if any(word.lower() in place.partition("::")[2].lower() for word in words):
            return place
    return next((place for place, text in tests if _uses(name, text)), "")


def _uses(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_"):
            return True
        at = text.find(name, at + 1)
    return False


def table(found: list[Row]) -> str:
    """The rows as text, and the counts below."""
    lines = [
        f"{row.module:12} {row.kind:10} {row.name:34} {row.test or ('-' if row.has_effect else 'without effect, says so')}"
        for row in found
    ]
    effective = [row for row in found if row.has_effect]
    proved = [row for row in effective if row.test]
    lines.append(
        f"{len(found)} exports: {len(proved)} of {len(effective)} with an effect are observed by a test, "
        f"{len(found) - len(effective)} without effect; {sum(not row.is_documented for row in found)} not documented"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(list(rows())) + "\n")
