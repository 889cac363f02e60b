"""What the transforms must know about ids and references, and a doctree cannot say: element names, xreflabels, places.

The reader fills one `Labels` a document and leaves it on the document; `transforms.apply` takes it off again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes

from docbook2rst.nodes import xref
from docbook2rst.source.tree import Position

__all__ = ["Label", "Labels", "Reference", "attach", "detach"]


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


@dataclass(slots=True)
class Labels:
    """The ids and references of one document; the reader owns it, then the transforms."""

    by_id: dict[str, Label] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    footnotes: list[tuple[nodes.footnote_reference, nodes.footnote]] = field(default_factory=list)
    """Each footnote with the reference that stands in its place."""
    footnoterefs: list[tuple[nodes.footnote_reference, Position]] = field(default_factory=list)
    """Further references, whose `refid` is the id as written."""


_ATTRIBUTE = "docbook_labels"


def attach(document: nodes.document, labels: Labels) -> None:
    """Leave `labels` on `document` for the transforms."""
    setattr(document, _ATTRIBUTE, labels)


def detach(document: nodes.document) -> Labels:
    """The labels left on `document`, taken off it; empty ones for a document that the reader did not make."""
    labels = document.__dict__.pop(_ATTRIBUTE, None)
    return labels if isinstance(labels, Labels) else Labels()
