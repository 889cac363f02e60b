"""Dialogue, drama and poetry of DocBook Publishers: line blocks in containers, the speaker before his lines."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader.phrases import Phrase
from docbook2rst.reader.titles import INFO, TITLES, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []


@element("dialogue", "drama", "poetry")
def work(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container of what it holds."""
    reader.blocks(element, titled(reader, element, parent), skip=TITLES)


@element("linegroup")
def linegroup(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The speaker in a paragraph of its own, then the lines."""
    node = titled(reader, element, parent)
    lines: nodes.Element | None = None
    for child in element.elements():
        if child.tag in TITLES:
            continue
        if child.tag == "speaker":
            speaker = reader.open(nodes.paragraph(classes=["db-speaker"]), child, node)
            name = nodes.strong()
            speaker.append(name)
            reader.run(child, name)
            reader.finish(speaker)
            lines = None
        elif child.tag == "line":
            if lines is None:
                lines = nodes.line_block()
                node.append(lines)
            _line(reader, child, lines)
        elif child.tag in INFO:
            reader.read(child, node)
        else:
            reader.read(child, node)
            lines = None


def _line(reader: Reader, element: Element, lines: nodes.Element) -> None:
    phrase = Phrase(reader, nodes.line())
    phrase.run("", element)
    if phrase.node.children:
        phrase.close(lines)
    else:
        lines.append(phrase.node)


@element("line", "speaker", flow=Flow.INLINE)
def stray_line(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A line outside a group: its text."""
    reader.run(element, parent)


@element("stagedir", flow=Flow.INLINE)
def stagedir(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A stage direction, in italics."""
    reader.inlines(element, reader.open(nodes.emphasis(classes=["db-stagedir"]), element, parent))
