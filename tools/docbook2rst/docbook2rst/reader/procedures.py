"""Procedures: numbered lists that nest, 1. a. i., with the titles of steps as rubrics."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.enclosed import enclosed, part_of
from docbook2rst.reader.lists import ENUMERATIONS, enumerated
from docbook2rst.reader.titles import HEAD, TITLES, rubric
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []


@element("procedure")
def procedure(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A numbered list, in a container with the title if it has one."""
    rest, place = enclosed(reader, element, parent)
    _steps(reader, rest, place, 0)


@element("substeps", "stepalternatives")
def substeps(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A numbered list below the one that it stands in."""
    rest, place = enclosed(reader, element, parent)
    _steps(reader, rest, place, _depth(element))


def _depth(element: Element) -> int:
    """How many lists of steps stand around `element`."""
    depth = 0
    ancestor = element.parent
    while ancestor is not None and ancestor.tag not in ("section", "chapter", "article"):
        depth += ancestor.tag in ("procedure", "substeps", "stepalternatives")
        ancestor = ancestor.parent
    return depth


def _steps(reader: Reader, element: Element, place: nodes.Element, depth: int) -> None:
    """Append the steps of `element` as one list; what stands between them is in place, and the list goes on after it."""
    node: nodes.Element | None = None
    number = 0
    loose: list[Element | str] = []
    for child in [*element.children, None]:
        if child is not None and (isinstance(child, str) or child.tag != "step"):
            loose.append(child)
            continue
        if any(not isinstance(part, str) or part.strip() for part in loose):
            reader.blocks(part_of(element, loose), place)
            node = None
        loose = []
        if child is None:
            break
        number += 1
        if node is None:
            node = enumerated(ENUMERATIONS[depth % len(ENUMERATIONS)], number)
            if number == 1:
                reader.open(node, element, place)
            else:
                place.append(node)
        _step(reader, child, node)


def _step(reader: Reader, step: Element, node: nodes.Element) -> None:
    """Append one item; its title is a rubric at its start."""
    item = reader.open(nodes.list_item(), step, node)
    rubric(reader, step, item)
    reader.blocks(step, item, skip=TITLES)
    if not item.children:
        item.append(nodes.paragraph("", "—"))


@element("step")
def stray_step(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A step outside a procedure: a list of one."""
    node = enumerated()
    parent.append(node)
    _step(reader, element, node)


@element("result")
def result(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """What a step leads to: a container."""
    node = reader.open(nodes.container(classes=["db-result"]), element, parent)
    rubric(reader, element, node)
    reader.blocks(element, node, skip=HEAD)
