"""Glossaries: sections with definition lists; `see` and `see also` are paragraphs that link to the entries."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from docbook2rst.nodes import xref
from docbook2rst.reader.components import end_component, open_component
from docbook2rst.reader.enclosed import ASIDE, enclosed, part_of
from docbook2rst.reader.labels import Reference
from docbook2rst.reader.phrases import Phrase
from docbook2rst.reader.titles import INFO, TITLES, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["see"]

_TERMS = ("glossterm", "acronym", "abbrev")


@element("glossary", "glossdiv")
def glossary(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section with what stands before the entries, and the entries as a list."""
    node = open_component(reader, element, parent)
    if node is None:
        node = titled(reader, element, parent)
    _entries(reader, part_of(element, list(element.children)), node, "db-glossary")
    end_component(node)


@element("glosslist")
def glosslist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A definition list, in a container with its title if it has one."""
    rest, place = enclosed(reader, element, parent)
    _entries(reader, rest, place, "db-glosslist")


@element("glossentry")
def stray_entry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An entry outside a glossary: a list of one."""
    _entries(reader, part_of(element, [element], tag="glosslist"), parent, "db-glosslist")


def _entries(reader: Reader, element: Element, place: nodes.Element, name: str) -> None:
    """Append the entries as definition lists, what stands between them as blocks."""
    needs_id = element.id is not None
    for group in _groups(element):
        if isinstance(group[0], str) or group[0].tag != "glossentry":
            reader.blocks(part_of(element, group), place, skip=ASIDE)
            continue
        node = nodes.definition_list(classes=[name])
        if needs_id:
            needs_id = False
            reader.open(node, element, place)
        else:
            place.append(node)
        for entry in group:
            if not isinstance(entry, str):
                _entry(reader, entry, node)


def _groups(element: Element) -> Iterator[list[Element | str]]:
    """The children of `element` in groups: runs of entries, and what is between them where it is anything."""
    group: list[Element | str] = []
    was_entry = False
    for child in element.children:
        if isinstance(child, str) and not child.strip():
            continue
        if not isinstance(child, str) and child.tag in ASIDE:
            continue
        is_entry = not isinstance(child, str) and child.tag == "glossentry"
        if group and is_entry is not was_entry:
            yield group
            group = []
        group.append(child)
        was_entry = is_entry
    if group:
        yield group


def _entry(reader: Reader, element: Element, node: nodes.Element) -> None:
    """Append one item: the term with its abbreviations in parentheses, then definitions and references."""
    item = reader.open(nodes.definition_list_item(), element, node)
    term = nodes.term()
    item.append(term)
    phrase = Phrase(reader, term)
    phrase.is_empty = True
    for child in element.elements():
        if child.tag in _TERMS:
            if child.tag == "glossterm":
                phrase.run(", ", child)
            else:
                phrase.read(" ", child, "(", ")")
    if phrase.is_empty:
        phrase.text("", element.get("sortas") or "—")
    reader.finish(term)
    definition = nodes.definition()
    item.append(definition)
    for child in element.elements():
        if child.tag in _TERMS or child.tag in TITLES:
            continue
        if child.tag == "glossdef":
            _definition(reader, child, definition)
        elif child.tag in ("glosssee", "glossseealso"):
            see(reader, child, definition)
        else:
            reader.read(child, definition)
    if not definition.children:
        definition.append(nodes.comment())


def _definition(reader: Reader, element: Element, definition: nodes.Element) -> None:
    """Append the blocks of a definition; `subject`, its keywords, go with them."""
    before = len(definition.children)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, definition)
    reader.blocks(element, definition, skip=("glossseealso", *ASIDE))
    also = [child for child in element.elements() if child.tag == "glossseealso"]
    for child in also:
        see(reader, child, definition)
    if element.id and len(definition.children) > before:
        first = definition.children[before]
        assert isinstance(first, nodes.Element)
        reader.label(element, first, first=True)


@element("glosssee", "glossseealso")
def see(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append "See X." or "See also X.", linked to the entry where it is named."""
    paragraph = reader.open(nodes.paragraph(classes=[f"db-{element.tag}"]), element, parent)
    target = element.get("otherterm") or element.get("linkend")
    phrase = Phrase(reader, paragraph)
    phrase.is_empty = True
    phrase.text("", "See" if element.tag == "glosssee" else "See also")
    if target:
        reference = xref(refid=target)
        reader.run(element, reference)
        if not element.text().strip():
            reference.children = []
        reader.labels.references.append(Reference(reference, element.tag, "", element.position))
        phrase.put(" ", reference)
    else:
        phrase.run(" ", element)
    paragraph.append(nodes.Text("."))
    reader.finish(paragraph)
