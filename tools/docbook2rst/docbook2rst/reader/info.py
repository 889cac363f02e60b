"""Metadata: one `container(["db-info"])` with a field for each element, in source order and with all its words."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from docbook2rst.reader.people import PEOPLE, add_person
from docbook2rst.reader.phrases import Phrase, address, is_flat
from docbook2rst.reader.revisions import read_revisions
from docbook2rst.reader.titles import INFO, TITLES, rubric
from docbook2rst.reader.walk import Reader, element, is_inline
from docbook2rst.source.tree import Element

__all__ = ["FIELDS", "add_field", "field_list", "read_metadata"]

FIELDS = {
    "abstract": "Abstract",
    "address": "Address",
    "affiliation": "Affiliation",
    "artpagenums": "Pages",
    "author": "Author",
    "authorblurb": "About the author",
    "authorinitials": "Initials",
    "bibliocoverage": "Coverage",
    "biblioid": "Identifier",
    "bibliomisc": "Note",
    "bibliorelation": "Relation",
    "biblioset": "Source",
    "bibliosource": "Source",
    "citetitle": "Title",
    "collab": "Collaborator",
    "confgroup": "Conference",
    "contractnum": "Contract",
    "contractsponsor": "Sponsor",
    "contrib": "Contribution",
    "copyright": "Copyright",
    "corpauthor": "Corporate author",
    "corpcredit": "Corporate contributor",
    "corpname": "Corporation",
    "cover": "Cover",
    "date": "Date",
    "edition": "Edition",
    "editor": "Editor",
    "invpartnumber": "Part number",
    "isbn": "ISBN",
    "issn": "ISSN",
    "issuenum": "Issue",
    "itermset": "Index terms",
    "jobtitle": "Job title",
    "keywordset": "Keywords",
    "legalnotice": "Legal notice",
    "modespec": "Mode",
    "orgname": "Organization",
    "othercredit": "Contributor",
    "pagenums": "Pages",
    "personblurb": "About the author",
    "personname": "Name",
    "printhistory": "Print history",
    "productname": "Product",
    "productnumber": "Product number",
    "pubdate": "Publication date",
    "publisher": "Publisher",
    "publishername": "Publisher",
    "pubsnumber": "Publication number",
    "releaseinfo": "Release",
    "revhistory": "Revision history",
    "seriesvolnums": "Series volumes",
    "subjectset": "Subject",
    "subtitle": "Subtitle",
    "volumenum": "Volume",
}
"""What the field of a metadata element is called; one that is not here is called by its name."""

_CREDITS = {"translator": "Translator", "productioneditor": "Production editor", "proofreader": "Proofreader"}
"""What an `othercredit` of these classes is called."""

_IN_PLACE = frozenset(("indexterm", "itermset", "remark", "annotation"))
"""Elements that are not about the document: they are read where they stand."""


@element(*sorted(INFO))
def info(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The metadata of what holds `element`; its title is that one's business."""
    read_metadata(reader, element, parent)


def read_metadata(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append the fields of `element`'s children to the metadata at the end of `parent`; text among them is a field too."""
    if element.id:
        reader.label(element, parent)
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                reader.problem("DB203", element)
                body = add_field(field_list(parent), "Note")
                body.append(nodes.paragraph("", " ".join(child.split())))
        elif child.tag in TITLES:
            if child.tag == "subtitle" and not isinstance(parent, nodes.section):
                _field(reader, child, parent)
        elif child.tag in _IN_PLACE:
            reader.read(child, parent)
        elif child.tag == "authorgroup":
            read_metadata(reader, child, parent)
        else:
            _field(reader, child, parent)


def field_list(parent: nodes.Element) -> nodes.Element:
    """The field list of the metadata that stands last in `parent`, made where there is none."""
    last = parent.children[-1] if parent.children else None
    if isinstance(last, nodes.container) and "db-info" in last["classes"]:
        return last.children[0]  # type: ignore[return-value]  # made here or by components: a container of one field list
    fields = nodes.field_list()
    parent.append(nodes.container("", fields, classes=["db-info"]))
    return fields


def add_field(fields: nodes.Element, name: str) -> nodes.field_body:
    """A new field of `fields`; its body."""
    body = nodes.field_body()
    fields.append(nodes.field("", nodes.field_name("", name), body))
    return body


def _name(element: Element) -> str:
    kind = element.get("class") or element.get("otherclass")
    if element.tag == "othercredit" and kind:
        return _CREDITS.get(kind, kind.replace("-", " ").capitalize())
    if element.tag == "meta":
        return element.get("name") or "Meta"
    if element.tag == "refmiscinfo":
        return (element.get("otherclass") or kind).capitalize() or "Note"
    if element.tag == "biblioid" and kind and kind != "other":
        return kind.upper()
    return FIELDS.get(element.tag) or element.tag.rpartition("}")[2].capitalize()


def _field(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append one element as a field; nothing for an element without content."""
    body = nodes.field_body()
    if element.tag in PEOPLE:
        add_person(reader, element, body)
    else:
        _BODIES.get(element.tag, _generic)(reader, element, body)
    if body.children:
        name = nodes.field_name("", _name(element))
        field_list(parent).append(nodes.field("", name, body))


def _generic(reader: Reader, element: Element, body: nodes.Element) -> None:
    """The blocks of `element`; parts with commas between them; or its text."""
    if any(not is_inline(child) for child in element.elements()):
        _blocks(reader, element, body)
    elif is_flat(element) and len(element.children) > 1:
        _list(reader, element, body)
    else:
        phrase = Phrase(reader, _paragraph(element))
        phrase.read("", element)
        phrase.close(body)


def _paragraph(element: Element) -> nodes.paragraph:
    """A paragraph at `element`'s place; the element's id is set where its content is read."""
    paragraph = nodes.paragraph()
    paragraph.source, paragraph.line = element.path, element.line
    return paragraph


def _blocks(reader: Reader, element: Element, body: nodes.Element) -> None:
    rubric(reader, element, body)
    reader.paragraphs(element, body, skip=TITLES)


def _list(reader: Reader, element: Element, body: nodes.Element) -> None:
    """The parts of `element` with commas between them, however deep they are."""
    phrase = Phrase(reader, _paragraph(element))
    _open_id(reader, element, phrase)
    _parts(phrase, element)
    phrase.close(body)


def _parts(phrase: Phrase, element: Element) -> None:
    for child in element.elements():
        if child.tag == "address":
            address(phrase, child)
        elif child.tag in PEOPLE:
            phrase.read(", ", child)
        elif is_flat(child) and any(child.elements()):
            _parts(phrase, child)
        else:
            phrase.run(", ", child) if child.tag == "title" else phrase.read(", ", child)


def _open_id(reader: Reader, element: Element, phrase: Phrase) -> None:
    """Begin the phrase with a target for `element`'s id."""
    if element.id:
        reader.open(nodes.target(), element, phrase.node)


def _copyright(reader: Reader, element: Element, body: nodes.Element) -> None:
    """The years with commas between them, then the holders."""
    phrase = Phrase(reader, _paragraph(element))
    _open_id(reader, element, phrase)
    last = ""
    for child in element.children:
        if isinstance(child, str):
            phrase.text(" ", child)
        else:
            phrase.run(", " if child.tag == last else " ", child)
            last = child.tag
    phrase.close(body)


def _address(reader: Reader, element: Element, body: nodes.Element) -> None:
    phrase = Phrase(reader, _paragraph(element))
    _open_id(reader, element, phrase)
    address(phrase, element)
    phrase.close(body)


def _meta(reader: Reader, element: Element, body: nodes.Element) -> None:
    phrase = Phrase(reader, _paragraph(element))
    _open_id(reader, element, phrase)
    phrase.text("", element.get("content"))
    phrase.run(" ", element)
    phrase.close(body)


_BODIES: dict[str, Callable[[Reader, Element, nodes.Element], None]] = {
    "abstract": _blocks,
    "address": _address,
    "affiliation": _list,
    "authorblurb": _blocks,
    "biblioset": _list,
    "confgroup": _list,
    "copyright": _copyright,
    "cover": _blocks,
    "keywordset": _list,
    "legalnotice": _blocks,
    "meta": _meta,
    "personblurb": _blocks,
    "publisher": _list,
    "revhistory": read_revisions,
    "subjectset": _list,
}


@element("titleabbrev")
def titleabbrev(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A short title where no component took it."""
    body = add_field(field_list(parent), "Short title")
    short = reader.open(nodes.paragraph(), element, body)
    reader.inlines(element, short)
    reader.labels.short_titles[id(parent)] = short
