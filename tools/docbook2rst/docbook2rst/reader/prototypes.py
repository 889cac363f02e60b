"""Listings put together from elements: the blocks that function and class synopses become."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader import space
from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element

__all__ = ["Listing"]


class Listing:
    """One `literal_block` in the making: lines of pieces, where a piece has the white space of running text."""

    __slots__ = ("column", "node", "reader")

    def __init__(self, reader: Reader, name: str) -> None:
        self.reader = reader
        self.node = nodes.literal_block(classes=[f"db-{name}"])
        self.node["xml:space"] = "preserve"
        self.column = 0

    def text(self, text: str) -> None:
        """Add generated text."""
        if text:
            self.node.append(nodes.Text(text))
            self.column = len(text) - text.rfind("\n") - 1 if "\n" in text else self.column + len(text)

    def read(self, element: Element) -> bool:
        """Add what `element` becomes by its own reader function; whether it shows anything."""
        part = nodes.inline()
        self.reader.read(element, part)
        return self.add(part)

    def run(self, element: Element) -> bool:
        """Add the content of `element`; whether it shows anything."""
        part = nodes.inline()
        if element.id:
            self.reader.open(nodes.target(), element, part)
        self.reader.run(element, part)
        return self.add(part)

    def add(self, part: nodes.inline) -> bool:
        """Add the children of `part`, on one line."""
        lifted: list[nodes.Node] = []
        found = space.tidy(part, lifted)
        _one_line(part)
        self.node.extend(part.children)
        self.column += len(part.astext())
        return found.visible

    def verbatim(self, element: Element) -> None:
        """Add the content of `element` with its line breaks."""
        was, self.reader.is_verbatim = self.reader.is_verbatim, True
        self.reader.run(element, self.node)
        self.reader.is_verbatim = was

    def close(self, element: Element, parent: nodes.Element) -> None:
        """Place the listing in `parent` with `element`'s id; one without content leaves nothing but the id."""
        _merge(self.node)
        if not self.node.astext().strip():
            if element.id:
                parent.append(paragraph := nodes.paragraph())
                self.reader.open(nodes.target(), element, paragraph)
            return
        if all(isinstance(child, nodes.Text) for child in self.node.children):
            self.node["language"] = "none"
            self.node["force"] = False
            self.node["highlight_args"] = {}
        self.reader.open(self.node, element, parent)


def _one_line(node: nodes.Element) -> None:
    for index, child in enumerate(node.children):
        if isinstance(child, nodes.Text):
            if "\n" in child:
                node.children[index] = text = nodes.Text(child.replace("\n", " "))
                text.parent = node
        elif isinstance(child, nodes.Element):
            _one_line(child)


def _merge(node: nodes.Element) -> None:
    """Join texts that touch, and take off the newlines at both ends."""
    merged: list[nodes.Node] = []
    for child in node.children:
        if merged and isinstance(child, nodes.Text) and isinstance(merged[-1], nodes.Text):
            merged[-1] = nodes.Text(str(merged[-1]) + str(child))
        else:
            merged.append(child)
    if merged and isinstance(merged[0], nodes.Text):
        merged[0] = nodes.Text(merged[0].lstrip("\n"))
    if merged and isinstance(merged[-1], nodes.Text):
        merged[-1] = nodes.Text(merged[-1].rstrip())
    node.children = []
    node.extend(child for child in merged if not isinstance(child, nodes.Text) or str(child))
