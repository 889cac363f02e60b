"""Bibliographies: a container for each entry, "[label] …" with all its words."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader.components import end_component, open_component
from docbook2rst.reader.enclosed import ASIDE, enclosed
from docbook2rst.reader.people import PEOPLE
from docbook2rst.reader.phrases import Phrase, address, is_flat, label
from docbook2rst.reader.titles import INFO, TITLES, titled
from docbook2rst.reader.walk import Reader, element, is_inline
from docbook2rst.source.tree import Element

__all__: list[str] = []

_SETS = frozenset(
    ("biblioset", "bibliomset", "authorgroup", "publisher", "confgroup", "printhistory", "subjectset", "keywordset")
)
_UNTITLED = frozenset(("abstract", "legalnotice"))
"""Blocks that are told without a heading in an entry."""
_SPACED = frozenset(("copyright", "revision", "subject"))


@element("bibliography", "bibliodiv")
def bibliography(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section with its entries."""
    node = open_component(reader, element, parent)
    if node is None:
        node = titled(reader, element, parent)
    reader.blocks(element, node, skip=ASIDE)
    end_component(node)


@element("bibliolist")
def bibliolist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container with its title and entries."""
    node = titled(reader, element, parent)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, node)
    reader.blocks(element, node, skip=ASIDE)


@element("biblioentry", "bibliomixed")
def biblioentry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container with a paragraph "[label] author. title. …", which the blocks of the entry cut where they stand."""
    node = reader.open(nodes.container(classes=["db-biblioentry"]), element, parent)
    paragraph = nodes.paragraph()
    paragraph.source, paragraph.line = element.path, element.line
    phrase = Phrase(reader, paragraph)
    phrase.is_empty = True
    if element.tag == "bibliomixed":
        _mixed(phrase, element, is_top=True)
    else:
        _parts(phrase, element)
    if text := _label(element):
        label(paragraph, nodes.Text(text))
    phrase.close(node)


def _label(element: Element) -> str:
    """What the entry is called, in brackets: its xreflabel, else its first abbreviation, else its id."""
    abbrev = _abbrev(element)
    text = element.get("xreflabel") or (" ".join(abbrev.text().split()) if abbrev is not None else "") or element.id or ""
    return text if not text or (text.startswith("[") and text.endswith("]")) else f"[{text}]"


def _abbrev(element: Element) -> Element | None:
    """The abbreviation that begins the entry."""
    first = next(element.elements(), None)
    if element.tag == "bibliomixed":
        text = element.children[0] if element.children else None
        if isinstance(text, str) and text.strip():
            return None
    if first is not None and first.tag in ("abbrev", "bibliomset"):
        return first if first.tag == "abbrev" else _abbrev(first)
    return element.find("abbrev") if element.tag == "biblioentry" else None


def _is_block(child: Element) -> bool:
    return not is_inline(child) and child.tag not in ("address", "revhistory", *_SETS, *TITLES, *INFO)


def _parts(phrase: Phrase, element: Element) -> None:
    """Add the parts of `element` with full stops between them; a block ends a sentence."""
    abbrev = _abbrev(element) if element.tag == "biblioentry" and not element.get("xreflabel") else None
    for child in element.children:
        if isinstance(child, str):
            phrase.text(" ", child)
        elif child is not abbrev:
            _part(phrase, child)


def _part(phrase: Phrase, child: Element) -> None:
    if child.tag in _SETS or child.tag in INFO or (child.tag == "revhistory" and is_flat(child)):
        _parts(phrase, child)
    elif child.tag in PEOPLE or child.tag == "personname":
        phrase.read(". ", child)
    elif child.tag in TITLES:
        _title(phrase, child)
    elif child.tag == "address":
        address(phrase, child)
    elif child.tag in _SPACED:
        _spaced(phrase, child)
    elif _is_block(child):
        phrase.blocks(child, content=child.tag in _UNTITLED)
    else:
        phrase.read(". ", child)


def _title(phrase: Phrase, title: Element) -> None:
    """Add the title of the work, in italics as docbook-xsl prints it."""
    node = nodes.emphasis(classes=["db-citetitle"])
    if title.id:
        phrase.reader.open(nodes.target(), title, phrase.node)
    inner = Phrase(phrase.reader, node)
    inner.is_empty = True
    if inner.run("", _without_id(title)):
        phrase.put(". ", node)


def _without_id(element: Element) -> Element:
    copy = Element(element.tag, {}, element.path, element.line, element.column)
    copy.parent = element.parent
    copy.children = element.children
    return copy


def _spaced(phrase: Phrase, element: Element) -> None:
    """Add parts with only spaces between them: "2003 The Holder"."""
    separator = ". "
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                phrase.text(separator, child)
                separator = " "
        elif phrase.run(separator, child):
            separator = " "


def _mixed(phrase: Phrase, element: Element, *, is_top: bool = False) -> None:
    """Add the content of a mixed entry with the author's own punctuation; parts without any between them get full stops."""
    if is_flat(element):
        _parts(phrase, element)
        return
    abbrev = _abbrev(element) if is_top and not element.get("xreflabel") else None
    part = nodes.inline()
    reader = phrase.reader
    for child in element.children:
        if isinstance(child, str):
            part.append(nodes.Text(child))
        elif child is abbrev:
            continue
        elif child.tag == "bibliomset":
            inner = nodes.inline()
            _mixed(Phrase(reader, inner), child)
            part.extend(inner.children)
        elif child.tag in TITLES:
            node = nodes.emphasis(classes=["db-citetitle"])
            reader.run(child, node)
            part.append(node)
        elif _is_block(child):
            Phrase(reader, part).blocks(child, content=child.tag in _UNTITLED)
        else:
            reader.read(child, part)
    phrase.put(" ", *part.children)


@element("citebiblioid", flow=Flow.INLINE)
def citebiblioid(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The identifier of a work, as text."""
    reader.inlines(element, reader.open(nodes.inline(classes=["db-citebiblioid"]), element, parent))


@element("biblioset", "bibliomset")
def stray_set(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Data on a work outside an entry: a paragraph."""
    rest, place = enclosed(reader, element, parent)
    phrase = Phrase(reader, nodes.paragraph())
    phrase.is_empty = True
    _parts(phrase, rest)
    phrase.close(place)
