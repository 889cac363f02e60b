"""CALS tables: `table > title, tgroup > colspec, thead, tbody`, with spans by number, by column name and by spanspec."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docutils import nodes

from docbook2rst.pattern import Pattern
from docbook2rst.reader.enclosed import part_of
from docbook2rst.reader.grid import MAX_COLUMNS, Cell, Grid, Row
from docbook2rst.reader.html_tables import read_html_table
from docbook2rst.reader.titles import INFO, TITLES, read_title, rubric, title_elements
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["number"]

_PROPORTION = Pattern(r"\s*(\d*\.?\d*)\s*\*\s*")
_HTML = frozenset(("tr", "caption", "col", "colgroup"))


@element("table", "informaltable")
def table(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """One table; several in a container for several `tgroup`s; a container with the title where there are only pictures."""
    groups = [child for child in element.elements() if child.tag == "tgroup"]
    if not groups and _is_html(element):
        grid, captions = read_html_table(reader, element)
        node = _open(reader, element, parent, [*title_elements(element), *captions])
        _fill(reader, node, grid)
        _after(reader, element, parent, skip={*_HTML, "thead", "tbody", "tfoot"})
    elif not groups:
        node = reader.open(nodes.container(classes=[f"db-{element.tag}"]), element, parent)
        rubric(reader, element, node)
        reader.blocks(element, node, skip=TITLES)
    else:
        place = parent
        if len(groups) > 1:
            place = nodes.container(classes=["db-tgroups"])
            parent.append(place)
        first = _open(reader, element, place, title_elements(element))
        _fill(reader, first, _cals(reader, groups[0]))
        for group in groups[1:]:
            further = nodes.table(classes=[f"db-{element.tag}"])
            place.append(further)
            _fill(reader, further, _cals(reader, group))
        _after(reader, element, place, skip={"tgroup"})


def _is_html(element: Element) -> bool:
    return any(child.tag == "tr" for child in element.elements()) or any(
        grandchild.tag == "tr" for child in element.elements() for grandchild in child.elements()
    )


def _open(reader: Reader, element: Element, parent: nodes.Element, titles: list[Element]) -> nodes.Element:
    """The table node with its title."""
    node = reader.open(nodes.table(classes=[f"db-{element.tag}"]), element, parent)
    for title in titles[:1]:
        read_title(reader, title, nodes.title(), node)
    for title in titles[1:]:
        paragraph = nodes.paragraph(classes=["db-subtitle"])
        parent.append(paragraph)
        reader.inlines(title, paragraph)
    for title in title_elements(element, "titleabbrev"):
        reader.inlines(title, reader.open(nodes.paragraph(classes=["db-titleabbrev"]), title, parent))
    return node


def _fill(reader: Reader, node: nodes.Element, grid: Grid) -> None:
    """Append the `tgroup`, or take `node` away again where there are no rows."""
    if not grid.head and not grid.body:
        parent = node.parent
        parent.remove(node)
        rest = [nodes.rubric("", "", *title.children, ids=node["ids"]) for title in node.children]
        parent.extend(rest)
        return

    def read_cell(cell: Cell, entry: nodes.entry) -> None:
        _entry(reader, cell, entry)

    group = grid.tgroup(read_cell)
    node["classes"].append("colwidths-given" if len(grid.widths) == group["cols"] else "colwidths-auto")
    node.append(group)


def _entry(reader: Reader, cell: Cell, entry: nodes.entry) -> None:
    """Fill `entry` with the blocks of its cell; a nested table for an `entrytbl`."""
    entry.source, entry.line = cell.element.path, cell.element.line
    if cell.element.id:
        reader.label(cell.element, entry, first=True)
    if cell.element.tag == "entrytbl":
        node = nodes.table(classes=["db-entrytbl"])
        entry.append(node)
        _fill(reader, node, _cals(reader, cell.element))
    else:
        reader.blocks(cell.element, entry)


def _after(reader: Reader, element: Element, parent: nodes.Element, skip: Iterable[str]) -> None:
    """Append what a table holds besides rows: metadata, text alternatives and a caption, as blocks after it."""
    rest = [child for child in element.elements() if child.tag not in skip and child.tag not in TITLES]
    for child in rest:
        if child.tag in INFO or child.tag == "indexterm":
            reader.read(child, parent)
        elif child.tag in ("caption", "alt", "textobject"):
            place = reader.open(nodes.container(classes=[f"db-{child.tag}"]), child, parent)
            reader.paragraphs(part_of(child, list(child.children)), place)
        else:
            reader.read(child, parent)


class _Span(NamedTuple):
    first: str
    last: str
    align: str


class _Columns:
    """What the column specifications of a group say: numbers (from 0) by name, alignments by number, spans by name."""

    __slots__ = ("align", "aligns", "numbers", "spans", "widths")

    def __init__(self, align: str, spans: dict[str, _Span] | None = None) -> None:
        self.numbers: dict[str, int] = {}
        self.aligns: dict[int, str] = {}
        self.spans = {} if spans is None else spans
        self.widths: dict[int, str] = {}
        self.align = align

    def read(self, reader: Reader, group: Element) -> None:
        """Take in the `colspec` and `spanspec` children of `group`."""
        column = 0
        for child in group.elements():
            if child.tag == "colspec":
                column = number(reader, child, "colnum", default=column + 1, least=1) - 1
                self.numbers[child.get("colname") or f"\0{column}"] = column
                self.aligns[column] = child.get("align")
                self.widths[column] = child.get("colwidth")
                column += 1
            elif child.tag == "spanspec":
                self.spans[child.get("spanname")] = _Span(child.get("namest"), child.get("nameend"), child.get("align"))


def number(reader: Reader, element: Element, name: str, *, default: int, least: int = 0, most: int = MAX_COLUMNS) -> int:
    """The number in the attribute `name`, kept between `least` and `most` with a problem where it is not (DB207)."""
    text = element.attrib.get(name)
    if text is None or not text.strip():
        return default
    try:
        value = int(text)
    except ValueError:
        value = default if not text.strip().lstrip("+-").isdigit() else most
        used = value
    else:
        used = min(max(value, least), most)
    if used != value or not text.strip().lstrip("+").isdigit():
        reader.problem("DB207", element, what=name, value=text[:40], expected=f"a number from {least} to {most}", used=used)
    return used


def _cals(reader: Reader, group: Element) -> Grid:
    """The grid of a `tgroup` or `entrytbl`; the rows of `tfoot` are its last ones."""
    columns = _Columns(align=group.get("align"))
    columns.read(reader, group)
    grid = Grid(columns=number(reader, group, "cols", default=0))
    if len(columns.numbers) <= MAX_COLUMNS:
        grid.columns = max(grid.columns, len(columns.aligns))
    grid.widths = _widths(columns, grid.columns)
    grid.aligns = {column: align for column, align in columns.aligns.items() if align} | {-1: columns.align}
    foot: list[Row] = []
    for part in group.elements():
        rows = {"thead": grid.head, "tfoot": foot}.get(part.tag, grid.body)
        if part.tag in ("thead", "tbody", "tfoot"):
            rows += _rows(reader, part, columns)
        elif part.tag == "row":
            rows += _rows(reader, _holder(part), columns)
    grid.body += foot
    return grid


def _holder(row: Element) -> Element:
    """A `tbody` for a row that stands outside one."""
    holder = Element("tbody", {}, row.path, row.line, row.column)
    holder.children = [row]
    return holder


def _widths(columns: _Columns, count: int) -> list[int]:
    """Integer proportions where every column has one (`2*`), else nothing."""
    proportions = []
    for column in range(count):
        found = _PROPORTION().fullmatch(columns.widths.get(column, ""))
        if not found or found[1] == ".":
            return []
        proportions.append(float(found[1] or 1))
    if not proportions or not all(0 < share <= 1e6 for share in proportions):  # noqa: PLR2004 - a sane bound
        return []
    if all(share.is_integer() for share in proportions):
        return [int(share) for share in proportions]
    return [max(1, round(share * 100 / sum(proportions))) for share in proportions]


def _rows(reader: Reader, part: Element, columns: _Columns) -> list[Row]:
    """The rows of a `thead`, `tbody` or `tfoot`; the first two may have columns of their own."""
    if part.find("colspec") is not None:
        own = _Columns(align=columns.align, spans=columns.spans)
        own.read(reader, part)
        columns = own
    rows = [child for child in part.elements() if child.tag == "row"]
    return [
        Row(row, [_cell(reader, entry, columns, len(rows) - at) for entry in row.elements()]) for at, row in enumerate(rows)
    ]


def _cell(reader: Reader, entry: Element, columns: _Columns, rows_left: int) -> Cell:
    """One entry with its place and spans."""
    span = columns.spans.get(entry.get("spanname"))
    first, last = (span.first, span.last) if span else (entry.get("namest"), entry.get("nameend"))
    start = columns.numbers.get(first or entry.get("colname"))
    end = columns.numbers.get(last)
    cell = Cell(entry, start)
    if start is not None and end is not None:
        if end < start:
            cell.column = end
        cell.columns = min(abs(end - start) + 1, MAX_COLUMNS)
    missing = [name for name in (first, last) if name and name not in columns.numbers]
    if missing or (entry.get("spanname") and not span):
        value = entry.get("spanname") if not span and entry.get("spanname") else missing[0]
        reader.problem("DB207", entry, what="column name", value=value, expected="declared", used="one column")
    cell.rows = 1 + number(reader, entry, "morerows", default=0, most=rows_left - 1)
    cell.align = entry.get("align") or (span.align if span else "")
    return cell
