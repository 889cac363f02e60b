"""Bytes in any encoding to UTF-8, judged by the bytes before the declaration."""

from __future__ import annotations

import codecs
import re

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
_DECLARED = re.compile(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_KNOWN = re.compile(r"(iso|cp|koi8|mac|utf|euc|shift|gb|big5|hz|ascii|tis|ptcp|johab|hp)")
_STATEFUL = re.compile(r"(utf-7|iso2022|hz)")
_WIDE = re.compile(r"utf-(16|32)")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


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
    return name if _KNOWN.match(name) else ""


def to_utf8(data: bytes, name: str, problems: Problems, declared: str = "") -> bytes:
    """`data` as UTF-8 without a byte order mark; `declared` is an encoding named from outside.

    A declaration that is wrong is reported as DB104 at the first byte that proves it.

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
        head = _DECLARED.match(data[:200].decode("cp037"))
        codec = _codec(head[1]) if head else ""
        return _strict(data, codec or "cp037", name, problems).replace(b"\xc2\x85", b"\n")
    if not declared:
        head = _DECLARED.match(data[:200].decode("latin-1"))
        declared = head[1] if head else ""
    return _by_bytes(data, name, problems, declared)


def _strict(data: bytes, codec: str, name: str, problems: Problems) -> bytes:
    try:
        return data if codec == "utf-8" and data.isascii() else data.decode(codec).encode()
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        before = data[:start].decode(codec, "ignore").encode()
        fail(problems, "DB101", locate(name, before, len(before)), detail=f"the bytes are not valid {codec.upper()}")


def _by_bytes(data: bytes, name: str, problems: Problems, declared: str) -> bytes:
    codec = _codec(declared) if declared else "utf-8"
    if data.isascii():
        if codec and _STATEFUL.match(codec):
            return _strict(data, codec, name, problems)
        if not codec or _WIDE.match(codec):
            problems.add("DB104", Position(name, 1, 1), declared=declared, actual="ASCII")
        return data
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, name, problems, declared, codec, error.start)
    if codec not in {"utf-8", "utf-8-sig"}:
        first = next(index for index, byte in enumerate(data) if byte >= 0x80)  # noqa: PLR2004
        problems.add("DB104", locate(name, data, first), declared=declared, actual="UTF-8")
    return data


def _not_utf8(data: bytes, name: str, problems: Problems, declared: str, codec: str, first: int) -> bytes:
    if surrogate := _SURROGATE.search(data):
        fail(problems, "DB101", locate(name, data, surrogate.start()), detail="a lone surrogate is not a character")
    if codec and codec not in {"utf-8", "utf-8-sig", "ascii"} and not _WIDE.match(codec):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            first = error.start
        else:
            if codec != "iso8859-1" or not re.search("[\x80-\x9f]", text):
                return text.encode()
    text = data.decode("utf-8", "docbook2rst.windows1252")
    problems.add("DB104", locate(name, data, first), declared=declared or "UTF-8", actual="windows-1252")
    return text.encode()
