"""Books, chapters, sections and the like: nested `section` nodes with a class of their name."""

from __future__ import annotations

from pathlib import PurePath

from docutils import nodes

from docbook2rst.nodes import xref
from docbook2rst.reader.document import last_section
from docbook2rst.reader.titles import HEAD, INFO, read_title, title_elements, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["COMPONENTS", "component", "end_component", "open_component"]

GENERATED_TITLES = {
    "abstract": "Abstract",
    "acknowledgements": "Acknowledgements",
    "appendix": "Appendix",
    "article": "Article",
    "bibliography": "Bibliography",
    "book": "Book",
    "chapter": "Chapter",
    "colophon": "Colophon",
    "dedication": "Dedication",
    "glossary": "Glossary",
    "index": "Index",
    "part": "Part",
    "preface": "Preface",
    "reference": "Reference",
    "refnamediv": "Name",
    "refsynopsisdiv": "Synopsis",
    "set": "Set",
    "topic": "Topic",
}
"""What a component without a title is called; sections are not in it, they can do without one."""

COMPONENTS = (
    *("set", "book", "part", "reference", "chapter", "preface", "appendix", "article", "topic"),
    *("dedication", "colophon", "acknowledgements"),
    *("section", "sect1", "sect2", "sect3", "sect4", "sect5", "simplesect"),
    *("refsection", "refsect1", "refsect2", "refsect3"),
)
_SECTION_HOLDERS = frozenset((*COMPONENTS, "refentry", "glossary", "bibliography", "index", "setindex"))


@element(*COMPONENTS)
def component(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section with all that the component holds."""
    node = open_component(reader, element, parent)
    if node is None:
        reader.paragraphs(element, parent, skip=HEAD)
        return
    reader.blocks(element, node, skip=HEAD)
    end_component(node)


@element("partintro")
def partintro(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section where it has a title; otherwise its blocks stand for it."""
    if title_elements(element):
        component(reader, element, parent)
    else:
        reader.paragraphs(element, parent)


def open_component(reader: Reader, element: Element, parent: nodes.Element) -> nodes.Element | None:
    """The section for `element` with its title, subtitles and metadata in it, placed in `parent`.

    Inside anything but a section it is a container with a rubric.  None for a section without a title that holds sections: they
    stand for it.
    """
    titles = title_elements(element)
    if not isinstance(parent, nodes.section | nodes.document):
        node = titled(reader, element, parent)
    elif titles or element.tag in GENERATED_TITLES or isinstance(parent, nodes.document):
        node = reader.open(nodes.section(classes=[f"db-{element.tag}"]), element, parent)
        _title(reader, element, titles, node)
    else:
        reader.problem("DB209", element, what="a title")
        if any(child.tag in _SECTION_HOLDERS for child in element.elements()):
            return None
        node = reader.open(nodes.container(classes=[f"db-{element.tag}"]), element, parent)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, node)
    for short in title_elements(element, "titleabbrev"):
        reader.read(short, node)
    return node


def _title(reader: Reader, element: Element, titles: list[Element], node: nodes.Element) -> None:
    """Append the title, generated where there is none, and the further titles and subtitles as paragraphs."""
    if titles:
        read_title(reader, titles[0], nodes.title(), node)
    if not titles or not node.children or not _shows(node.children[0]):
        node.children[:0] = [nodes.title("", _generated_title(reader, element))]
        node.children[0].parent = node
    for subtitle in (*titles[1:], *title_elements(element, "subtitle")):
        paragraph = reader.open(nodes.paragraph(classes=["db-subtitle"]), subtitle, node)
        reader.inlines(subtitle, paragraph)


def _shows(title: nodes.Node) -> bool:
    """Whether anything of `title` is seen: text, or a reference that will get its text."""
    return bool(title.astext()) or any(isinstance(node, xref) for node in title.findall())


def _generated_title(reader: Reader, element: Element) -> str:
    if element is reader.tree.root and element.tag not in ("preface", "dedication", "colophon", "acknowledgements"):
        return PurePath(reader.tree.path).stem
    return GENERATED_TITLES.get(element.tag, element.tag)


def end_component(section: nodes.Element) -> None:
    """Move blocks that follow a nested section to where reST puts them: the end of that section's last one.

    They stand there in one `container(["db-trailing"])`, so the order of the words stays and a stylesheet can tell them apart.
    """
    children = section.children
    first = next((index for index, child in enumerate(children) if isinstance(child, nodes.section)), None)
    if first is None or all(isinstance(child, nodes.section) for child in children[first:]):
        return
    following = children[first:]
    section.children = children[:first]
    last = nodes.section()
    trailing: nodes.container | None = None
    for child in following:
        if isinstance(child, nodes.section):
            section.children.append(child)
            last, trailing = child, None
        else:
            if trailing is None:
                trailing = nodes.container(classes=["db-trailing"])
                last_section(last).append(trailing)
            trailing.append(child)
