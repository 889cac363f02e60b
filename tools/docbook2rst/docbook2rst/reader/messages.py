"""Message sets: a definition list, the message itself is the term."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.enclosed import ASIDE, enclosed
from docbook2rst.reader.info import add_field
from docbook2rst.reader.phrases import Phrase
from docbook2rst.reader.titles import INFO, TITLES, rubric, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_INFORMATION = {
    "audience": "Audience",
    "level": "Level",
    "msgaud": "Audience",
    "msglevel": "Level",
    "msgorig": "Origin",
    "origin": "Origin",
}


@element("msgset")
def msgset(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A definition list of the messages, in a container with the title if it has one."""
    rest, place = enclosed(reader, element, parent)
    entries = [child for child in rest.elements() if child.tag in ("msgentry", "simplemsgentry")]
    for child in rest.elements():
        if child not in entries:
            reader.read(child, place)
    if not entries:
        return
    node = reader.open(nodes.definition_list(classes=["db-msgset"]), rest, place)
    for entry in entries:
        _entry(reader, entry, node)


@element("msgentry", "simplemsgentry")
def stray_entry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A message outside a set: a list of one."""
    node = nodes.definition_list(classes=["db-msgset"])
    parent.append(node)
    _entry(reader, element, node)


def _entry(reader: Reader, entry: Element, node: nodes.Element) -> None:
    """Append one item: the first main text is the term, the rest the definition."""
    item = reader.open(nodes.definition_list_item(), entry, node)
    term = nodes.term()
    definition = nodes.definition()
    item.extend([term, definition])
    _attributes(entry, definition)
    for child in entry.elements():
        if child.tag == "msgtext":
            _text(reader, child, term, definition)
        elif child.tag == "msg":
            _message(reader, child, term, definition)
        elif child.tag == "msginfo":
            _information(reader, child, definition)
        else:
            _explanation(reader, child, definition)
    if not term.children:
        term.append(nodes.Text("—"))
    reader.finish(term)
    if not definition.children:
        definition.append(nodes.comment())


def _attributes(entry: Element, definition: nodes.Element) -> None:
    """Append what a simple entry says in attributes."""
    fields = nodes.field_list()
    for name in ("msglevel", "msgorig", "msgaud", "level", "origin", "audience"):
        if entry.get(name):
            add_field(fields, _INFORMATION[name]).append(nodes.paragraph("", entry.get(name)))
    if fields.children:
        definition.append(fields)


def _text(reader: Reader, text: Element, term: nodes.term, definition: nodes.Element) -> None:
    """The first paragraph becomes the term if that is still empty; the rest goes to the definition."""
    blocks = nodes.container()
    reader.paragraphs(text, blocks)
    if not term.children:
        first = next((block for block in blocks.children if isinstance(block, nodes.paragraph)), None)
        if first is not None:
            blocks.remove(first)
            term.extend([*(nodes.target(ids=[identifier]) for identifier in first["ids"]), *first.children])
    definition.extend(blocks.children)


def _message(reader: Reader, message: Element, term: nodes.term, definition: nodes.Element) -> None:
    rubric(reader, message, definition)
    for child in message.elements():
        if child.tag in INFO:
            reader.read(child, definition)
        elif child.tag == "msgmain":
            _part(reader, child, term, definition)
        elif child.tag in ("msgsub", "msgrel"):
            node = titled(reader, child, definition)
            _part(reader, child, None, node)
        elif child.tag == "msgtext":
            _text(reader, child, term, definition)
        elif child.tag not in TITLES:
            reader.read(child, definition)


def _part(reader: Reader, part: Element, term: nodes.term | None, place: nodes.Element) -> None:
    """The main, a subordinate or a related message."""
    if term is not None:
        rubric(reader, part, place)
        if part.id:
            reader.open(nodes.target(), part, term)
    for child in part.elements():
        if child.tag == "msgtext" and term is not None and not term.astext():
            _text(reader, child, term, place)
        elif child.tag == "msgtext":
            reader.paragraphs(child, place)
        elif child.tag not in ASIDE:
            reader.read(child, place)


def _information(reader: Reader, information: Element, definition: nodes.Element) -> None:
    """Append level, origin and audience as fields."""
    fields = nodes.field_list()
    for child in information.elements():
        paragraph = nodes.paragraph()
        phrase = Phrase(reader, paragraph)
        if phrase.run("", child):
            phrase.close(add_field(fields, _INFORMATION.get(child.tag, child.tag)))
    if fields.children:
        definition.append(fields)


def _explanation(reader: Reader, explanation: Element, definition: nodes.Element) -> None:
    node = titled(reader, explanation, definition)
    reader.blocks(explanation, node, skip=TITLES)


@element("msg", "msgmain", "msgsub", "msgrel", "msgtext", "msgexplan")
def stray_part(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A part of a message outside one: its blocks."""
    reader.blocks(element, titled(reader, element, parent), skip=TITLES)
