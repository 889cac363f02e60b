"""DocBook's doctree made Sphinx's: the nodes move into Sphinx's document and are registered there as docutils expects."""

from __future__ import annotations

from docutils import nodes

__all__ = ["adopt"]


def adopt(document: nodes.document, section: nodes.section) -> None:
    """Make `section` the content of `document`.

    The ids stay literal.  A section without one gets one, because Sphinx's tables of contents need every section to have an id.
    Footnotes are numbered already and are kept from docutils, which would number them again.
    """
    document += section
    found = list(document.findall(nodes.Element))
    for node in found:
        for target in node["ids"]:
            document.ids.setdefault(target, node)
    for node in found:
        _register(document, node)


def _register(document: nodes.document, node: nodes.Element) -> None:
    match node:
        case nodes.section() if not node["ids"]:
            _give_id(document, node)
        case nodes.literal_block():
            # Sphinx highlights a listing whose raw source is its text, and leaves one with markup inside as it is
            node.rawsource = node.astext() if node.get("language") else f"{node.astext()}\n"


def _give_id(document: nodes.document, section: nodes.section) -> None:
    """Give `section` the id that docutils would make of its title, a number where that is taken."""
    name = nodes.make_id(section[0].astext()) if len(section) else ""
    number = 0
    while not name or name in document.ids:
        number += 1
        name = f"id{number}"
    section["ids"].append(name)
    document.ids[name] = section
