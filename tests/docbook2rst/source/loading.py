"""A document from a string, with the codes of its problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError, Tree, read

XI = "xmlns:xi='http://www.w3.org/2001/XInclude'"


def load(folder: Path, text: str | bytes, **options: Any) -> tuple[Tree, list[str]]:
    """The tree of `text`, read as the file top.xml of `folder`, and the codes of its problems."""
    tree, problems = located(folder, text, **options)
    return tree, [code for code, _ in problems]


def located(folder: Path, text: str | bytes, **options: Any) -> tuple[Tree, list[tuple[str, str]]]:
    """The tree, and each problem's code with its `file:line:column`; the file without its folder."""
    problems = Problems()
    data = text if isinstance(text, bytes) else text.encode()
    tree = read(folder / "top.xml", Options(**{"root": folder, **options}), problems, data=data)
    return tree, [(problem.code, str(problem.position).removeprefix(f"{folder}/")) for problem in problems]


def broken(folder: Path, text: str | bytes, **options: Any) -> str:
    """The line of the problem that makes `text` unreadable."""
    problems = Problems()
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SourceError):
        read(folder / "top.xml", Options(**{"root": folder, **options}), problems, data=data)
    return str(list(problems)[-1])
