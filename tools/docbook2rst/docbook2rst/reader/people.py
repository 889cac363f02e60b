"""Persons and bodies: a name, then what is said of it, with commas between."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader.phrases import Phrase, address
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["PEOPLE", "add_person"]

PEOPLE = frozenset(("author", "editor", "othercredit", "collab", "person", "org", "corpauthor"))
"""The elements that are a person or a body with all that belongs to it."""

_NAMES = frozenset(("honorific", "firstname", "givenname", "othername", "surname", "lineage", "personname"))
"""The parts of a name: only a space stands between them."""

_GROUPS = frozenset(("personname", "affiliation", "person", "org"))
_BLURBS = frozenset(("authorblurb", "personblurb"))


def add_person(reader: Reader, element: Element, body: nodes.Element) -> None:
    """Append a paragraph with all of the person, and what is told about it as blocks, to `body`."""
    paragraph = nodes.paragraph()
    paragraph.source, paragraph.line = element.path, element.line
    if element.id:
        reader.open(nodes.target(), element, paragraph)
    phrase = Phrase(reader, paragraph)
    phrase.is_empty = True
    blurbs = _details(phrase, element)
    phrase.close(body)
    for blurb in blurbs:
        reader.paragraphs(blurb, body)


def _details(phrase: Phrase, element: Element) -> list[Element]:
    """Add the parts of `element`; the blurbs, which are blocks, come back."""
    blurbs: list[Element] = []
    was_name = False
    for child in element.children:
        if isinstance(child, str):
            phrase.text(" ", child)
            continue
        is_name = child.tag in _NAMES
        separator = " " if is_name and was_name else ", "
        if child.tag in _BLURBS:
            blurbs.append(child)
        elif child.tag in _GROUPS:
            blurbs += _group(phrase, child, separator)
        elif child.tag == "address":
            address(phrase, child)
        else:
            phrase.read(separator, child)
        was_name = is_name
    return blurbs


def _group(phrase: Phrase, element: Element, separator: str) -> list[Element]:
    """Add a part that has parts itself, as one piece of the phrase."""
    part = nodes.inline()
    if element.id:
        phrase.reader.open(nodes.target(), element, part)
    inner = Phrase(phrase.reader, part)
    inner.is_empty = True
    blurbs = _details(inner, element)
    if inner.is_empty:
        phrase.node.extend(part.children)
    else:
        phrase.put(separator, *part.children)
    return blurbs


@element(*sorted(PEOPLE), flow=Flow.INLINE)
def person(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A person in text: the name and what belongs to it."""
    _in_text(reader, element, parent)


@element("personname", flow=Flow.INLINE)
def personname(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A name in text: its parts with spaces between them."""
    _in_text(reader, element, parent)


def _in_text(reader: Reader, element: Element, parent: nodes.Element) -> None:
    node = reader.open(nodes.inline(classes=[f"db-{element.tag}"]), element, parent)
    phrase = Phrase(reader, node)
    for blurb in _details(phrase, element):
        phrase.run(", ", blurb)
