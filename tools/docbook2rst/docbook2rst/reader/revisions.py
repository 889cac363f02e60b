"""Revision histories: a bulleted list, one item a revision."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.phrases import Phrase
from docbook2rst.reader.titles import INFO, TITLES, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["read_revisions"]


@element("revhistory")
def revhistory(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container with the history."""
    place = titled(reader, element, parent)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, place)
    _items(reader, element, place)


def read_revisions(reader: Reader, element: Element, body: nodes.Element) -> None:
    """Append the history `element` to `body`: the list, after its title if it has one."""
    if element.find("title", *INFO) is not None or element.id:
        revhistory(reader, element, body)
    else:
        _items(reader, element, body)


def _items(reader: Reader, element: Element, body: nodes.Element) -> None:
    revisions = [child for child in element.elements() if child.tag not in TITLES and child.tag not in INFO]
    if not revisions:
        return
    items = nodes.bullet_list(bullet="-", classes=["db-revhistory"])
    for revision in revisions:
        item = reader.open(nodes.list_item(), revision, items)
        assert isinstance(item, nodes.list_item)
        _revision(reader, revision, item)
    body.append(items)


def _revision(reader: Reader, revision: Element, item: nodes.list_item) -> None:
    """Append "0.2, 2003-08-28, initials: remark" and the description's blocks."""
    phrase = Phrase(reader, nodes.paragraph())
    for child in revision.children:
        if isinstance(child, str):
            phrase.text(" ", child)
        elif child.tag == "revremark":
            phrase.run(": ", child)
        elif child.tag not in ("revdescription", "info"):
            phrase.run(", ", child) if child.tag == "revnumber" else phrase.read(", ", child)
    phrase.close(item)
    for child in revision.elements():
        if child.tag == "revdescription":
            reader.paragraphs(child, item)
        elif child.tag == "info":
            reader.read(child, item)
    if not item.children:
        item.append(nodes.paragraph("", "—"))
