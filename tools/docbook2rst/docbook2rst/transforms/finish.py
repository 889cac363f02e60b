"""The order of the transforms."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.interpreter import deep_recursion, paused_collection
from docbook2rst.problems import Problems
from docbook2rst.reader.labels import detach
from docbook2rst.transforms.footnotes import join_footnotes, number_footnotes
from docbook2rst.transforms.identifiers import section_ids
from docbook2rst.transforms.numbering import number_titles
from docbook2rst.transforms.references import fill_references

__all__ = ["apply"]

_MAX_NESTING = 1_000


def apply(document: nodes.document, problems: Problems) -> None:
    """Finish `document` in place; a second time changes nothing.

    Numbers come first, because references quote them; ids are made of titles, so a title's references have their text before.
    """
    labels = detach(document)
    with deep_recursion(_MAX_NESTING), paused_collection():
        number_titles(document)
        join_footnotes(document, labels, problems)
        number_footnotes(document)
        fill_references(document, labels, problems)
        section_ids(document)
