"""Blocks whose own node can hold no title: a container around them holds it, and the metadata and the id."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.titles import INFO, TITLES, title_elements, titled
from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element

__all__ = ["ASIDE", "enclosed", "part_of"]

ASIDE = frozenset((*TITLES, *INFO))
"""The elements that `enclosed` has read already."""


def part_of(element: Element, children: list[Element | str], *, tag: str = "") -> Element:
    """An element without an id that stands for `children` of `element`; they keep their parent."""
    part = Element(tag or element.tag, {}, element.path, element.line, element.column)
    part.parent = element.parent
    part.children = children
    return part


def enclosed(reader: Reader, element: Element, parent: nodes.Element) -> tuple[Element, nodes.Element]:
    """The element to read and where to: `element` and `parent`, or with a title the same without id, and a container.

    The title and metadata have been read: leave `ASIDE` out.
    """
    if not title_elements(element) and element.find(*ASIDE) is None:
        return element, parent
    place = titled(reader, element, parent)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, place)
    rest = part_of(element, [child for child in element.children if isinstance(child, str) or child.tag not in ASIDE])
    rest.attrib = {name: value for name, value in element.attrib.items() if name not in ("id", "xml:id")}
    return rest, place
