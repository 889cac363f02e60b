"""One case a construct: `cases/FAMILY.txt` holds DocBook, the doctree it becomes, and the problems that are reported.

A case is its name after `##`, the DocBook, a line `--`, the doctree below the section it stood in, and perhaps another `--` and
the problems.  `ACCEPT=1` rewrites the files with what comes out now.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.docbook2rst.doctrees import body, problem_lines

from docbook2rst.problems import Problems

CASES = Path(__file__).with_name("cases")


def _cases(path: Path) -> list[tuple[str, str, str]]:
    """Each case of a file: name, DocBook, what it shall become."""
    found = []
    for text in path.read_text(encoding="utf-8").split("## ")[1:]:
        name, _, rest = text.partition("\n")
        xml, _, expected = rest.partition("\n--\n")
        found.append((name, xml, expected))
    return found


def _becomes(xml: str) -> str:
    problems = Problems()
    shown = body(xml, problems)
    return f"{shown}--\n{problem_lines(problems)}" if problems else shown


FILES = sorted(CASES.glob("*.txt"))
ALL = [pytest.param(xml, expected, id=f"{path.stem}: {name}") for path in FILES for name, xml, expected in _cases(path)]


if "ACCEPT" in os.environ:
    for path in FILES:
        texts = [f"## {name}\n{xml}\n--\n{_becomes(xml)}\n" for name, xml, _ in _cases(path)]
        path.write_text("".join(texts), encoding="utf-8")


@pytest.mark.parametrize(("xml", "expected"), ALL)
def test_docbook_becomes_the_doctree_of_the_case(xml: str, expected: str) -> None:
    assert _becomes(xml).strip("\n") == expected.strip("\n")
