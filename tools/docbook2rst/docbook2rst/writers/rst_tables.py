"""Tables as reST: a list of lists where no cell spans, else a grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from docutils import nodes

from docbook2rst.writers.escape import width
from docbook2rst.writers.rst_visit import UnknownNodeError, Writer, block

__all__ = ["HEAD_ONLY", "SPAN", "SPANNED"]

HEAD_ONLY = "db-headonly"
"""The class of a table whose only body row stands for none at all."""
SPAN = re.compile(r"db-more(rows|cols)-([0-9]+)")
"""The class of a cell in a `list-table` that reaches over others: `db-morerows-2`."""
SPANNED = "db-spanned"
"""The class of a cell in a `list-table` over which another one reaches."""

_SPANS = frozenset(("morerows", "morecols"))
Content = tuple[Sequence[str], Sequence[nodes.Node]]
"""The classes of a cell and what is in it."""
_WIDTHS = ("colwidths-auto", "colwidths-given")


@block(nodes.table)
def table(writer: Writer, node: nodes.Element) -> None:
    """`list-table`, or a grid inside `table` where cells span."""
    title = node[0] if isinstance(node[0], nodes.title) else None
    tgroup = cast("nodes.Element", node[-1])
    heads = _rows(tgroup, nodes.thead)
    bodies = _rows(tgroup, nodes.tbody)
    columns = tgroup["cols"]
    classes = [name for name in node["classes"] if name not in _WIDTHS]
    if not bodies:
        classes.append(HEAD_ONLY)
        bodies = [nodes.row("", *(nodes.entry() for _ in range(columns)))]
    spans = any(cast("nodes.Element", entry).attributes.keys() & _SPANS for row in heads + bodies for entry in row)
    options: dict[str, str | None] = {"widths": _widths(node, tgroup), "class": " ".join(classes) or None}
    options |= {"width": node.get("width"), "align": node.get("align")}
    argument = (writer.text(title) or writer.nothing()) if title is not None else ""
    rows = heads + bodies
    places = _places(rows, columns) if spans else []
    if spans and _can_draw(places, columns, len(rows), len(heads)):
        writer.directive("table", argument, options)
        with writer.layout.indented("   "):
            writer.layout.gap()
            for line in Grid(columns, len(heads), [_cell(writer, place) for place in places]).lines():
                writer.layout.line(line)
        return
    writer.directive("list-table", argument, options | {"header-rows": str(len(heads)) if heads else None})
    with writer.layout.indented("   "):
        writer.layout.gap()
        for cells in _spread(places, columns, len(rows)) if spans else map(_plain, rows):
            _row(writer, cells)


def _rows(tgroup: nodes.Element, part: type[nodes.Element]) -> list[nodes.Element]:
    return [row for child in tgroup if isinstance(child, part) for row in child if isinstance(row, nodes.row)]


def _widths(node: nodes.Element, tgroup: nodes.Element) -> str | None:
    if "colwidths-auto" in node["classes"]:
        return "auto"
    if "colwidths-given" in node["classes"]:
        return " ".join(str(child["colwidth"]) for child in tgroup if isinstance(child, nodes.colspec))
    return None


def _row(writer: Writer, cells: Iterable[Content]) -> None:
    """One row of a `list-table`: each cell is an item of the row's item."""
    layout = writer.layout
    with layout.indented("  ", first="* "):
        for cell in cells:
            with layout.indented("  ", first="- "):
                _content(writer, cell)


def _plain(row: nodes.Element) -> list[Content]:
    return [(entry["classes"], entry.children) for entry in row.children if isinstance(entry, nodes.entry)]


def _content(writer: Writer, cell: Content) -> None:
    """The content of a cell; a comment before it names its classes."""
    classes, children = cell
    if classes:
        writer.layout.line(f".. {' '.join(classes)}")
        writer.layout.gap()
    writer.blocks(children)


class Place(NamedTuple):
    """Where a cell stands and how far it reaches; no entry where a row is short."""

    entry: nodes.entry | None
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Cell(NamedTuple):
    """A cell of a grid: its place, its extent and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[str]


def _places(rows: list[nodes.Element], columns: int) -> list[Place]:
    """The places of the cells of `rows`, empty ones where a row is short."""
    taken: set[tuple[int, int]] = set()
    places: list[Place] = []
    for number, row in enumerate(rows):
        entries = (entry for entry in row.children if isinstance(entry, nodes.entry))
        for column in range(columns):
            if (number, column) in taken:
                continue
            place = Place(None, number, column)
            if (entry := next(entries, None)) is not None:
                tall, wide = 1 + entry.get("morerows", 0), 1 + entry.get("morecols", 0)
                place = Place(entry, number, column, min(tall, len(rows) - number), min(wide, columns - column))
            taken.update((number + down, column + right) for down in range(place.rows) for right in range(place.columns))
            places.append(place)
        if next(entries, None) is not None:
            raise UnknownNodeError(row, f"with more than {columns} columns")
    return places


def _can_draw(places: list[Place], columns: int, rows: int, heads: int) -> bool:
    """Whether a grid shows every row and column: a border between two that all cells reach over is no border."""
    is_split = all(place.row >= heads or place.row + place.rows <= heads for place in places)
    return is_split and len({place.column for place in places}) == columns and len({place.row for place in places}) == rows


def _spread(places: list[Place], columns: int, rows: int) -> list[list[Content]]:
    """The rows of a `list-table` in which classes say how far cells reach."""
    spread: list[list[Content]] = [[([SPANNED], [])] * columns for _ in range(rows)]
    for place in places:
        entry = place.entry
        if entry is None:
            spread[place.row][place.column] = ((), ())
            continue
        reach = [f"db-{key}-{entry[key]}" for key in sorted(_SPANS) if entry.get(key)]
        spread[place.row][place.column] = ([*entry["classes"], *reach], entry.children)
    return spread


def _cell(writer: Writer, place: Place) -> Cell:
    entry, lines = place.entry, list[str]()
    if entry is not None and (entry.children or entry["classes"]):
        lines = writer.captured_by(lambda: _content(writer, (entry["classes"], entry.children)))
    if place.columns > 1 and any("|" in line or "+" in line for line in lines):
        lines.append("")  # a bar under a neighbour's corner must not reach from border to border
    return Cell(place.row, place.column, place.rows, place.columns, lines)


class Grid:
    """A grid table, drawn."""

    __slots__ = ("_owner", "_tops", "_widths", "cells", "columns", "heads")

    def __init__(self, columns: int, heads: int, cells: list[Cell]) -> None:
        self.columns = columns
        self.heads = heads
        self.cells = cells
        self._widths: list[int] = []
        self._tops: list[int] = []
        self._owner: dict[tuple[int, int], Cell] = {}

    def lines(self) -> list[str]:
        """The lines of the grid, borders included."""
        count = max(cell.row + cell.rows for cell in self.cells)
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self._owner[row, column] = cell
        self._measure(count)
        drawn = []
        for row in range(count):
            drawn.append(self._border(row))
            drawn.extend(self._content(row, y) for y in range(self._tops[row], self._tops[row + 1] - 1))
        drawn.append(self._border(count))
        return drawn

    def _measure(self, count: int) -> None:
        """Find each column's width and the line at which each row begins: as small as the cells allow, wide cells last."""
        widths, heights = [1] * self.columns, [1] * count
        for cell in sorted(self.cells, key=lambda cell: cell.columns):
            need = max((width(line) for line in cell.lines), default=1)
            have = sum(widths[cell.column : cell.column + cell.columns]) + 3 * (cell.columns - 1)
            widths[cell.column + cell.columns - 1] += max(0, need - have)
        for cell in sorted(self.cells, key=lambda cell: cell.rows):
            have = sum(heights[cell.row : cell.row + cell.rows]) + cell.rows - 1
            heights[cell.row + cell.rows - 1] += max(0, len(cell.lines) - have)
        self._widths = widths
        self._tops = [0]
        for height in heights:
            self._tops.append(self._tops[-1] + height + 1)

    def _text(self, cell: Cell, y: int) -> str:
        """The line `y` of the table inside `cell`, padded to its width."""
        room = sum(self._widths[cell.column : cell.column + cell.columns]) + 3 * (cell.columns - 1)
        at = y - self._tops[cell.row]
        line = cell.lines[at] if at < len(cell.lines) else ""
        return f" {line}{' ' * (room - width(line))} "

    def _content(self, row: int, y: int) -> str:
        line, column = "", 0
        while column < self.columns:
            cell = self._owner[row, column]
            line += "|" + self._text(cell, y)
            column = cell.column + cell.columns
        return line + "|"

    def _border(self, row: int) -> str:
        """The border above `row`; cells that span it show their content."""
        line, column, was_rule = "", 0, False
        stroke = "=" if row == self.heads and row else "-"
        while column < self.columns:
            above, below = self._owner.get((row - 1, column)), self._owner.get((row, column))
            if above is not None and above is below:
                line += ("+" if was_rule else "|") + self._text(above, self._tops[row] - 1)
                column, was_rule = above.column + above.columns, False
                continue
            is_corner = not was_rule or any(cell is not None and cell.column == column for cell in (above, below))
            line += ("+" if is_corner else stroke) + stroke * (self._widths[column] + 2)
            column, was_rule = column + 1, True
        return line + ("+" if was_rule else "|")
