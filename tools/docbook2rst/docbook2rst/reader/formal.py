"""Blocks with a title that are no sections: examples, sidebars, tasks."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.titles import TITLES, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element


@element("example", "informalexample", "sidebar", "task", "tasksummary", "taskprerequisites", "taskrelated", "annotation")
def formal(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container that begins with the title as a rubric; numbering is the transforms' work."""
    reader.blocks(element, titled(reader, element, parent), skip=TITLES)
