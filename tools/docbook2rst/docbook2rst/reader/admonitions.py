"""Notes, tips, warnings: docutils has a node for each, and a general one for those with a title of their own."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.titles import TITLES, read_title, title_elements
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

_NODES: dict[str, type[nodes.Element]] = {
    "note": nodes.note,
    "tip": nodes.tip,
    "warning": nodes.warning,
    "caution": nodes.caution,
    "important": nodes.important,
    "danger": nodes.danger,
}


@element(*_NODES)
def admonition(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The admonition of this name, or a general one with the title."""
    titles = title_elements(element)
    if not titles:
        node = reader.open(_NODES[element.tag](), element, parent)
    else:
        node = reader.open(nodes.admonition(classes=[f"db-{element.tag}", element.tag]), element, parent)
        read_title(reader, titles[0], nodes.title(), node)
    reader.blocks(element, node, skip=TITLES)
