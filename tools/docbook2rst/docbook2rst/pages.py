"""A large document cut into pages.

A document is always read and transformed whole, so that its numbers and references are those of the whole; then its doctree is
cut.  `chapter` cuts at the components of sets, books, parts and references.  `auto` leaves a document of usual size whole, and
cuts a large one at its components and then at the sections of whatever is still too large.  `none` leaves it whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from docutils import nodes
from sphinx import addnodes

from docbook2rst.discover import safe_name

__all__ = ["LIMIT", "Page", "Split", "cut"]

LIMIT = 400_000
"""The characters of text from which `auto` cuts; the largest of Kamailio's module documents has less than half of it."""

_DIVISIONS = frozenset({"db-set", "db-book", "db-part", "db-reference"})
_COMPONENTS = _DIVISIONS | {
    "db-acknowledgements",
    "db-appendix",
    "db-article",
    "db-bibliography",
    "db-chapter",
    "db-colophon",
    "db-dedication",
    "db-glossary",
    "db-index",
    "db-preface",
    "db-refentry",
    "db-setindex",
    "db-topic",
}


class Split(StrEnum):
    """How documents are cut; the module docstring explains each."""

    AUTO = "auto"
    CHAPTER = "chapter"
    NONE = "none"


@dataclass(slots=True)
class Page:
    """One page: its name, empty for the first, unlike every other's also where case is not told apart; and its section."""

    name: str
    section: nodes.section
    children: list[Page] = field(default_factory=list)


def cut(top: nodes.section, split: Split, *, limit: int = LIMIT) -> list[Page]:
    """The pages of a document whose top section is `top`, the first page first, the others in reading order.

    `top` itself becomes the first page's section.  Where sections were taken out there is a toctree, whose entries name the
    pages; the parser turns the names into docnames.
    """
    pages = [Page("", top)]
    if split is Split.NONE or (split is Split.AUTO and _size(top) <= limit):
        return pages
    footnotes = _footnotes(top)
    _cut(pages[0], pages, {"", "index"}, limit if split is Split.AUTO else 0)
    if len(pages) > 1:
        _share(footnotes, pages)
    return pages


def _cut(page: Page, pages: list[Page], taken: set[str], limit: int) -> None:
    """Move the sections of `page` that get pages of their own to `pages`, and theirs in turn."""
    for section in _cuts(page.section, limit):
        child = Page(_name(section, taken), section)
        page.children.append(child)
        pages.append(child)
        _replace_by_entry(section, child.name)
        _cut(child, pages, taken, limit)


def _cuts(section: nodes.section, limit: int) -> list[nodes.section]:
    """The child sections of `section` to cut out; with a `limit`, also those of a section that is larger."""
    inner = [child for child in section.children if isinstance(child, nodes.section)]
    if _DIVISIONS & set(section["classes"]):
        components = [child for child in inner if _COMPONENTS & set(child["classes"])]
        if components:
            return components
    return inner if limit and _size(section) > limit else []


def _replace_by_entry(section: nodes.section, name: str) -> None:
    """Take `section` out of its parent and put it in a toctree there, the one before it if it is adjacent."""
    parent = section.parent
    place = parent.index(section)
    before = parent[place - 1] if place else None
    if isinstance(before, nodes.compound) and "db-pages" in before["classes"]:
        next(before.findall(addnodes.toctree))["entries"].append((None, name))
        parent.remove(section)
    else:
        toctree = addnodes.toctree(entries=[(None, name)])
        parent.replace(section, nodes.compound("", toctree, classes=["toctree-wrapper", "db-pages"]))


def _name(section: nodes.section, taken: set[str]) -> str:
    """A file name for `section`'s page: its id, else its title, with a number where that is taken."""
    title = section[0].astext() if len(section) else ""
    stem = safe_name(section["ids"][0] if section["ids"] else re.sub(r"\W+", "-", title.lower()).strip("-")[:80])
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return name


def _size(node: nodes.Element) -> int:
    return sum(len(text) for text in node.findall(nodes.Text))


def _footnotes(top: nodes.section) -> list[nodes.footnote]:
    return list(top.findall(nodes.footnote))


def _share(footnotes: list[nodes.footnote], pages: list[Page]) -> None:
    """Put each footnote at the end of the pages that refer to it, with the marks that lead back there."""
    for footnote in footnotes:
        footnote.parent.remove(footnote)
    for page in pages:
        references = list(page.section.findall(nodes.footnote_reference))
        marks = {mark for reference in references for mark in reference["ids"]}
        wanted = {reference.get("refid") for reference in references}
        for footnote in footnotes:
            if wanted & set(footnote["ids"]):
                copy = footnote.deepcopy()
                copy["backrefs"] = [mark for mark in footnote["backrefs"] if mark in marks]
                page.section.append(copy)
