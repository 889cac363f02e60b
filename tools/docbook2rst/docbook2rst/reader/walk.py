"""The walk from a positioned tree to docutils nodes.

Each element has a reader function, registered by name:

    @element("note", "tip")
    def admonition(reader: Reader, element: Element, parent: nodes.Element) -> None:
        node = reader.open(ADMONITIONS[element.tag](), element, parent)
        reader.blocks(element, node)

It appends to `parent` what the element becomes.  `Reader.blocks`, `Reader.paragraphs`, `Reader.inlines` and `Reader.run` read
an element's content and are the only places that know how text and blocks mix:

`blocks`      block content; loose text and inline elements become paragraphs, reported where DocBook does not allow them
`paragraphs`  the content of a paragraph, whose text the blocks in it split into several
`inlines`     the content of a text element (title, term, inline element); blocks in it are hoisted behind it
`run`         the content of an element that leaves no node of its own, into whatever text element `parent` is
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from docutils import nodes

from docbook2rst.elements import ELEMENTS
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader import space
from docbook2rst.reader.ids import Ids, takes_ids
from docbook2rst.reader.labels import Labels
from docbook2rst.reader.registry import Registry
from docbook2rst.source.tree import Element, Tree

__all__ = ["READERS", "ReadFunction", "Reader", "append_text", "element", "is_inline"]

ReadFunction = Callable[["Reader", Element, nodes.Element], None]

READERS: Registry[ReadFunction] = Registry()
"""The reader function of each element."""

element = READERS.register
is_inline = READERS.is_inline

_FLOATING = frozenset(("anchor", "indexterm"))
"""Inline elements that do not begin a paragraph: they belong to the block that follows."""

_TEXT_ALLOWED = frozenset(("entry", "td", "th", "caption", "literallayout", "mathphrase", "phrase"))
"""Elements read with `blocks` in which DocBook allows loose text."""

_ONE_LINE = (nodes.title, nodes.rubric, nodes.term, nodes.field_name, nodes.line)
"""Text elements that reST writes on one line: their line breaks become spaces."""

_BLOCK_HOLDERS: tuple[type, ...] = (
    nodes.section,
    nodes.container,
    nodes.Admonition,
    nodes.list_item,
    nodes.block_quote,
)
"""Nodes that take blocks hoisted out of a title or the like in them."""


class Reader:
    """Reads one document; holds what the reader functions share."""

    __slots__ = (
        "_ids",
        "_waiting",
        "document",
        "footnotes",
        "is_verbatim",
        "labels",
        "list_number",
        "options",
        "problems",
        "quote_depth",
        "tree",
    )

    def __init__(self, tree: Tree, options: Options, problems: Problems, document: nodes.document) -> None:
        self.tree = tree
        self.options = options
        self.problems = problems
        self.document = document
        self.footnotes: list[nodes.footnote] = []
        """Footnotes in the order of their references; appended to the top section at the end."""
        self.labels = Labels()
        self.is_verbatim = False
        """White space is exact: a listing is being read.  Set it around `inlines`; `blocks` resets it for what it reads."""
        self.quote_depth = 0
        self.list_number = 1
        """The number that would come next in the last numbered list."""
        self._waiting: list[nodes.Node] = []
        """Blocks hoisted out of a text element whose parent takes no blocks: the next block content takes them."""
        self._ids = Ids(self.labels, problems)

    def read(self, element: Element, parent: nodes.Element) -> None:
        """Append to `parent` what `element` becomes."""
        READERS.function(element.tag)(self, element, parent)

    def blocks(self, element: Element, parent: nodes.Element, *, skip: Collection[str] = ()) -> None:
        """Append what `element` holds to `parent` as blocks; loose text and inline elements become paragraphs.

        Child elements named in `skip` are left out: the caller reads them itself.
        """
        was_verbatim, self.is_verbatim = self.is_verbatim, False
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            _adopt(parent, waiting)
        if self._flow(element, parent, skip) and element.tag in ELEMENTS and element.tag not in _TEXT_ALLOWED:
            self.problem("DB203", element)
        self.is_verbatim = was_verbatim

    def paragraphs(self, element: Element, parent: nodes.Element, *, skip: Collection[str] = ()) -> None:
        """Append the text of `element` to `parent` as paragraphs, with the blocks in it between them.

        The first node that comes of it has the element's id.
        """
        first = len(parent.children)
        self._flow(element, parent, skip)
        if element.id:
            holder = next((node for node in parent.children[first:] if takes_ids(node)), None)
            if holder is None:
                holder = self._target_paragraph(element, parent)
            assert isinstance(holder, nodes.Element)
            self.label(element, holder, first=True)

    def _flow(self, element: Element, parent: nodes.Element, skip: Collection[str]) -> bool:
        """Read mixed content; whether any of it was loose text or inline elements."""
        paragraph: nodes.paragraph | None = None
        has_text = False
        anchors: list[Element] = []
        for child in element.children:
            if isinstance(child, str):
                if paragraph is None:
                    if not child.strip():
                        continue
                    paragraph = self._paragraph(element, parent, anchors)
                append_text(child, paragraph)
                has_text = True
            elif child.tag in skip:
                continue
            elif paragraph is None and child.tag in _FLOATING:
                if child.tag == "anchor":
                    anchors.append(child)
                else:
                    self.read(child, parent)
            elif is_inline(child):
                if paragraph is None:
                    paragraph = self._paragraph(child, parent, anchors)
                self.read(child, paragraph)
                has_text = has_text or child.tag != "remark"
            else:
                if paragraph is not None:
                    self._end_paragraph(paragraph)
                    paragraph = None
                before = len(parent.children)
                self.read(child, parent)
                if anchors:
                    anchors = self._label_next(anchors, parent.children[before:])
        if paragraph is not None:
            self._end_paragraph(paragraph)
        for anchor in anchors:
            self.label(anchor, self._target_paragraph(anchor, parent))
        return has_text

    def _paragraph(self, element: Element, parent: nodes.Element, anchors: list[Element]) -> nodes.paragraph:
        """A new paragraph at the end of `parent`; it begins with the targets of the `anchors`."""
        paragraph = nodes.paragraph()
        paragraph.source, paragraph.line = element.path, element.line
        paragraph.parent = parent
        parent.children.append(paragraph)
        for anchor in anchors:
            self.read(anchor, paragraph)
        anchors.clear()
        return paragraph

    def _label_next(self, anchors: list[Element], read: list[nodes.Node]) -> list[Element]:
        """Give the ids of `anchors` to the first block of `read`; the anchors that are still to be placed."""
        holder = next((node for node in read if takes_ids(node)), None)
        if not isinstance(holder, nodes.Element):
            return anchors
        for anchor in anchors:
            self.label(anchor, holder)
        return []

    def _target_paragraph(self, element: Element, parent: nodes.Element) -> nodes.target:
        """A target in a paragraph of its own, for an id that has no other place."""
        paragraph = self._paragraph(element, parent, [])
        target = nodes.target()
        _adopt(paragraph, (target,))
        return target

    def _end_paragraph(self, paragraph: nodes.paragraph) -> None:
        """Tidy the last child of its parent: index entries go before it, blocks out of it, and it goes if it is empty."""
        parent = paragraph.parent
        assert parent is not None
        lifted: list[nodes.Node] = []
        found = space.trim(paragraph, lifted)
        if paragraph.children and not lifted and not found.has_blocks:
            return
        parent.children.pop()
        pieces: list[nodes.Element] = [paragraph]
        if found.has_blocks:
            pieces = space.split(paragraph)
            for piece in pieces:
                if isinstance(piece, nodes.paragraph):
                    space.trim(piece, lifted)
        _adopt(parent, lifted)
        _adopt(parent, (piece for piece in pieces if piece.children or not isinstance(piece, nodes.paragraph)))

    def inlines(self, element: Element, parent: nodes.Element) -> None:
        """Append what `element` holds to `parent`, a text element; a block in here is hoisted after `parent`."""
        self.run(element, parent)
        if not self.is_verbatim and not isinstance(parent, nodes.Inline):
            self.finish(parent)

    def run(self, element: Element, parent: nodes.Element) -> None:
        """Append what `element` holds to the text element `parent`, whose content goes on after it."""
        for child in element.children:
            if isinstance(child, str):
                append_text(child, parent)
            else:
                self.read(child, parent)

    def phrase(self, element: Element) -> list[nodes.Node]:
        """What `element` holds as inline nodes, without white space at the ends; for text that is put together of parts."""
        part = nodes.inline()
        self.run(element, part)
        lifted: list[nodes.Node] = []
        if not self.is_verbatim:
            space.tidy(part, lifted)
        return [*part.children, *lifted]

    def finish(self, node: nodes.Element) -> None:
        """Tidy the white space of the text element `node`; index entries and blocks in it go behind it."""
        lifted: list[nodes.Node] = []
        if space.trim(node, lifted).has_blocks:
            children: list[nodes.Node] = []
            for piece in space.split(node):
                if type(piece) is type(node):
                    space.trim(piece, lifted)
                    children += [nodes.Text(" "), *piece.children] if children else piece.children
                else:
                    lifted.append(piece)
            node.children = children
            space.merge(node)
        if isinstance(node, _ONE_LINE):
            space.flatten(node)
        if lifted:
            self._place_after(node, lifted)

    def _place_after(self, node: nodes.Element, lifted: list[nodes.Node]) -> None:
        """Put `lifted` behind `node`, or keep them for the next block content where its parent takes no blocks."""
        parent = node.parent
        takes_blocks = isinstance(parent, _BLOCK_HOLDERS)
        if parent is not None and takes_blocks:
            _adopt(parent, lifted)
        else:
            self._waiting.extend(lifted)

    def open(self, node: nodes.Element, element: Element, parent: nodes.Element) -> nodes.Element:
        """`node`, placed in `parent` with `element`'s id, source file and line.

        The id of an inline node becomes a target before it; the id of an item or table entry moves to the first block in it
        when the document has been read.
        """
        node.source, node.line = element.path, element.line
        if element.id:
            if _is_inline_node(node):
                target = nodes.target()
                if self.label(element, target, names=node):
                    _adopt(parent, (target,))
            else:
                self.label(element, node, first=True)
        node.parent = parent
        parent.children.append(node)
        return node

    def label(self, element: Element, node: nodes.Element, *, names: nodes.Element | None = None, first: bool = False) -> bool:
        """Give `element`'s id to `node`; whether it has one that no other element had before.

        `names` is the node that references read, where that is another one.  `first` puts the id before the node's others.
        """
        return self._ids.give(element, node, names or node, first=first)

    def end(self, top: nodes.Element) -> None:
        """Place what waited for the end of the document: hoisted blocks, footnotes in `top`, the ids of items."""
        _adopt(top, self._waiting)
        _adopt(top, self.footnotes)
        self._ids.pass_on()

    def problem(self, code: str, element: Element, **values: object) -> None:
        """Record a problem at `element`."""
        self.problems.add(code, element.position, element=element.tag, **values)


def _adopt(parent: nodes.Element, children: Iterable[nodes.Node]) -> None:
    """As `parent.extend`, which asks all ancestors for the document once for each child."""
    for child in children:
        child.parent = parent
        parent.children.append(child)


def append_text(text: str, parent: nodes.Element) -> None:
    """Append `text` to the text element `parent`, as it is."""
    node = nodes.Text(text)
    node.parent = parent
    parent.children.append(node)


def _is_inline_node(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Inline) and not isinstance(node, nodes.target)
