"""Ids of sections that have none of their own.

Works on standard nodes only, so it serves documents read from DocBook and from reST, and changes nothing the second time.
"""

from __future__ import annotations

from docutils import nodes

from docbook2rst.transforms.order import elements

__all__ = ["drop_implicit_ids", "section_ids"]


def section_ids(document: nodes.document) -> None:
    """Give each section without an id its title as docutils spells ids; `-2`, `-3` follow where that is taken."""
    bare: list[nodes.section] = []
    used: set[str] = set()
    for node in elements(document):
        ids = node.attributes["ids"]
        if ids:
            used.update(ids)
        elif isinstance(node, nodes.section):
            bare.append(node)
    for section in bare:
        identifier = _free(_slug(section), used)
        used.add(identifier)
        section["ids"] = [identifier]


def _slug(section: nodes.section) -> str:
    title = section.children[0] if section.children else None
    return (nodes.make_id(title.astext()) if isinstance(title, nodes.title) else "") or "section"


def _free(slug: str, used: set[str]) -> str:
    """`slug`, or with the first number from 2 that makes it new."""
    identifier, number = slug, 1
    while identifier in used:
        number += 1
        identifier = f"{slug}-{number}"
    return identifier


def drop_implicit_ids(document: nodes.document) -> None:
    """Take from the sections of a document that docutils parsed the ids and names it made of their titles.

    Ids that labels gave stay.  Afterwards `section_ids` gives what a document read from DocBook has.
    """
    for section in elements(document):
        if not isinstance(section, nodes.section):
            continue
        explicit = [name for name in section["names"] if document.nametypes.get(name)]
        kept = {document.nameids.get(name) for name in explicit}
        for identifier in section["ids"]:
            if identifier not in kept:
                document.ids.pop(identifier, None)
        for name in section["names"]:
            if name not in explicit:
                document.nameids.pop(name, None)
                document.nametypes.pop(name, None)
        section["ids"] = [identifier for identifier in section["ids"] if identifier in kept]
        section["names"] = explicit
        section["dupnames"] = []
