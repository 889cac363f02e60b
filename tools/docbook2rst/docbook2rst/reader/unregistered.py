"""Elements without a reader function of their own, read by their row in the table, and those that DocBook does not have."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import ELEMENTS, Status
from docbook2rst.reader.walk import READERS, Reader, append_text
from docbook2rst.source.tree import Element

__all__ = ["unregistered"]


@READERS.fallback
def unregistered(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append what an element without a reader function becomes, by its row in the table."""
    row = ELEMENTS.get(element.tag)
    if row is None:
        _unknown(reader, element, parent)
        return
    if row.status is Status.IGNORED:
        return
    if row.status is Status.UNSUPPORTED:
        reader.problem("DB202", element, form="its text")
    elif row.status is Status.HANDLED and element.parent is not None:
        reader.problems.add("DB204", element.position, element=element.parent.tag, child=element.tag)
    _content(reader, element, parent)


def _unknown(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append the text of an element that DocBook does not have; its tags too where it is an unescaped '<' in text."""
    reader.problem("DB201", element)
    looks_like_text = isinstance(parent, nodes.TextElement) and not element.tag.startswith("{")
    if looks_like_text and not element.children:
        append_text(f"<{element.tag}{_attributes(element)}/>", parent)
    elif looks_like_text:
        append_text(f"<{element.tag}{_attributes(element)}>", parent)
        reader.run(element, parent)
        append_text(f"</{element.tag}>", parent)
    else:
        _content(reader, element, parent)


def _content(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append what `element` holds to `parent`, as it takes it."""
    if isinstance(parent, nodes.TextElement):
        if element.id:
            reader.open(nodes.target(), element, parent)
        reader.run(element, parent)
    else:
        reader.paragraphs(element, parent)


def _attributes(element: Element) -> str:
    return "".join(f' {name}="{value}"' for name, value in element.attrib.items())
