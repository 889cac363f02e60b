"""A file under an SGML name: its text, and whether it is XML all the same."""

from __future__ import annotations

import codecs
import re

from docbook2rst.problems import Problems
from docbook2rst.source.encodings import locate, to_utf8
from docbook2rst.source.errors import fail

__all__ = ["is_xml_flavoured", "to_text"]

_HEAD = 8_192
_XML = re.compile(
    r"""\s*<\?xml\s|.*?<!DOCTYPE[^>\[]*?(?:DTD\ DocBook\ XML|docbookx\.dtd)|.*?<\w[^<>]*\sxmlns\s*=""",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def is_xml_flavoured(text: str) -> bool:
    """Whether a document with an SGML name says that it is XML: by a declaration, DocBook's XML DTD or a namespace."""
    return bool(_XML.match(text[:_HEAD]))


def to_text(name: str, data: bytes, problems: Problems) -> str:
    """The text of a file, its lines ended by newlines; where nothing is declared and it is not UTF-8 it is ISO-8859-1.

    Raises:
        SourceError: it is no text at all.
    """
    text = to_utf8(data, name, problems, _declared(data)).decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        for found in _CONTROL.finditer(text):
            place = locate(name, text.encode(), len(text[: found.start()].encode()))
            if found[0] == "\0":
                fail(problems, "DB101", place, detail="the character U+0000 is not allowed")
            problems.add("DB113", place, character=f"U+{ord(found[0]):04X}")
        text = _CONTROL.sub("\ufffd", text)
    return text


def _declared(data: bytes) -> str:
    """The encoding of a file that names none: DocBook's SGML declaration has the characters of ISO-8859-1."""
    if b"<?xml" in data[:100] or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return ""
    try:
        data.decode()
    except UnicodeDecodeError:
        return "iso-8859-1"
    return ""
