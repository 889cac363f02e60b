"""Ids given to nodes: each once in a document, and where reST can write them."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.pattern import Pattern
from docbook2rst.problems import Problems
from docbook2rst.reader.labels import Label, Labels
from docbook2rst.source.tree import Element

__all__ = ["Ids", "takes_ids"]

_HOLDERS = (nodes.list_item, nodes.definition_list_item, nodes.definition, nodes.entry, nodes.line)
"""Nodes that no reST label can precede: their ids go to the first block inside."""

_XML_NAME = Pattern(r"[^\W\d][\w.\-:]*")


class Ids:
    """Gives elements' ids to nodes, and enters them in `labels`."""

    __slots__ = ("_holders", "_labels", "_problems")

    def __init__(self, labels: Labels, problems: Problems) -> None:
        self._labels = labels
        self._problems = problems
        self._holders: list[nodes.Element] = []

    def give(self, element: Element, node: nodes.Element, names: nodes.Element, *, first: bool) -> bool:
        """Give `element`'s id to `node`; whether it has one that no other element had before.

        `names` is the node that references read.  `first` puts the id before the node's others.
        """
        identifier = element.id
        if not identifier:
            return False
        known = self._labels.by_id.get(identifier)
        if known is not None:
            self._problem("DB302", element, target=identifier, first=known.position)
            return False
        if not _XML_NAME().fullmatch(identifier):
            self._problem("DB303", element, target=identifier)
        ids = node["ids"]
        ids.insert(0 if first else len(ids), identifier)
        self._labels.by_id[identifier] = Label(names, element.tag, element.get("xreflabel"), element.position)
        if isinstance(node, _HOLDERS):
            self._holders.append(node)
        return True

    def pass_on(self) -> None:
        """Move the ids of items to the blocks in them, now that those are there."""
        for holder in reversed(self._holders):
            _pass_ids(holder)

    def _problem(self, code: str, element: Element, **values: object) -> None:
        self._problems.add(code, element.position, element=element.tag, **values)


def takes_ids(node: nodes.Node) -> bool:
    """Whether a label can lead to the node."""
    return isinstance(node, nodes.Element) and not isinstance(node, nodes.Invisible)


def _pass_ids(holder: nodes.Element) -> None:
    """Move the ids of an item to the first block in it, or to a target in a paragraph where there is none."""
    inside: nodes.Element = holder
    if isinstance(holder, nodes.definition_list_item):
        inside = next((child for child in holder.children if isinstance(child, nodes.definition)), holder)
    first = next((child for child in inside.children if takes_ids(child)), None)
    if first is None:
        first = nodes.target()
        inside.append(first if isinstance(inside, nodes.TextElement) else nodes.paragraph("", "", first))
    elif isinstance(holder, nodes.line):
        target = nodes.target()
        holder.insert(0, target)
        first = target
    assert isinstance(first, nodes.Element)
    first["ids"][:0] = holder["ids"]
    holder["ids"] = []
