"""The reader functions: which file has which, and that a document loads only its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docbook2rst import reader
from docbook2rst.reader.families import FAMILIES
from docbook2rst.reader.walk import READERS


def test_each_family_registers_the_elements_that_the_table_says() -> None:
    READERS.load()
    registered: dict[str, set[str]] = {}
    for name, function in READERS.functions.items():
        registered.setdefault(function.__module__.rpartition(".")[2], set()).add(name)
    assert registered == {family: set(names.split()) for family, names in FAMILIES.items()}


def test_each_file_that_registers_readers_is_a_family() -> None:
    folder = Path(reader.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if "\n@element(" in path.read_text(encoding="utf-8")}
    assert files == set(FAMILIES)


PROBE = """
import sys
from pathlib import Path
from docbook2rst.convert import convert
print(convert(Path(sys.argv[1]), "readme").text)
print(*sorted(sys.modules))
"""

SLOW = ("docutils.frontend", "docutils.parsers", "docutils.writers", "docutils.statemachine", "sphinx", "lxml", "dataclasses")
"""Modules that take long to load and that text from DocBook needs nothing of."""


def test_a_readme_loads_the_families_of_its_elements_and_no_slow_module(tmp_path: Path) -> None:
    path = tmp_path / "doc.xml"
    path.write_text("<article><title>T</title><para>a</para></article>", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", PROBE, path], capture_output=True, text=True, check=True)
    text, _, loaded = done.stdout.rstrip("\n").rpartition("\n")
    modules = set(loaded.split())
    assert "a" in text
    assert [name for name in SLOW if name in modules] == []
    assert {name.rpartition(".")[2] for name in modules if name.startswith("docbook2rst.reader.")} & set(FAMILIES) == {
        "components",
        "paragraphs",
    }
