"""Lines of output with indentation: the one place where the writers' strings are joined.

A block writer says `line` and `gap`; nesting is `indented`. What a list item or a footnote begins with (`- `, `.. [#f1] `)
waits until its first line is written, so an item's first block never needs to know that it is first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Layout"]


class Layout:
    """The lines written so far and the indentation of the next one."""

    __slots__ = ("_first", "_indent", "_lines", "_tight")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = ""
        self._first: str | None = None
        self._tight = -1

    def line(self, text: str) -> None:
        """Write one line; `text` has no line break and no white space at its end."""
        if self._first is not None:
            self._lines.append((self._first + text).rstrip(" "))
            self._first = None
        else:
            self._lines.append(self._indent + text if text else "")

    def lines(self, text: str) -> None:
        """Write `text`, which may hold several lines."""
        if "\n" not in text:
            self.line(text)
            return
        lines = text.split("\n")
        if self._first is not None:
            self.line(lines.pop(0))
        indent = self._indent
        self._lines += [indent + line if line else "" for line in lines]

    def gap(self) -> None:
        """Leave one empty line before the next one, unless there is one, or nothing is written yet in this item."""
        if self._first is None and self._lines and self._lines[-1] and len(self._lines) != self._tight:
            self._lines.append("")

    @contextmanager
    def tight(self) -> Iterator[None]:
        """Leave no gap before the first line that is written inside."""
        self._tight = len(self._lines)
        yield

    @contextmanager
    def indented(self, indent: str, first: str | None = None) -> Iterator[None]:
        """Indent what is written inside by `indent`; its first line begins with `first` instead, where that is given."""
        outer = self._indent
        if first is not None:
            self._first = (outer if self._first is None else self._first) + first
        self._indent = outer + indent
        yield
        if first is not None and self._first is not None:
            self.line("")
        self._indent = outer

    @property
    def is_at_first_line(self) -> bool:
        """Whether the next line stands behind the mark of its item."""
        return self._first is not None

    def result(self) -> list[str]:
        """The lines, without empty ones at the end."""
        lines = self._lines
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def text(self) -> str:
        """All lines as one string that ends with one newline."""
        return "\n".join(self.result()) + "\n"
