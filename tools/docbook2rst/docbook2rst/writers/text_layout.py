"""Lines of plain text: how wide they are, and where they may be broken."""

from __future__ import annotations

from docutils.utils import column_width

from docbook2rst.pattern import Pattern

__all__ = ["WIDE", "columns", "fold", "pad", "words_of"]

WIDE = Pattern("[^\x00-\u02ff\u2010-\u203f\u2190-\u22ff]")
"""A character that may take another number of columns than one; outside of it `len` is right."""

_WORD = Pattern(r"[^ \t\r\n\f]+")
_AFTER_STOP = Pattern("(?<=[\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1b\u300d\u300f\uff09])"
                         "(?![\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1b\u300d\u300f\uff09])")  # fmt: skip
_NOT_FIRST = "\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1b\uff1a\u300d\u300f\uff09\u3011\u30fc\u3005"
_FULL = 2


def columns(text: str) -> int:
    """How many columns the text takes on a terminal: two for wide East Asian characters, none for combining ones."""
    if text.isascii() or not WIDE().search(text):
        return len(text)
    return int(column_width(text))


def pad(text: str, width: int) -> str:
    """The text with spaces to its right up to `width` columns; longer text as it is."""
    return text + " " * (width - columns(text))


def words_of(text: str) -> list[str]:
    """The text's words; no-break spaces are part of a word."""
    return text.split() if text.isascii() else _WORD().findall(text)


def fold(text: str, *, first: str = "", rest: str = "", edge: int) -> list[str]:
    """The text as lines of at most `edge` columns, the first after `first`, the others after `rest`.

    Lines are broken at white space alone, and in East Asian text after its punctuation, or between two wide characters where
    a line would not fit otherwise.  A word that is longer than a line stays whole.  Text without words gives no line.
    """
    words = words_of(text)
    if not words:
        return []
    joined = " ".join(words)
    if joined.isascii() or not WIDE().search(joined):
        return _fold_narrow(joined, first, rest, edge)
    return _fold_wide(words, first, rest, edge)


def _fold_narrow(text: str, first: str, rest: str, edge: int) -> list[str]:
    lines: list[str] = []
    start, end = 0, len(text)
    lead = first
    while True:
        room = edge - len(lead)
        if end - start <= room:
            lines.append(lead + text[start:])
            return lines
        stop = text.rfind(" ", start, start + room + 1) if room > 0 else -1
        if stop < 0:
            stop = text.find(" ", start)
        if stop < 0:
            lines.append(lead + text[start:])
            return lines
        lines.append(lead + text[start:stop])
        start = stop + 1
        lead = rest


def _fold_wide(words: list[str], first: str, rest: str, edge: int) -> list[str]:
    lines: list[str] = []
    line, lead = "", first
    used = columns(lead)
    for word in words:
        gap = " "
        for piece in _pieces(word, edge - columns(rest)):
            width = columns(piece)
            if line and used + len(gap) + width > edge:
                lines.append(lead + line)
                line, lead, gap = "", rest, ""
                used = columns(lead)
            if line:
                line += gap
                used += len(gap)
            line += piece
            used += width
            gap = ""
    lines.append(lead + line)
    return lines


def _pieces(word: str, room: int) -> list[str]:
    """The parts of a word between which a line may be broken without a space."""
    parts = _AFTER_STOP().split(word)
    return [piece for part in parts if part for piece in (_characters(part) if columns(part) > room else [part])]


def _characters(part: str) -> list[str]:
    """The part cut after each wide character, but never before punctuation that must not begin a line."""
    pieces: list[str] = []
    for character in part:
        joins = pieces and (character in _NOT_FIRST or columns(pieces[-1][-1]) < _FULL or columns(character) < _FULL)
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
