"""The prolog of a document as bytes: what is put in its DOCTYPE, and what an entity file may not begin with.

Everything is replaced so that lines and columns of what follows stay, or are known to be moved.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docbook2rst.pattern import Pattern
from docbook2rst.source.encodings import locate
from docbook2rst.source.tree import Position

__all__ = ["Prolog", "not_standalone", "without_prolog"]

_STANDALONE = Pattern(rb"""\A(<\?xml\s[^>]*?\bstandalone\s*=\s*)(["'])yes["']""")
_EXTERNAL_ID = rb"""(?:SYSTEM\s*(?:"[^"]*"|'[^']*')|PUBLIC\s*(?:"[^"]*"|'[^']*')\s*(?:"[^"]*"|'[^']*'))?\s*"""
_BEFORE = rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+"
_DOCTYPE = Pattern(_BEFORE + rb"(<!DOCTYPE\s+[^\s\[>]+\s*" + _EXTERNAL_ID + rb")(\[)?", re.DOTALL)
_DECLARATION = Pattern(rb"\s*(<\?xml(?=\s).*?\?>)", re.DOTALL)
_SUBSET = Pattern(rb"""<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|(\])""", re.DOTALL)
_CLOSE = Pattern(rb"\s*>")
_NOT_LINE_END = Pattern(r"[^\n\r]")


def not_standalone(data: bytes) -> bytes:
    """`data` without the claim standalone="yes", under which expat reads no entity file."""
    return _STANDALONE().sub(rb"\1\2no\2 ", data, count=1) if b"standalone" in data[:200] else data


_NOWHERE = Position("", 0)


class Prolog(NamedTuple):
    """A document with declarations put first in its internal subset; without a DOCTYPE nothing is put in."""

    data: bytes
    added: bytes = b""
    offset: int = 0
    """Where `added` stands in `data`."""
    place: Position = _NOWHERE
    """The same as a line and a column."""

    @classmethod
    def of(cls, data: bytes, declarations: bytes) -> Prolog:
        """`data` with `declarations` put in."""
        found = _DOCTYPE().match(data) if declarations else None
        if found is None:
            return cls(data)
        added = declarations if found[2] else b"[" + declarations + b"]"
        offset = found.end()
        return cls(data[:offset] + added + data[offset:], added, offset, locate("", data, offset))

    @property
    def original(self) -> bytes:
        """The document as it was."""
        return self.data[: self.offset] + self.data[self.offset + len(self.added) :]

    def moved_back(self, position: Position) -> Position:
        """Where `position` is in the original."""
        if position.line == self.place.line and position.column > self.place.column:
            return position._replace(column=max(position.column - len(self.added.decode()), self.place.column))
        return position


def without_prolog(data: bytes) -> tuple[bytes, int | None]:
    """An entity file that reads as content, and the offset of the DOCTYPE that was taken from it, None where it had none.

    XML allows such a file neither a DOCTYPE nor an XML declaration that names no encoding; both become processing instructions.
    """
    if data[:100].lstrip()[:2] not in {b"<?", b"<!"}:
        return data, None
    if declaration := _DECLARATION().match(data):
        data = _passed_over(data, *declaration.span(1))
    found = _DOCTYPE().match(data)
    end = _end(data, found) if found else None
    if found is None or end is None:
        return data, None
    return _passed_over(data, found.start(1), end), found.start(1)


def _end(data: bytes, found: re.Match[bytes]) -> int | None:
    """Where the DOCTYPE ends, None where it does not."""
    end = found.end()
    if found[2]:
        brackets = (token for token in _SUBSET().finditer(data, end) if token[1])
        closing = next(brackets, None)
        if closing is None:
            return None
        end = closing.end()
    close = _CLOSE().match(data, end)
    return close.end() if close else None


def _passed_over(data: bytes, start: int, end: int) -> bytes:
    """`data` with a processing instruction of as many lines and columns in the place of what stands there."""
    text = data[start:end].decode()
    last_line_end = text[-2] if text[-2] in "\r\n" else ""
    blank = _NOT_LINE_END().sub(" ", text[5:-2]) + last_line_end
    return b"".join((data[:start], b"<?doc", blank.encode(), b"?>", data[end:]))
