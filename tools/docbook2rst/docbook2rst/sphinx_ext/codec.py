"""A codec under which Sphinx can open any source: UTF-8 as ever, and DocBook in whatever encoding it declares.

Sphinx 9 decodes a source before its parser runs, with one encoding for the whole project, and a single ISO-8859-1 byte ends the
build.  Its own setting for another encoding is deprecated.  This codec decodes UTF-8 strictly, exactly as `utf-8-sig` does;
only bytes that are not UTF-8 and begin as XML or SGML do are read as ISO-8859-1, which never fails.  What that gives is thrown
away: the DocBook parser reads the file's bytes again and obeys their declaration.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from sphinx.application import Sphinx

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["NAME", "register", "use"]

NAME = "docbook2rst_source"

_LOOKS_LIKE_MARKUP = re.compile(rb"\s*<[?!A-Za-z]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")


def _decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
    try:
        return codecs.decode(data, "utf-8-sig", errors), len(data)
    except UnicodeDecodeError:
        if _LOOKS_LIKE_MARKUP.match(data) or data.startswith(_UTF16_MARKS):
            return data.decode("iso-8859-1"), len(data)
        raise


class _Decoder(codecs.BufferedIncrementalDecoder):
    """Waits for the whole file, because the first line decides about the last."""

    def _buffer_decode(self, data: Buffer, errors: str, final: bool) -> tuple[str, int]:
        return _decode(bytes(data), errors) if final else ("", 0)


def _search(name: str) -> codecs.CodecInfo | None:
    if name != NAME:
        return None
    utf8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        utf8.encode,
        lambda data, errors="strict": _decode(bytes(data), errors),
        incrementalencoder=utf8.incrementalencoder,
        incrementaldecoder=_Decoder,
        name=NAME,
    )


def register() -> None:
    """Make the codec known to Python, once per process."""
    try:
        codecs.lookup(NAME)
    except LookupError:
        codecs.register(_search)


def use(app: Sphinx) -> None:
    """Have Sphinx open its sources with the codec (`builder-inited`)."""
    app.env.settings["input_encoding"] = NAME
