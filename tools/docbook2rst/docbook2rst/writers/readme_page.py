"""The page that a README is written on: its lines so far, its margins, and the blank lines between blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docutils import nodes

from docbook2rst.writers.readme_inline import Text
from docbook2rst.writers.text_layout import fold

__all__ = ["BODY_INDENT", "MARGIN", "Page"]

BODY_INDENT = 3
"""Headings begin in the first column, everything else here."""

MARGIN = 2
"""How many columns at the right of the page stay free, as lynx leaves them: its lines and ours break at the same words."""

_LEAST_ROOM = 24


class Page:
    """Lines that blocks are appended to.

    Blocks are separated by one blank line.  A block that is `tight` follows the one before without it.  In a list item,
    `marker` holds the bullet until the item's first line takes it.
    """

    __slots__ = ("depth", "edge", "footnotes", "gap", "indent", "lines", "marker", "numbers")

    def __init__(
        self, *, edge: int, indent: int, footnotes: Mapping[str, int], numbers: Mapping[nodes.section, str] | None = None
    ) -> None:
        self.edge = edge
        """The column that no broken line goes beyond."""
        self.indent = indent
        self.footnotes = footnotes
        self.numbers = numbers or {}
        """What stands before the titles of sections, with the space after it."""
        self.lines: list[str] = []
        self.depth = 0
        """How many lists we are in."""
        self.marker = ""
        self.gap = False

    def text(self, node: nodes.Element) -> str:
        """The running text of the node's children."""
        return Text(self.footnotes).of(node)

    def right_edge(self) -> int:
        """The column that lines are broken at; deep in nested blocks further right, so that some room is left."""
        return max(self.edge, self.indent + _LEAST_ROOM) if self.indent else self.edge

    def open(self, *, tight: bool = False) -> None:
        """Write the blank line that is due before a block."""
        if self.gap and not tight:
            self.lines.append("")
        self.gap = True

    def write(self, text: str, *, hang: int = 0, tight: bool = False) -> None:
        """Append the text as one block, broken into lines, the second and later ones `hang` columns further right."""
        margin = " " * self.indent
        lines = fold(text, first=self.marker or margin, rest=margin + " " * hang, edge=self.right_edge())
        if lines:
            self.open(tight=tight or bool(self.marker))
            self.marker = ""
            self.lines.extend(lines)

    def write_lines(self, lines: Sequence[str], *, tight: bool = False) -> None:
        """Append lines as they are, as one block; a bullet that waits gets a line of its own."""
        self.flush_marker()
        self.open(tight=tight)
        self.lines.extend(lines)

    def flush_marker(self) -> None:
        """Write the bullet alone where the item does not begin with text."""
        if self.marker:
            self.lines.append(self.marker.rstrip(" "))
            self.marker = ""
            self.gap = False
