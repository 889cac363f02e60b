"""Paragraphs and the blocks that are little more: formal paragraphs, quotations, bridgeheads."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.titles import TITLES, rubric, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element


@element("para", "simpara")
def para(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A paragraph, or several with the blocks in it between them."""
    reader.paragraphs(element, parent)


@element("formalpara")
def formalpara(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container: the title as a rubric, then the text."""
    reader.blocks(element, titled(reader, element, parent), skip=TITLES)


@element("blockquote", "epigraph")
def blockquote(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A block quote whose attributions come last."""
    classes = ["db-epigraph"] if element.tag == "epigraph" else []
    node = reader.open(nodes.block_quote(classes=classes), element, parent)
    rubric(reader, element, node)
    reader.blocks(element, node, skip=(*TITLES, "attribution"))
    for child in element.elements():
        if child.tag == "attribution":
            reader.inlines(child, reader.open(nodes.attribution(), child, node))


@element("bridgehead")
def bridgehead(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A heading that begins no section."""
    reader.inlines(element, reader.open(nodes.rubric(classes=["db-bridgehead"]), element, parent))


@element("title", "subtitle")
def stray_title(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A title where its parent has none: a rubric, or plain text inside text."""
    if element.parent is not None:
        reader.problems.add("DB204", element.position, element=element.parent.tag, child=element.tag)
    if isinstance(parent, nodes.TextElement):
        reader.run(element, parent)
    else:
        reader.inlines(element, reader.open(nodes.rubric(), element, parent))
