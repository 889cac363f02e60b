"""DocBook SGML to the same tree that XML gives: own tokens, own parser, the facts of DocBook's DTDs as tables."""

from docbook2rst.source.sgml.document import parse

__all__ = ["parse"]
