"""A document by the rules of its language: SGML or XML."""

from __future__ import annotations

import codecs
import os
import re

from docbook2rst.pattern import Pattern
from docbook2rst.source import document
from docbook2rst.source.document import Document, Session

__all__ = ["is_sgml", "parse"]

SUFFIXES = frozenset((".sgml", ".sgm"))
_HEAD = 8_192
# A public identifier alone is enough in SGML; XML wants a system identifier after it.
_PUBLIC_ALONE = Pattern(
    rb"""(?>\s+|<\?.*?>|<!--.*?-->)*+<!DOCTYPE\s+[^\s\[>]+\s+PUBLIC\s*+(?:"[^"]*"|'[^']*')\s*+[\[>]""",
    re.IGNORECASE | re.DOTALL,
)


def is_sgml(name: str, data: bytes) -> bool:
    """Whether the document `name` is read by SGML's rules: by its suffix, or by a DOCTYPE that XML does not allow.

    >>> is_sgml("a.sgml", b""), is_sgml("a.xml", b""), is_sgml("a.xml", b"<!DOCTYPE a PUBLIC '-//OASIS//DTD DocBook V4.2//EN'>")
    (True, False, True)
    """
    if os.path.splitext(name)[1].lower() in SUFFIXES:  # noqa: PTH122  a name is a string here
        return True
    return b"<?xml" not in data[:100] and bool(_PUBLIC_ALONE().match(data[:_HEAD].removeprefix(codecs.BOM_UTF8)))


def parse(session: Session, name: str, data: bytes) -> Document:
    """The document whose bytes are `data`; `name` is its path.

    Raises:
        SourceError: it cannot be read.
    """
    if is_sgml(name, data):
        from docbook2rst.source import sgml  # noqa: PLC0415 - its tables take long to load, and few documents are SGML

        return sgml.parse(session, name, data)
    return document.parse(session, name, data)
