"""The grid of tables: every row has all columns, whatever spans a document asks for."""

from __future__ import annotations

import time

from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from docbook2rst.reader.grid import MAX_COLUMNS, Cell, Grid, Row
from docbook2rst.source.tree import Element

ELEMENT = Element("entry", {}, "doc.xml", 1)


def _read(cell: Cell, entry: nodes.entry) -> None:
    entry.append(nodes.paragraph("", str(cell.columns)))


cells = st.builds(
    lambda column, columns, rows: Cell(ELEMENT, column, columns, rows),
    st.none() | st.integers(0, 6),
    st.integers(1, 5),
    st.integers(1, 4),
)
rows = st.lists(st.lists(cells, max_size=4).map(lambda found: Row(ELEMENT, found)), min_size=1, max_size=6)


def _covered(part: nodes.Element, count: int) -> list[list[int]]:
    """How many entries cover each place of the rows in `part`."""
    counts = [[0] * count for _ in part.children]
    for number, row in enumerate(part.children):
        column = 0
        assert isinstance(row, nodes.row)
        for entry in row.children:
            assert isinstance(entry, nodes.entry)
            while column < count and counts[number][column]:
                column += 1
            for below in range(number, number + 1 + entry.get("morerows", 0)):
                for beside in range(column, column + 1 + entry.get("morecols", 0)):
                    counts[below][beside] += 1
            column += 1 + entry.get("morecols", 0)
    return counts


@given(rows, rows)
def test_every_place_is_covered_once(head: list[Row], body: list[Row]) -> None:
    group = Grid(head, body).tgroup(_read)
    for part in group.children:
        if isinstance(part, nodes.thead | nodes.tbody):
            assert all(count == 1 for row in _covered(part, group["cols"]) for count in row)


@given(rows)
def test_no_cell_is_lost(body: list[Row]) -> None:
    group = Grid([], body).tgroup(_read)
    assert len(list(group.findall(nodes.paragraph))) == sum(len(row.cells) for row in body)


def test_a_huge_table_of_wide_spans_is_cut_down() -> None:
    body = [Row(ELEMENT, [Cell(ELEMENT, columns=MAX_COLUMNS)]), *(Row(ELEMENT, [Cell(ELEMENT)]) for _ in range(5_000))]
    started = time.perf_counter()
    group = Grid([], body, columns=MAX_COLUMNS).tgroup(_read)
    assert group["cols"] == 1
    assert time.perf_counter() - started < 60
