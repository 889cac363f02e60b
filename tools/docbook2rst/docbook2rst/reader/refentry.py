"""Reference pages: a section named as the page, with the section “Name” and the head's remarks as metadata."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.components import component, end_component
from docbook2rst.reader.info import add_field, field_list, read_metadata
from docbook2rst.reader.phrases import Phrase
from docbook2rst.reader.titles import INFO, TITLES, rubric, title_elements
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_NAMES = ("refdescriptor", "refname", "refpurpose", "refclass")


@element("refentry")
def refentry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section with the title "name(1)", or a container where no section can stand."""
    is_section = isinstance(parent, nodes.section | nodes.document)
    node = nodes.section(classes=["db-refentry"]) if is_section else nodes.container(classes=["db-refentry"])
    reader.open(node, element, parent)
    _title(reader, element, node)
    for child in element.elements():
        if child.tag in INFO or child.tag == "refmeta":
            reader.read(child, node)
    for child in title_elements(element, "titleabbrev"):
        reader.read(child, node)
    _title_of_the_metadata(reader, element, node)
    reader.blocks(element, node, skip=(*TITLES, *INFO, "refmeta"))
    end_component(node)


def _title(reader: Reader, element: Element, node: nodes.Element) -> None:
    """Append the title: of `refmeta`, else the first name, else the page's own title; a title that differs is a subtitle."""
    title = nodes.title() if isinstance(node, nodes.section) else nodes.rubric()
    node.append(title)
    phrase = Phrase(reader, title)
    phrase.is_empty = True
    meta = element.find("refmeta")
    name = meta.find("refentrytitle") if meta is not None else None
    if name is not None and phrase.run("", name):
        volume = meta.find("manvolnum") if meta is not None else None
        if volume is not None:
            phrase.run("", volume, "(", ")")
    else:
        _first_name(reader, element, phrase)
    reader.finish(title)
    written = " ".join(title.astext().split())
    for own in title_elements(element):
        if not _is_said(own, written):
            reader.inlines(own, reader.open(nodes.paragraph(classes=["db-subtitle"]), own, node))
    for own in title_elements(element, "subtitle"):
        reader.inlines(own, reader.open(nodes.paragraph(classes=["db-subtitle"]), own, node))


def _is_said(own: Element, title: str) -> bool:
    """Whether the page's title says what its metadata's does; the volume number may be missing in it."""
    return " ".join(own.text().split()) in (title, title.partition("(")[0])


def _title_of_the_metadata(reader: Reader, element: Element, node: nodes.Element) -> None:
    """A field for a title in the metadata that the page's own title repeats."""
    written = " ".join(node.children[0].astext().split())
    for own in title_elements(element):
        if own.parent is not None and own.parent.tag in INFO and element.find("refmeta") and _is_said(own, written):
            body = add_field(field_list(node), "Title")
            reader.inlines(own, reader.open(nodes.paragraph(), own, body))


def _first_name(reader: Reader, element: Element, phrase: Phrase) -> None:
    """The title of a page without `refmeta`: its own, or what it says its name is."""
    for own in title_elements(element)[:1]:
        phrase.run("", own)
    division = element.find("refnamediv")
    if phrase.is_empty and division is not None:
        name = division.find("refdescriptor", "refname")
        if name is not None:
            phrase.text("", " ".join(name.text().split()))
    if phrase.is_empty:
        reader.problem("DB209", element, what="a name")
        phrase.text("", "Reference page")


@element("refmeta")
def refmeta(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The remarks of the head as metadata; its title is the page's."""
    page = element.parent is not None and element.parent.tag == "refentry"
    taken = [child for tag in ("refentrytitle", "manvolnum") if page and (child := element.find(tag)) is not None]
    rest = Element(element.tag, element.attrib, element.path, element.line, element.column)
    rest.parent = element.parent
    rest.children = [child for child in element.children if child not in taken]
    read_metadata(reader, rest, parent)


@element("refnamediv")
def refnamediv(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The section "Name": "name1, name2 — purpose"."""
    titles = title_elements(element)
    if isinstance(parent, nodes.section | nodes.document):
        node = reader.open(nodes.section(classes=["db-refnamediv"]), element, parent)
        title = nodes.title()
        node.append(title)
        if titles:
            reader.label(titles[0], node)
            reader.inlines(titles[0], title)
        else:
            title.append(nodes.Text("Name"))
    else:
        node = reader.open(nodes.container(classes=["db-refnamediv"]), element, parent)
        rubric(reader, element, node)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, node)
    phrase = Phrase(reader, nodes.paragraph())
    phrase.node.source, phrase.node.line = element.path, element.line
    before = ""
    for child in element.elements():
        if child.tag in ("refdescriptor", "refname", "refpurpose"):
            phrase.run(" — " if child.tag == "refpurpose" else ": " if before == "refdescriptor" else ", ", child)
            before = child.tag
    phrase.close(node)
    for child in element.elements():
        if child.tag == "refclass":
            reader.inlines(child, reader.open(nodes.paragraph(classes=["db-refclass"]), child, node))
    reader.blocks(element, node, skip=(*TITLES, *INFO, *_NAMES))


@element("refsynopsisdiv")
def refsynopsisdiv(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The section "Synopsis"."""
    component(reader, element, parent)
