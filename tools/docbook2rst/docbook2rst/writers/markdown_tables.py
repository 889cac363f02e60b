"""Tables with pipes, for those whose every cell is one paragraph."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.writers.markdown_escape import anchor, one_line
from docbook2rst.writers.markdown_inline import Footnotes, Text
from docbook2rst.writers.text_nodes import contents_of
from docbook2rst.writers.text_tables import Cell, Grid, grid_of

__all__ = ["is_simple", "pipe_table"]

_RULES = {"right": "---:", "center": ":---:"}


def is_simple(tgroup: nodes.tgroup) -> bool:
    """Whether pipes can say the table: one head row, no spans, one paragraph or nothing in each cell."""
    grid = grid_of(tgroup)
    return grid.heads == 1 and not grid.has_spans and all(_is_simple_cell(cell) for cell in grid.cells)


def _is_simple_cell(cell: Cell) -> bool:
    blocks = contents_of(cell.entry)
    return len(blocks) <= 1 and all(isinstance(block, nodes.paragraph) for block in blocks)


def pipe_table(footnotes: Footnotes, tgroup: nodes.tgroup) -> list[str]:
    """The table's lines, cells not padded, so that a longer one changes its own line alone."""
    grid = grid_of(tgroup)
    rows = [_row(footnotes, cells, grid.columns) for cells in grid.by_row()]
    rule = "| " + " | ".join(_rules(grid)) + " |"
    return [rows[0], rule, *rows[1:]]


def _row(footnotes: Footnotes, cells: list[Cell], width: int) -> str:
    texts = [""] * width
    for cell in cells:
        texts[cell.column] = _cell_text(footnotes, cell)
    return "|" + "|".join(f" {text} " if text else " " for text in texts) + "|"


def _cell_text(footnotes: Footnotes, cell: Cell) -> str:
    anchors = "".join(map(anchor, cell.entry.get("ids", ())))
    for block in contents_of(cell.entry):
        if isinstance(block, nodes.Element):
            anchors += "".join(map(anchor, block.get("ids", ())))
            return one_line(anchors + Text(footnotes, in_cell=True).of(block))
    return anchors


def _rules(grid: Grid) -> list[str]:
    """The delimiter row: a column is aligned where all cells of its body agree."""
    aligns: list[set[str]] = [set() for _ in range(grid.columns)]
    for cell in grid.cells:
        if cell.row >= grid.heads:
            aligns[cell.column].add(cell.align)
    return [_RULES.get(next(iter(found)), "---") if len(found) == 1 else "---" for found in aligns]
