"""A table node as a grid of cells, and how wide its columns become in plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docutils import nodes

__all__ = ["Cell", "Grid", "Wish", "column_widths", "grid_of"]


class Cell(NamedTuple):
    """One entry at its place: the row and column of its upper left corner, and how many of each it covers."""

    entry: nodes.entry
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def align(self) -> str:
        """`left`, `right`, `center`, ... as the entry's class says."""
        found = (name.removeprefix("db-align-") for name in self.entry["classes"] if name.startswith("db-align-"))
        return next(found, "left")


class Grid(NamedTuple):
    """All cells of one tgroup in reading order; the first `heads` rows are its head."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    heads: int

    @property
    def has_spans(self) -> bool:
        """Whether any cell covers more than one row or column."""
        return any(cell.rows > 1 or cell.columns > 1 for cell in self.cells)

    def by_row(self) -> list[list[Cell]]:
        """For each row the cells that begin in it."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


def grid_of(tgroup: nodes.tgroup) -> Grid:
    """The cells of the table, each put into the first place of its row that no cell above covers."""
    heads = [row for part in tgroup.children if isinstance(part, nodes.thead) for row in part.children]
    bodies = [row for part in tgroup.children if isinstance(part, nodes.tbody) for row in part.children]
    rows = heads + bodies
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        column = 0
        for entry in row.children:
            if not isinstance(entry, nodes.entry):
                continue
            while (index, column) in taken:
                column += 1
            height = min(1 + int(entry.get("morerows", 0)), len(rows) - index)
            width = 1 + int(entry.get("morecols", 0))
            taken.update((index + down, column + right) for down in range(height) for right in range(width))
            cells.append(Cell(entry=entry, row=index, column=column, rows=height, columns=width))
            column += width
    wanted = int(tgroup.get("cols", 0))
    return Grid(tuple(cells), len(rows), max([wanted, *(cell.column + cell.columns for cell in cells)]), len(heads))


class Wish(NamedTuple):
    """How wide a cell is: with its longest word on a line (`least`), and with no line broken (`natural`)."""

    cell: Cell
    least: int
    natural: int


def column_widths(grid: Grid, wishes: Sequence[Wish], *, room: int, gap: int) -> list[int]:
    """The columns' widths, in sum with the gaps at most `room` wherever the longest words allow it.

    Columns that need less than their share get what they need; the others share the rest by how much they would like.
    """
    least = _spread(grid, ((wish.cell, wish.least) for wish in wishes), gap)
    natural = _spread(grid, ((wish.cell, wish.natural) for wish in wishes), gap)
    natural = [max(pair) for pair in zip(least, natural, strict=True)]
    free = room - gap * (grid.columns - 1) - sum(least)
    wanted = [want - have for want, have in zip(natural, least, strict=True)]
    if free <= 0:
        return least
    if sum(wanted) <= free:
        return natural
    return _share(least, wanted, free)


def _share(least: list[int], wanted: list[int], free: int) -> list[int]:
    """The least widths plus `free` columns, given in turn to whoever still wants, the small wishes first."""
    widths = list(least)
    hungry = sorted((want, index) for index, want in enumerate(wanted) if want)
    for position, (want, index) in enumerate(hungry):
        given = min(want, free // (len(hungry) - position))
        widths[index] += given
        free -= given
    return widths


def _spread(grid: Grid, needs: Iterable[tuple[Cell, int]], gap: int) -> list[int]:
    """What each column needs; a cell over several columns widens the last of them by what it lacks."""
    widths = [1] * grid.columns
    spanning: list[tuple[Cell, int]] = []
    for cell, need in needs:
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], need)
        else:
            spanning.append((cell, need))
    for cell, need in spanning:
        covered = range(cell.column, cell.column + cell.columns)
        lacking = need - sum(widths[index] for index in covered) - gap * (cell.columns - 1)
        for turn, index in enumerate(covered):
            if lacking > 0:
                given = -(-lacking // (cell.columns - turn))
                widths[index] += given
                lacking -= given
    return widths
