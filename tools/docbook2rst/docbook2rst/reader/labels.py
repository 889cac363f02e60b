"""What the transforms must know about ids and references, and a doctree cannot say: element names, xreflabels, places.

The reader fills one `Labels` a document and leaves it on the document; `transforms.apply` takes it off again.
"""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes

from docbook2rst.nodes import xref
from docbook2rst.source.tree import Position

__all__ = ["Label", "Labels", "Reference", "attach", "attached", "detach"]


class Label(NamedTuple):
    """What an id names."""

    node: nodes.Element
    tag: str
    """The DocBook element that has the id."""
    xreflabel: str
    position: Position


class Reference(NamedTuple):
    """One `xref` node whose target must be checked and, if it is empty, whose text must be made."""

    node: xref
    tag: str
    endterm: str
    position: Position


class Labels:
    """The ids and references of one document; the reader owns it, then the transforms."""

    __slots__ = ("by_id", "footnoterefs", "footnotes", "references", "short_titles", "text_files")

    def __init__(self) -> None:
        self.by_id: dict[str, Label] = {}
        self.references: list[Reference] = []
        self.footnotes: list[tuple[nodes.footnote_reference, nodes.footnote]] = []
        """Each footnote with the reference that stands in its place."""
        self.footnoterefs: list[tuple[nodes.footnote_reference, Position]] = []
        """Further references, whose `refid` is the id as written."""
        self.text_files: set[str] = set()
        """The files whose text was read into the document (`textdata`)."""
        self.short_titles: dict[int, nodes.Element] = {}
        """The short title (`titleabbrev`) of a section node, by the node's identity."""


_ATTRIBUTE = "docbook_labels"


def attach(document: nodes.document, labels: Labels) -> None:
    """Leave `labels` on `document` for the transforms."""
    setattr(document, _ATTRIBUTE, labels)


def attached(document: nodes.document) -> Labels:
    """The labels left on `document`; empty ones for a document that the reader did not make."""
    labels = getattr(document, _ATTRIBUTE, None)
    return labels if isinstance(labels, Labels) else Labels()


def detach(document: nodes.document) -> Labels:
    """The labels left on `document`, taken off it."""
    labels = attached(document)
    document.__dict__.pop(_ATTRIBUTE, None)
    return labels
