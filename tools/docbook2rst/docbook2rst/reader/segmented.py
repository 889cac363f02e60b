"""Segmented lists: a table with the segments' titles as its head."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.enclosed import enclosed
from docbook2rst.reader.grid import Cell, Grid, Row
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []


@element("segmentedlist")
def segmentedlist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A table with one row an item, in a container with the title if it has one."""
    rest, place = enclosed(reader, element, parent)
    titles = [child for child in rest.elements() if child.tag == "segtitle"]
    items = [child for child in rest.elements() if child.tag == "seglistitem"]
    for child in rest.elements():
        if child.tag not in ("segtitle", "seglistitem"):
            reader.read(child, place)
    head = [Row(rest, [Cell(title) for title in titles])] if titles else []
    grid = Grid(head, [Row(item, _cells(item)) for item in items])
    if not head and not any(row.cells for row in grid.body):
        return
    node = nodes.table(classes=["db-segmentedlist", "colwidths-auto"])
    reader.open(node, rest, place)

    def read(cell: Cell, entry: nodes.entry) -> None:
        paragraph = nodes.paragraph()
        entry.append(paragraph)
        if cell.element.id:
            reader.open(nodes.target(), cell.element, paragraph)
        reader.inlines(cell.element, paragraph)
        if not paragraph.children:
            entry.remove(paragraph)

    node.append(grid.tgroup(read))


def _cells(item: Element) -> list[Cell]:
    return [Cell(child) for child in item.elements() if child.tag not in ("title", "titleabbrev", "info")]
