"""The texts that are being read, the document's own undermost, and where each of their characters is."""

from __future__ import annotations

import re
from bisect import bisect_left

from docbook2rst.source.tree import Position

__all__ = ["Input"]

_LINE_END = re.compile("\n")
_END_NAME = re.compile(r"</([A-Za-z_][A-Za-z0-9._:-]*)")


class Input:
    """One text: a file, or the value of an internal entity, all of which stands where the entity is referred to."""

    __slots__ = (
        "_absent",
        "_end_names",
        "_line",
        "_line_ends",
        "_line_start",
        "_next_tags",
        "_seen",
        "ends_line",
        "entity",
        "fixed",
        "has_endless_declaration",
        "path",
        "pos",
        "sections",
        "text",
    )

    def __init__(self, text: str, path: str, *, fixed: Position | None = None, entity: str = "") -> None:
        self.text, self.path, self.fixed, self.entity = text, path, fixed, entity
        self.pos = 0
        """Where reading goes on."""
        self.sections: list[int] = []
        """Where each marked section begins that is open in this text."""
        self.has_endless_declaration = False
        self.ends_line = False
        """Whether a line begins after the reference to this entity."""
        self._seen = self._line_start = 0
        self._line = 1
        self._line_ends: list[int] | None = None
        self._absent: set[str] = set()
        self._next_tags: dict[str, tuple[int, int, bool]] = {}
        self._end_names: frozenset[str] | None = None

    def place(self, pos: int) -> tuple[int, int]:
        """The line and column of the character at `pos`; going forward costs what lies between."""
        if self.fixed is not None:
            return self.fixed.line, self.fixed.column
        seen, text = self._seen, self.text
        if pos < seen:
            return self._place_before(pos)
        lines = text.count("\n", seen, pos)
        if lines:
            self._line += lines
            self._line_start = text.rfind("\n", seen, pos) + 1
        self._seen = pos
        return self._line, pos - self._line_start + 1

    def _place_before(self, pos: int) -> tuple[int, int]:
        """The same for a place that was passed, by a table of all line ends that is made once."""
        if self._line_ends is None:
            self._line_ends = [found.start() for found in _LINE_END.finditer(self.text)]
        line = bisect_left(self._line_ends, pos)
        return line + 1, pos - (self._line_ends[line - 1] if line else -1)

    def position(self, pos: int) -> Position:
        """The same as a position."""
        return self.fixed or Position(self.path, *self.place(pos))

    def find(self, what: str, pos: int) -> int:
        """Where `what` stands at or after `pos`, which never goes back; -1 where it does not, which is looked up only once."""
        if what in self._absent:
            return -1
        found = self.text.find(what, pos)
        if found < 0:
            self._absent.add(what)
        return found

    def ends_next(self, name: str, pos: int, depth: int) -> bool:
        """Whether an element `name` that is open at `pos`, with `depth` more of its name in it, ends before others begin."""
        known = self._next_tags.get(name)
        if known and not depth and known[0] <= pos <= known[1]:
            return known[2]
        tags = re.compile(rf"<(/?){re.escape(name)}(?![\w.-])", re.IGNORECASE).finditer(self.text, pos)
        first = next(tags, None)
        is_end = bool(first and first[1])
        self._next_tags[name] = (pos, first.start() if first else len(self.text), is_end)
        if not is_end or not depth:
            return is_end
        second = next(tags, None)
        return bool(second and second[1])

    def has_end_tag(self, name: str) -> bool:
        """Whether there is an end tag with this name anywhere in the text, in any case of letters."""
        if self._end_names is None:
            self._end_names = frozenset(found.lower() for found in _END_NAME.findall(self.text))
        return name.lower() in self._end_names
