"""Footnotes: a reference in the text, the note itself at the end of the document."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element


@element("footnote", flow=Flow.INLINE)
def footnote(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A reference here and a footnote at the end; they are joined and numbered by the transforms."""
    note = nodes.footnote(auto=1)
    note.source, note.line = element.path, element.line
    reader.label(element, note)
    reader.footnotes.append(note)
    reference = nodes.footnote_reference(auto=1)
    parent.append(reference)
    reader.labels.footnotes.append((reference, note))
    reader.blocks(element, note)


@element("footnoteref", flow=Flow.INLINE)
def footnoteref(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A further reference to the footnote that `linkend` names; its `label` as text where it names none."""
    target = element.get("linkend")
    if target:
        reference = nodes.footnote_reference(auto=1, refid=target)
        parent.append(reference)
        reader.labels.footnoterefs.append((reference, element.position))
    else:
        reader.problem("DB205", element, attribute="linkend")
        parent.append(nodes.Text(element.get("label")))
