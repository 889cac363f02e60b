"""HTML tables inside DocBook: `caption`, `col`, `tr`, `td` and `th` with `colspan` and `rowspan`."""

from __future__ import annotations

from docbook2rst.reader.grid import MAX_COLUMNS, Cell, Grid, Row
from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element

__all__ = ["read_html_table"]


def read_html_table(reader: Reader, element: Element) -> tuple[Grid, list[Element]]:
    """The grid of the table `element`, and its captions."""
    grid = Grid(widths=_widths(element))
    foot: list[Row] = []
    for part, rows in _parts(element):
        into = {"thead": grid.head, "tfoot": foot}.get(part, grid.body)
        into += [Row(row, _cells(reader, row, len(rows) - at)) for at, row in enumerate(rows)]
    grid.body += foot
    if not grid.head:
        _split_head(grid)
    return grid, [child for child in element.elements() if child.tag == "caption"]


def _parts(element: Element) -> list[tuple[str, list[Element]]]:
    """The groups of rows: the name of what holds them, and the rows."""
    parts: list[tuple[str, list[Element]]] = []
    for child in element.elements():
        if child.tag in ("thead", "tbody", "tfoot"):
            parts.append((child.tag, [row for row in child.elements() if row.tag in ("tr", "row")]))
        elif child.tag == "tr":
            if not parts or parts[-1][0] != "table":
                parts.append(("table", []))
            parts[-1][1].append(child)
    return parts


def _split_head(grid: Grid) -> None:
    """Take the first rows for the head where they hold nothing but `th`, and none of them reaches below."""
    count = 0
    reach = 0
    for number, row in enumerate(grid.body):
        if not row.cells or any(cell.element.tag != "th" for cell in row.cells):
            break
        reach = max([reach, *(number + cell.rows for cell in row.cells)])
        count = number + 1
    if 0 < count < len(grid.body) and reach <= count:
        grid.head, grid.body = grid.body[:count], grid.body[count:]


def _cells(reader: Reader, row: Element, rows_left: int) -> list[Cell]:
    cells = []
    for entry in row.elements():
        cell = Cell(entry, align=entry.get("align") or row.get("align"))
        cell.columns = _span(reader, entry, "colspan", MAX_COLUMNS) or 1
        cell.rows = _span(reader, entry, "rowspan", rows_left) or rows_left
        if entry.tag == "th":
            cell.classes = ("db-th",)
        cells.append(cell)
    return cells


def _span(reader: Reader, entry: Element, name: str, most: int) -> int:
    """The span in the attribute `name`; what is no number counts as 1, what is too large as `most`."""
    text = entry.get(name).strip()
    if not text:
        return 1
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004 - no need to read longer ones
    used = min(value, most) if value >= 0 else most if text.isdigit() else 1
    if used != value:
        reader.problem("DB207", entry, what=name, value=text[:40], expected=f"a number from 1 to {most}", used=used)
    return used


def _widths(element: Element) -> list[int]:
    """The columns' widths in percent where every `col` has one, else nothing."""
    widths: list[int] = []
    for child in element.elements():
        for column in [child, *child.elements()] if child.tag == "colgroup" else [child]:
            if column.tag not in ("col", "colgroup") or (column.tag == "colgroup" and any(column.elements())):
                continue
            width = column.get("width").strip().removesuffix("%")
            if not column.get("width").strip().endswith("%") or not width.isdigit() or not 0 < int(width) <= 100:  # noqa: PLR2004
                return []
            span = column.get("span", "1")
            widths += [int(width)] * (min(int(span), MAX_COLUMNS) if span.isascii() and span.isdigit() else 1)
    return widths[: MAX_COLUMNS + 1]
