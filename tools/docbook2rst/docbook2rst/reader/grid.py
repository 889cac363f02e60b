"""The grid of a table: cells that span columns and rows, laid out so that every row has the same number of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from docutils import nodes

from docbook2rst.source.tree import Element

__all__ = ["MAX_COLUMNS", "Cell", "Grid", "Row"]

MAX_COLUMNS = 1_000
"""No span is wider and no declared number of columns counts for more, as in HTML."""

_ALIGNMENTS = frozenset(("right", "center", "justify", "char"))

_MAX_PADDING = 200_000
"""With more empty cells than these, spans and declared columns are cut down to what the entries themselves need."""


class Cell:
    """One entry: where it stands (its column from 0, None for the next free one), how far it reaches, and what it becomes."""

    __slots__ = ("align", "classes", "column", "columns", "element", "rows")

    def __init__(self, element: Element, column: int | None = None, columns: int = 1, rows: int = 1, align: str = "") -> None:
        self.element = element
        self.column = column
        self.columns = columns
        self.rows = rows
        self.align = align
        self.classes: tuple[str, ...] = ()


class Row(NamedTuple):
    """One row of cells, and the element it comes from."""

    element: Element
    cells: list[Cell]


class Grid:
    """The rows of one table; `tgroup` makes the nodes."""

    __slots__ = ("aligns", "body", "columns", "head", "widths")

    def __init__(
        self, head: Iterable[Row] = (), body: Iterable[Row] = (), columns: int = 0, widths: Iterable[int] = ()
    ) -> None:
        self.head = list(head)
        self.body = list(body)
        self.columns = columns
        """The number of columns that the document declares, 0 where it declares none."""
        self.widths = list(widths)
        """The relative widths of all columns, empty where they are to be automatic."""
        self.aligns: dict[int, str] = {}
        """The alignment of a column's cells that say none themselves; -1 stands for all other columns."""

    def tgroup(self, read: Callable[[Cell, nodes.entry], None]) -> nodes.tgroup:
        """The `tgroup` of this grid; `read` fills each entry."""
        if not self.body:
            self.head, self.body = [], self.head
        parts = [_place(rows) for rows in (self.head, self.body)]
        count = max([1, min(self.columns, MAX_COLUMNS), *(row.width for part in parts for row in part)])
        if count * (len(self.head) + len(self.body)) > _MAX_PADDING:
            self._narrow()
            parts = [_place(rows) for rows in (self.head, self.body)]
            count = max([1, *(row.width for part in parts for row in part)])
        widths = self.widths if len(self.widths) == count else [max(1, 100 // count)] * count
        group = nodes.tgroup(cols=count)
        group.extend(nodes.colspec(colwidth=width) for width in widths)
        for rows, node in zip(parts, (nodes.thead(), nodes.tbody()), strict=True):
            if rows:
                group.append(node)
                node.extend(self._row(placed, count, read) for placed in rows)
        return group

    def _row(self, placed: _Placed, count: int, read: Callable[[Cell, nodes.entry], None]) -> nodes.row:
        """The `row` node; columns that no cell takes get empty entries."""
        node = nodes.row()
        node.source, node.line = placed.row.element.path, placed.row.element.line
        column = 0
        for start, cell, height in placed.cells:
            _pad(node, column, start, placed.taken)
            entry = nodes.entry(classes=[*cell.classes])
            if cell.columns > 1:
                entry["morecols"] = cell.columns - 1
            if height > 1:
                entry["morerows"] = height - 1
            align = cell.align or self.aligns.get(start) or self.aligns.get(-1)
            if align in _ALIGNMENTS:
                entry["classes"].append(f"db-align-{align}")
            entry.parent = node
            node.children.append(entry)
            read(cell, entry)
            column = start + cell.columns
        _pad(node, column, count, placed.taken)
        return node

    def _narrow(self) -> None:
        """Cut every span to what the entries need: the most cells that one row has."""
        rows = [*self.head, *self.body]
        most = max((len(row.cells) for row in rows), default=1)
        for row in rows:
            for cell in row.cells:
                cell.columns = min(cell.columns, most)
                if cell.column is not None and cell.column + cell.columns > most:
                    cell.column = None


class _Placed(NamedTuple):
    """A row whose cells have their columns: (column, cell, rows), and the columns that cells from above take."""

    row: Row
    cells: list[tuple[int, Cell, int]]
    taken: set[int]
    width: int


def _place(rows: list[Row]) -> list[_Placed]:
    """Give every cell its column; cells that overlap move right, spans end with the rows."""
    placed: list[_Placed] = []
    reaching: dict[int, int] = {}
    for number, row in enumerate(rows):
        taken = set(reaching)
        cells: list[tuple[int, Cell, int]] = []
        free = 0
        used = set(taken)
        for cell in row.cells:
            start = max(free, cell.column) if cell.column is not None else free
            while not used.isdisjoint(range(start, start + cell.columns)):
                start = _next_free(used, start, cell)
            height = min(cell.rows, len(rows) - number)
            cells.append((start, cell, height))
            used.update(range(start, start + cell.columns))
            free = start + cell.columns
            if height > 1:
                reaching.update(dict.fromkeys(range(start, free), height))
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        placed.append(_Placed(row, cells, taken, max(used, default=-1) + 1))
    return placed


def _next_free(used: set[int], start: int, cell: Cell) -> int:
    """The column behind the first taken one in the way of `cell`, which shrinks when it cannot fit before it."""
    if start not in used:
        room = next(column for column in range(start, start + cell.columns) if column in used) - start
        cell.columns = room
        return start
    return start + 1


def _pad(node: nodes.row, start: int, end: int, taken: set[int]) -> None:
    node.extend(nodes.entry() for column in range(start, end) if column not in taken)
