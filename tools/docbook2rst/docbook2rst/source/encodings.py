"""Bytes in any encoding to UTF-8, judged by the bytes before the declaration."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from docbook2rst.pattern import Pattern
from docbook2rst.problems import Problems
from docbook2rst.source.errors import fail
from docbook2rst.source.tree import Position

__all__ = ["locate", "to_utf8"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"), (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"))
_EBCDIC = b"\x4c\x6f\xa7\x94"
_DECLARED = Pattern(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_KNOWN = Pattern(r"(iso|cp|koi8|mac|utf|euc|shift|gb|big5|hz|ascii|tis|ptcp|johab|hp)")
_STATEFUL = Pattern(r"(utf-7|iso2022|hz)")
_WIDE = Pattern(r"utf-(16|32)")
_UTF8 = frozenset(("utf-8", "utf-8-sig"))
_C1 = Pattern("[\x80-\x9f]")
_SURROGATE = Pattern(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are not UTF-8, read one by one as windows-1252, or as ISO-8859-1 where that has no character."""
    assert isinstance(error, UnicodeDecodeError)
    found = error.object[error.start : error.end]
    text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in found)
    return text, error.end


codecs.register_error("docbook2rst.windows1252", _windows_1252)


def locate(name: str, data: bytes, offset: int) -> Position:
    """The place of byte `offset` of the UTF-8 text `data`; XML's three line ends count."""
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Position(name, before.count(b"\n") + 1, column)


def _codec(declared: str) -> str:
    """Python's name of a text encoding, empty where `declared` is none that a document could be in."""
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""
    return name if _KNOWN().match(name) else ""


def to_utf8(data: bytes, name: str, problems: Problems, declared: str = "") -> bytes:
    """`data` as UTF-8 without a byte order mark; `declared` is an encoding named from outside.

    A declaration that is wrong is reported as DB104: where it stands if all bytes fit UTF-8, else at the first byte that
    does not fit it.

    Raises:
        SourceError: the bytes are no text in the encoding that they are marked as.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], codec, name, problems)
    for start, codec in _UNMARKED:
        if data.startswith(start):
            return _strict(data, codec, name, problems)
    if data.startswith(_EBCDIC):
        head = _DECLARED().match(data[:200].decode("cp037"))
        codec = _codec(head[1]) if head else ""
        return _strict(data, codec or "cp037", name, problems).replace(b"\xc2\x85", b"\n")
    head = None if declared else _DECLARED().match(data[:200].decode("latin-1"))
    if head:
        return _Unmarked(data, name, problems, head[1], head.start(1)).read()
    return _Unmarked(data, name, problems, declared, 0).read()


def _strict(data: bytes, codec: str, name: str, problems: Problems) -> bytes:
    try:
        return data if codec == "utf-8" and data.isascii() else data.decode(codec).encode()
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        before = data[:start].decode(codec, "ignore").encode()
        fail(problems, "DB101", locate(name, before, len(before)), detail=f"the bytes are not valid {codec.upper()}")


class _Unmarked(NamedTuple):
    """A text whose encoding is only known by a declaration, which stands at byte `place` of it."""

    data: bytes
    name: str
    problems: Problems
    declared: str
    place: int

    def read(self) -> bytes:
        """The text as UTF-8."""
        codec = _codec(self.declared) if self.declared else "utf-8"
        if self.data.isascii():
            if codec and _STATEFUL().match(codec):
                return _strict(self.data, codec, self.name, self.problems)
            if not codec or _WIDE().match(codec):
                self._note("ASCII", self.place)
            return self.data
        try:
            self.data.decode()
        except UnicodeDecodeError as error:
            return self._not_utf8(codec, error.start)
        if codec not in _UTF8:
            self._note("UTF-8", self.place)
        return self.data

    def _not_utf8(self, codec: str, first: int) -> bytes:
        """The text by its declaration where the bytes allow that, else as windows-1252; byte `first` is not UTF-8."""
        if surrogate := _SURROGATE().search(self.data):
            place = locate(self.name, self.data, surrogate.start())
            fail(self.problems, "DB101", place, detail="a lone surrogate is not a character")
        if codec and codec not in {*_UTF8, "ascii"} and not _WIDE().match(codec):
            try:
                text = self.data.decode(codec)
            except UnicodeDecodeError as error:
                first = error.start
            else:
                control = _C1().search(text) if codec == "iso8859-1" else None
                if control is None:
                    return text.encode()
                first = control.start()
        self._note("windows-1252", first)
        return self.data.decode("utf-8", "docbook2rst.windows1252").encode()

    def _note(self, actual: str, offset: int) -> None:
        place = locate(self.name, self.data, offset)
        self.problems.add("DB104", place, declared=self.declared or "UTF-8", actual=actual)
