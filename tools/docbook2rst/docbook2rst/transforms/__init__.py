"""Doctree to finished doctree: numbers, footnotes, ids and the text of references."""

from docbook2rst.transforms.finish import apply
from docbook2rst.transforms.footnotes import number_footnotes
from docbook2rst.transforms.identifiers import drop_implicit_ids, section_ids
from docbook2rst.transforms.numbering import number_titles

__all__ = ["apply", "drop_implicit_ids", "number_footnotes", "number_titles", "section_ids"]
