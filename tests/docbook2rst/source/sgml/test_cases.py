"""One case a construct: `cases/FAMILY.txt` holds SGML, the tree it becomes, and the problems that are reported.

A case is its name after `##`, the SGML, a line `--`, the tree on one line, and perhaps another `--` and the problems.  SGML
that begins with neither `<!DOCTYPE` nor `<?xml` stands on the second line of a document of DocBook 4.2.  `ACCEPT=1` rewrites
the files with what comes out now.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.docbook2rst.source.sgml.trees import becomes

CASES = Path(__file__).with_name("cases")
FILES = sorted(CASES.glob("*.txt"))


def cases(path: Path) -> list[tuple[str, str, str]]:
    """Each case of a file: name, SGML, what it shall become."""
    found = []
    for text in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = text.partition("\n")
        sgml, _, expected = rest.partition("\n--\n")
        found.append((name, sgml, expected))
    return found


def document(sgml: str) -> str:
    """The whole document of a case."""
    if re.match(r"(<!--.*?-->)?\s*(<!DOCTYPE|<!SGML|<\?xml|<!--)", sgml):
        return sgml
    root = re.search(r"<(\w+)", sgml)
    return f'<!DOCTYPE {root[1] if root else "para"} PUBLIC "-//OASIS//DTD DocBook V4.2//EN">\n{sgml}'


def shown(sgml: str) -> str:
    tree, problems = becomes(document(sgml))
    return "\n--\n".join([tree, "\n".join(problems)] if problems else [tree])


ALL = [pytest.param(sgml, expected, id=f"{path.stem}: {name}") for path in FILES for name, sgml, expected in cases(path)]

if "ACCEPT" in os.environ:
    for path in FILES:
        texts = [f"## {name}\n{sgml}\n--\n{shown(sgml)}\n\n" for name, sgml, _ in cases(path)]
        path.write_text("".join(texts), encoding="utf-8")


@pytest.mark.parametrize(("sgml", "expected"), ALL)
def test_sgml_becomes_the_tree_of_the_case(sgml: str, expected: str) -> None:
    assert shown(sgml) == expected.strip("\n")
