"""Titles: where DocBook keeps them, and the containers of blocks that have one but are no sections."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element

__all__ = ["HEAD", "INFO", "TITLES", "read_title", "rubric", "title_elements", "titled"]

_OWNERS = (
    *("appendix", "article", "bibliography", "block", "book", "chapter", "glossary", "index", "object", "part", "preface"),
    *("refentry", "reference", "refsect1", "refsect2", "refsect3", "refsection", "refsynopsisdiv", "sidebar"),
    *("sect1", "sect2", "sect3", "sect4", "sect5", "section", "set", "setindex"),
)

INFO = frozenset(f"{owner}info" for owner in _OWNERS) | {"info", "docinfo", "artheader"}
"""The elements that hold metadata, and since DocBook 5 the title."""

TITLES = frozenset(("title", "subtitle", "titleabbrev"))

_REFERENCES = frozenset(("xref", "biblioref", "olink"))

HEAD = TITLES | INFO
"""What a component has before its content."""


def title_elements(element: Element, name: str = "title") -> list[Element]:
    """The titles of `element`: its own first, then its metadata's; each text once, empty ones left out."""
    own: list[Element] = []
    inherited: list[Element] = []
    for child in element.children:
        if isinstance(child, str) or (tag := child.tag) not in HEAD:
            continue
        if tag == name:
            own.append(child)
        elif tag in INFO:
            inherited += [part for part in child.elements() if part.tag == name]
    titles = own + inherited
    return _distinct(titles) if len(titles) > 1 else [title for title in titles if _has_words(title)]


def _has_words(title: Element) -> bool:
    """Whether `title` shows any words: its own, or those of a reference, which the transforms make."""
    return bool(title.text().strip()) or any(part.tag in _REFERENCES for part in title.iter())


def _distinct(titles: list[Element]) -> list[Element]:
    """Those of `titles` that have text, without those that say what an earlier one says."""
    texts: dict[str, Element] = {}
    for title in titles:
        if _has_words(title):
            texts.setdefault(" ".join(title.text().split()), title)
    return list(texts.values())


def read_title(reader: Reader, title: Element, node: nodes.TextElement, owner: nodes.Element) -> None:
    """Read `title` into `node`, the last child of `owner`; the title's id is a further id of `owner`."""
    node.source, node.line = title.path, title.line
    reader.label(title, owner)
    node.parent = owner
    owner.children.append(node)
    reader.inlines(title, node)


def rubric(reader: Reader, element: Element, owner: nodes.Element) -> None:
    """Append the titles of `element` to `owner`, each as a rubric."""
    for title in title_elements(element):
        read_title(reader, title, nodes.rubric(), owner)
    for title in title_elements(element, "titleabbrev"):
        reader.open(paragraph := nodes.paragraph(classes=["db-titleabbrev"]), title, owner)
        reader.inlines(title, paragraph)


def titled(reader: Reader, element: Element, parent: nodes.Element, name: str = "") -> nodes.Element:
    """A container of class `db-NAME` (the element's name unless given) that begins with `element`'s title.

    Read what follows with `skip=TITLES`.
    """
    node = reader.open(nodes.container(classes=[f"db-{name or element.tag}"]), element, parent)
    rubric(reader, element, node)
    return node
