"""Trees on one line, to compare and to read."""

from __future__ import annotations

from pathlib import Path

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import Element, SourceError, read

FILES = Path(__file__).with_name("files")


def shown(root: Element) -> str:
    """The tree with `</>` for every end tag, line ends as `\\n`, attributes by name."""
    parts: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        attributes = "".join(f" {name}={value!r}" for name, value in sorted(item.attrib.items()))
        parts.append(f"<{item.tag}{attributes}>")
        waiting.extend(["</>", *reversed(item.children)])
    return "".join(parts).replace("\n", "\\n")


def becomes(text: str, folder: Path = FILES, name: str = "case.sgml") -> tuple[str, list[str]]:
    """The tree of a document as one line, `unreadable` where it is not, and its problems without the folder."""
    problems = Problems()
    try:
        tree = shown(read(folder / name, Options(root=folder), problems, data=text.encode()).root)
    except SourceError:
        tree = "unreadable"
    return tree, [str(problem).replace(f"{folder}/", "") for problem in problems]
