"""The converter's own tables as Sphinx directives, so that its documentation cannot say anything else than its code.

`.. docbook-elements::` gives the table of elements, `.. docbook-problems::` a section for each problem code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from docbook2rst.codes import CODES, Code
from docbook2rst.elements import ELEMENTS, Row
from docbook2rst.explain import CHAPTERS, KEPT

__all__ = ["ElementTable", "ProblemSections", "setup"]


class ElementTable(SphinxDirective):
    """The table of elements, and before it how many there are of each treatment."""

    def run(self) -> list[nodes.Node]:
        """The nodes that stand for the directive."""
        rows = sorted(ELEMENTS.values(), key=lambda row: row.name)
        numbers = Counter(row.status.value for row in rows)
        summary = ", ".join(f"{number} {status}" for status, number in numbers.most_common())
        table = _table(("Element", "Treatment", "What it becomes"), (_element_row(row) for row in rows))
        return [nodes.paragraph("", f"{len(rows)} elements: {summary}."), table]


class ProblemSections(SphinxDirective):
    """A section for each chapter of problem codes, and in it one for each code, whose anchor is the code."""

    def run(self) -> list[nodes.Node]:
        """The nodes that stand for the directive."""
        return [self._chapter(prefix, title) for prefix, title in CHAPTERS.items()]

    def _chapter(self, prefix: str, title: str) -> nodes.section:
        chapter = nodes.section("", nodes.title("", title), ids=[f"{prefix}xx"])
        chapter.extend(self._code(row) for row in CODES.values() if row.code.startswith(prefix))
        return chapter

    def _code(self, row: Code) -> nodes.section:
        section = nodes.section("", nodes.title("", row.code), ids=[row.code], names=[row.code.lower()])
        message = row.template.replace("{", "").replace("}", "")
        section += nodes.paragraph("", "", nodes.strong("", row.severity), nodes.Text(": "), nodes.literal("", message))
        section += nodes.paragraph("", f"{row.explanation} {KEPT[row.kept]}")
        self.state.document.note_explicit_target(section)
        return section


def _element_row(row: Row) -> tuple[nodes.Node, ...]:
    return nodes.literal("", row.name), nodes.Text(row.status.value), nodes.Text(row.becomes)


def _table(heads: Sequence[str], rows: Iterable[Sequence[nodes.Node]]) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))
    group += nodes.thead("", _row([nodes.Text(head) for head in heads]))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group, classes=["colwidths-auto", "element-table"])


def _row(cells: Sequence[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("docbook-elements", ElementTable)
    app.add_directive("docbook-problems", ProblemSections)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
