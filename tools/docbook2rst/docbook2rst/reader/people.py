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
    _details(phrase, element)
    phrase.close(body)


def _details(phrase: Phrase, element: Element) -> None:
    """Add the parts of `element`; a blurb, which is blocks, cuts the phrase in two."""
    was_name = False
    for child in element.children:
        if isinstance(child, str):
            phrase.text(" ", child)
            continue
        is_name = child.tag in _NAMES
        separator = " " if is_name and was_name else ", "
        if child.tag in _BLURBS:
            phrase.blocks(child, content=True)
        elif child.tag in _GROUPS:
            _group(phrase, child, separator)
        elif child.tag == "address":
            address(phrase, child)
        else:
            phrase.read(separator, child)
        was_name = is_name


def _group(phrase: Phrase, element: Element, separator: str) -> None:
    """Add a part that has parts itself, as one piece of the phrase."""
    part = nodes.inline()
    if element.id:
        phrase.reader.open(nodes.target(), element, part)
    inner = Phrase(phrase.reader, part)
    inner.is_empty = True
    _details(inner, element)
    if not part.children or (inner.is_empty and not part.astext()):
        phrase.node.extend(part.children)
    else:
        phrase.put(separator, *part.children)


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
    _details(phrase, element)
