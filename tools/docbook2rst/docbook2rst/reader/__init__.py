"""Positioned tree to doctree: `read` is the whole of it, the family files say what becomes of each element."""

from docbook2rst.reader.document import read

__all__ = ["read"]
