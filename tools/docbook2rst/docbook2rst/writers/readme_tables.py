"""Tables of a README: aligned columns, or a drawn grid where cells span several rows or columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docutils import nodes

from docbook2rst.writers.readme_page import Page
from docbook2rst.writers.text_layout import columns, pad
from docbook2rst.writers.text_nodes import contents_of
from docbook2rst.writers.text_tables import Cell, Grid, Wish, column_widths, grid_of

__all__ = ["table_lines"]

_WriteBlocks = Callable[[Page, Sequence[nodes.Node]], None]
_GAP = 2
_GRID_GAP = 3
_ENDLESS = 1_000_000


def table_lines(page: Page, tgroup: nodes.tgroup, write_blocks: _WriteBlocks) -> list[str]:
    """The lines of the table, `page.indent` columns in; `write_blocks` writes what is in the cells."""
    grid = grid_of(tgroup)

    def lines_of(cell: Cell, edge: int) -> list[str]:
        inner = Page(edge=edge, indent=0, footnotes=page.footnotes)
        write_blocks(inner, contents_of(cell.entry))
        return [line.expandtabs() for line in inner.lines]

    room = page.edge - page.indent
    wishes = [Wish(cell, _width(lines_of(cell, 1)), _width(lines_of(cell, _ENDLESS))) for cell in grid.cells]
    margin = " " * page.indent
    if grid.has_spans:
        widths = column_widths(grid, wishes, room=room - 4, gap=_GRID_GAP)
        drawn = _Drawing(grid, widths, lines_of).lines()
    else:
        widths = column_widths(grid, wishes, room=room, gap=_GAP)
        drawn = _plain(grid, widths, lines_of)
    return [(margin + line).rstrip(" ") for line in drawn]


def _width(lines: list[str]) -> int:
    return max(map(columns, lines), default=0)


def _placed(line: str, width: int, align: str) -> str:
    """The line at its place in the column."""
    free = max(width - columns(line), 0)
    before = free if align == "right" else free // 2 if align == "center" else 0
    return " " * before + pad(line, width - before)


def _plain(grid: Grid, widths: list[int], lines_of: Callable[[Cell, int], list[str]]) -> list[str]:
    """Columns side by side, a line of dashes below the head, blank lines between the rows if any row has several lines."""
    rows = [_plain_row(cells, widths, lines_of) for cells in grid.by_row()]
    is_open = any(len(row) > 1 for row in rows[grid.heads :])
    result: list[str] = []
    for index, row in enumerate(rows):
        if index and index == grid.heads:
            result.append((" " * _GAP).join("-" * width for width in widths))
        elif index > grid.heads and is_open:
            result.append("")
        result += row
    return result


def _plain_row(cells: list[Cell], widths: list[int], lines_of: Callable[[Cell, int], list[str]]) -> list[str]:
    texts = {cell.column: (lines_of(cell, widths[cell.column]), cell.align) for cell in cells}
    height = max([1, *(len(lines) for lines, _ in texts.values())])
    result = []
    for number in range(height):
        pieces = []
        for column, width in enumerate(widths):
            lines, align = texts.get(column, ([], "left"))
            pieces.append(_placed(lines[number] if number < len(lines) else "", width, align))
        result.append((" " * _GAP).join(pieces))
    return result


class _Drawing:
    """A grid of lines: a field of single columns, in which a wide character's second column is empty."""

    def __init__(self, grid: Grid, widths: list[int], lines_of: Callable[[Cell, int], list[str]]) -> None:
        self.grid = grid
        self.left = [0]
        for width in widths:
            self.left.append(self.left[-1] + width + _GRID_GAP)
        self.texts = [(cell, lines_of(cell, self._inner_width(cell))) for cell in grid.cells]
        self.top = [0]
        for height in self._heights():
            self.top.append(self.top[-1] + height + 1)
        self.field = [[" "] * (self.left[-1] + 1) for _ in range(self.top[-1] + 1)]

    def _inner_width(self, cell: Cell) -> int:
        return self.left[cell.column + cell.columns] - self.left[cell.column] - _GRID_GAP

    def _heights(self) -> list[int]:
        """How many lines each row has; a cell over several rows makes the last of them higher if need be."""
        heights = [1] * self.grid.rows
        for cell, lines in sorted(self.texts, key=lambda pair: pair[0].row + pair[0].rows):
            last = cell.row + cell.rows - 1
            above = sum(heights[cell.row : last]) + cell.rows - 1
            heights[last] = max(heights[last], len(lines) - above)
        return heights

    def lines(self) -> list[str]:
        """The drawing, line by line."""
        for cell, _ in self.texts:
            self._box(cell)
        self._head_line()
        for cell, text in self.texts:
            for number, line in enumerate(text):
                placed = _placed(line, self._inner_width(cell), cell.align)
                self._put(self.top[cell.row] + 1 + number, self.left[cell.column] + 2, placed)
        return ["".join(row) for row in self.field]

    def _box(self, cell: Cell) -> None:
        top, bottom = self.top[cell.row], self.top[cell.row + cell.rows]
        left, right = self.left[cell.column], self.left[cell.column + cell.columns]
        for row in (top, bottom):
            for column in range(left, right + 1):
                self._line(row, column, "-")
        for column in (left, right):
            for row in range(top, bottom + 1):
                self._line(row, column, "|")

    def _line(self, row: int, column: int, mark: str) -> None:
        """Draw one mark; where it meets the other kind there is a corner."""
        there = self.field[row][column]
        self.field[row][column] = mark if there in (" ", mark) else "+"

    def _head_line(self) -> None:
        if 0 < self.grid.heads < self.grid.rows:
            row = self.field[self.top[self.grid.heads]]
            row[:] = ["=" if mark == "-" else mark for mark in row]

    def _put(self, row: int, column: int, text: str) -> None:
        """Write the text, one character for each column."""
        field = self.field[row]
        for character in text:
            width = columns(character)
            if not width:
                field[column - 1] += character
                continue
            field[column] = character
            field[column + 1 : column + width] = [""] * (width - 1)
            column += width
