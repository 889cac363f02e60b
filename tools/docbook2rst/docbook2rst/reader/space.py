"""White space in running text: runs collapse, blocks have none at their edges, inline elements have none at theirs.

A run of XML white space becomes one newline where it holds one (the source's line breaks stay), else one space.  Space at the
edge of an inline element moves outside it, no-break and other Unicode spaces with it, because no markup language can start or
end inline markup with a space.  Inline elements left without content vanish.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docutils import nodes

from docbook2rst.nodes import indexterm, xref

__all__ = ["XML_SPACE", "Tidied", "collapse", "flatten", "mark", "merge", "split", "tidy", "trim"]

XML_SPACE = " \t\r\n"

_BREAKS = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_RUNS = re.compile(r"[ \t\r]{2,}|[\t\r]")
_VANISHING = frozenset(
    (nodes.emphasis, nodes.strong, nodes.literal, nodes.inline, nodes.subscript, nodes.superscript, nodes.reference)
)
"""The inline nodes that mean nothing without content."""
_MARKS = "docbook_marks"


def collapse(text: str) -> str:
    r"""Each run of XML white space as one space, or as one newline where it holds one.

    >>> collapse("a  b \n\t c")
    'a b\nc'
    """
    if "\n" in text:
        text = _BREAKS.sub("\n", text)
    if "  " in text or "\t" in text or "\r" in text:
        text = _RUNS.sub(" ", text)
    return text


def mark(node: nodes.Element, before: str, after: str) -> None:
    """Have generated text put at both ends of `node` when it is tidied, if it holds anything visible."""
    setattr(node, _MARKS, (before, after))


class Tidied(NamedTuple):
    """What `tidy` found in a node."""

    lead: str
    """The white space that stood before its content."""
    trail: str
    visible: bool
    """It holds text or anything else that shows."""
    has_blocks: bool
    """A block stands somewhere inside it."""


class _Line:
    """The content of one text element as it is put together again."""

    __slots__ = ("has_blocks", "is_spaced", "lead", "nodes", "space", "visible")

    def __init__(self) -> None:
        self.nodes: list[nodes.Node] = []
        self.lead = self.space = ""
        self.visible = self.has_blocks = self.is_spaced = False

    def text(self, text: str) -> None:
        """Add text; `space` waits until something visible follows."""
        text = str(text)  # of a docutils text, `lstrip` makes another one
        core = text.strip()
        if not core:
            self.space += text
            return
        trail = ""
        if len(core) != len(text):
            start = len(text) - len(text.lstrip())
            self.space += text[:start]
            trail = text[start + len(core) :]
        self.put(self.settle() + collapse(core))
        self.space = trail

    def settle(self) -> str:
        """The waiting space, as text before the visible thing that follows; at the front it is the parent's and empty here."""
        space, self.space = self.space, ""
        if self.is_spaced:
            space = space.lstrip(XML_SPACE)
            self.is_spaced = False
        if not self.visible:
            self.visible = True
            self.lead += space
            return ""
        return collapse(space)

    def put(self, text: str) -> None:
        """Add `text`, joined to text that ends here."""
        if self.nodes and type(self.nodes[-1]) is nodes.Text:
            text = str(self.nodes.pop()) + text
        self.nodes.append(nodes.Text(text))

    def element(self, child: nodes.Element, lifted: list[nodes.Node]) -> None:
        """Add an inline element, tidied; a block ends the line."""
        if isinstance(child, indexterm):
            lifted.append(child)
        elif isinstance(child, nodes.target):
            self.target(child)
        elif not isinstance(child, nodes.Inline):
            self.space = ""
            self.visible = self.has_blocks = True
            self.nodes.append(child)
        else:
            self.inline(child, tidy(child, lifted))

    def target(self, child: nodes.Node) -> None:
        """Add a target; it stands before what it names, so behind the space."""
        if self.space and self.visible and not self.is_spaced:
            self.put(collapse(self.space))
            self.space = ""
            self.is_spaced = True
        self.nodes.append(child)

    def take_back(self) -> None:
        """Let the space that was placed before targets wait again: nothing visible came after them."""
        index = next(index for index in range(len(self.nodes) - 1, -1, -1) if isinstance(self.nodes[index], nodes.Text))
        text = str(self.nodes[index])
        core = text.rstrip()
        self.space = text[len(core) :] + self.space
        self.nodes[index : index + 1] = [nodes.Text(core)] if core else []

    def surround(self, before: str, after: str) -> None:
        """Put generated text at both ends."""
        if isinstance(self.nodes[0], nodes.Text):
            before += str(self.nodes.pop(0))
        self.nodes.insert(0, nodes.Text(before))
        self.put(after)

    def inline(self, child: nodes.Element, found: Tidied) -> None:
        self.space += found.lead
        if not found.visible and type(child) in _VANISHING:
            for left in child.children:
                self.target(left)
            self.space += found.trail
            return
        if space := self.settle():
            self.put(space)
        self.nodes.append(child)
        self.space = found.trail
        self.has_blocks = self.has_blocks or found.has_blocks


def tidy(node: nodes.Element, lifted: list[nodes.Node]) -> Tidied:
    """What space was found at `node`'s edges; its content is tidied in place, and its index entries move to `lifted`."""
    line = _Line()
    for child in node.children:
        if isinstance(child, nodes.Text):
            line.text(child)
        elif isinstance(child, nodes.Element):
            line.element(child, lifted)
    if line.is_spaced:
        line.take_back()
    marks = node.__dict__.pop(_MARKS, None)
    if marks and line.visible:
        line.surround(*marks)
    node.children = line.nodes
    for child in line.nodes:
        child.parent = node
    return Tidied(line.lead, line.space, line.visible or isinstance(node, xref), line.has_blocks)


def trim(node: nodes.Element, lifted: list[nodes.Node]) -> Tidied:
    """As `tidy`, for a block: XML white space at its edges is gone, other spaces there are kept."""
    children = node.children
    if len(children) == 1 and isinstance(children[0], nodes.Text):
        return _trim_text(node, children[0])
    found = tidy(node, lifted)
    children = node.children
    lead, trail = found.lead.strip(XML_SPACE), found.trail.strip(XML_SPACE)
    if found.visible and lead:
        _insert(node, 0, collapse(lead))
    if found.visible and trail:
        _insert(node, len(children), collapse(trail))
    return found


def _trim_text(node: nodes.Element, text: str) -> Tidied:
    """`trim` of the usual case, a block that holds nothing but text."""
    core = collapse(text.strip(XML_SPACE))
    if not core or core.isspace():
        node.children = []
        return Tidied("", "", visible=False, has_blocks=False)
    if core != text:
        child = nodes.Text(core)
        child.parent = node
        node.children = [child]
    return Tidied("", "", visible=True, has_blocks=False)


def _insert(node: nodes.Element, index: int, text: str) -> None:
    """Put `text` at one end of `node`'s children, joined to text that stands there."""
    children = node.children
    neighbour = children[min(index, len(children) - 1)]
    if isinstance(neighbour, nodes.Text):
        joined = str(neighbour) + text if index else text + str(neighbour)
        children[children.index(neighbour)] = new = nodes.Text(joined)
    else:
        new = nodes.Text(text)
        children.insert(index, new)
    new.parent = node


def flatten(node: nodes.Element) -> None:
    """Make line breaks in `node` spaces: a title or term is one line in reST."""
    for index, child in enumerate(node.children):
        if isinstance(child, nodes.Text):
            if "\n" in child:
                node.children[index] = flat = nodes.Text(child.replace("\n", " "))
                flat.parent = node
        elif isinstance(child, nodes.Element):
            flatten(child)


def merge(node: nodes.Element) -> None:
    """Join text that touches text in `node` and below it, and drop empty text; white space stays as it is."""
    merged: list[nodes.Node] = []
    for child in node.children:
        if isinstance(child, nodes.Element):
            merge(child)
            merged.append(child)
        elif merged and isinstance(merged[-1], nodes.Text):
            merged[-1] = nodes.Text(str(merged[-1]) + str(child))
        elif str(child):
            merged.append(child)
    node.children = merged
    for child in merged:
        child.parent = node


def split(node: nodes.Element) -> list[nodes.Element]:
    """The pieces of a text element that holds blocks: copies of it with the inline content around them, and the blocks.

    Elements that a block interrupts are closed before it and opened again after it; ids stay with the first piece.
    """
    pieces: list[nodes.Element] = []
    current: nodes.Element | None = None
    for child in node.children:
        for part in _parts(child):
            if isinstance(part, nodes.Text | nodes.Inline):
                if current is None:
                    current = _clone(node, first=not pieces)
                    pieces.append(current)
                part.parent = current
                current.children.append(part)
            elif isinstance(part, nodes.Element):
                pieces.append(part)
                current = None
    return pieces


def _parts(child: nodes.Node) -> list[nodes.Node]:
    if isinstance(child, nodes.Element) and isinstance(child, nodes.Inline) and child.children:
        return list(split(child))
    return [child]


def _clone(node: nodes.Element, *, first: bool) -> nodes.Element:
    clone = node.copy()
    clone.source, clone.line = node.source, node.line
    if not first:
        clone["ids"] = []
        clone["names"] = []
    return clone
