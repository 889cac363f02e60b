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

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from docutils import nodes

from docbook2rst.elements import ELEMENTS, Status
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader import space
from docbook2rst.reader.labels import Label, Labels
from docbook2rst.reader.registry import INLINE, READERS, ReadFunction, element, is_inline
from docbook2rst.source.tree import Element, Tree

__all__ = ["INLINE", "READERS", "ReadFunction", "Reader", "element", "is_inline"]

_FLOATING = frozenset(("anchor", "indexterm"))
"""Inline elements that do not begin a paragraph: they belong to the block that follows."""

_TEXT_ALLOWED = frozenset(("entry", "td", "th", "caption", "literallayout", "mathphrase", "phrase"))
"""Elements read with `blocks` in which DocBook allows loose text."""

_ID_HOLDERS = (nodes.list_item, nodes.definition_list_item, nodes.definition, nodes.entry, nodes.line)
"""Nodes that no reST label can precede: their ids go to the first block inside."""

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

_XML_NAME = re.compile(r"[^\W\d][\w.\-:]*")


def _allows_text(parent: nodes.Element) -> bool:
    return isinstance(parent, nodes.TextElement)


@dataclass(slots=True)
class Reader:
    """Reads one document; holds what the reader functions share."""

    tree: Tree
    options: Options
    problems: Problems
    document: nodes.document
    footnotes: list[nodes.footnote] = field(default_factory=list)
    """Footnotes in the order of their references; appended to the top section at the end."""
    labels: Labels = field(default_factory=Labels)
    is_verbatim: bool = False
    """White space is exact: a listing is being read.  Set it around `inlines`; `blocks` resets it for what it reads."""
    quote_depth: int = 0
    list_number: int = 1
    """The number that would come next in the last numbered list."""
    _waiting: list[nodes.Node] = field(default_factory=list)
    """Blocks hoisted out of a text element whose parent takes no blocks: the next block content takes them."""
    _id_holders: list[nodes.Element] = field(default_factory=list)

    def read(self, element: Element, parent: nodes.Element) -> None:
        """Append to `parent` what `element` becomes."""
        function = READERS.get(element.tag)
        if function is not None:
            function(self, element, parent)
        else:
            self._read_unregistered(element, parent)

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
            holder = next((node for node in parent.children[first:] if _takes_ids(node)), None)
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
                _append_text(child, paragraph)
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
                has_text = True
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
        holder = next((node for node in read if _takes_ids(node)), None)
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
                _append_text(child, parent)
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
        identifier = element.id
        if not identifier:
            return False
        known = self.labels.by_id.get(identifier)
        if known is not None:
            self.problem("DB302", element, target=identifier, first=known.position)
            return False
        if not _XML_NAME.fullmatch(identifier):
            self.problem("DB303", element, target=identifier)
        ids = node["ids"]
        ids.insert(0 if first else len(ids), identifier)
        self.labels.by_id[identifier] = Label(names or node, element.tag, element.get("xreflabel"), element.position)
        if isinstance(node, _ID_HOLDERS):
            self._id_holders.append(node)
        return True

    def end(self, top: nodes.Element) -> None:
        """Place what waited for the end of the document: hoisted blocks, footnotes in `top`, the ids of items."""
        _adopt(top, self._waiting)
        _adopt(top, self.footnotes)
        for holder in reversed(self._id_holders):
            _pass_ids(holder)

    def problem(self, code: str, element: Element, **values: object) -> None:
        """Record a problem at `element`."""
        self.problems.add(code, element.position, element=element.tag, **values)

    def _read_unregistered(self, element: Element, parent: nodes.Element) -> None:
        """Append what an element without a reader function becomes, by its row in the table."""
        row = ELEMENTS.get(element.tag)
        if row is None:
            self._read_unknown(element, parent)
            return
        if row.status is Status.IGNORED:
            return
        if row.status is Status.UNSUPPORTED:
            self.problem("DB202", element, form="its text")
        elif row.status is Status.HANDLED and element.parent is not None:
            self.problems.add("DB204", element.position, element=element.parent.tag, child=element.tag)
        self._content(element, parent)

    def _read_unknown(self, element: Element, parent: nodes.Element) -> None:
        """Append the text of an element that DocBook does not have; its tags too where it is an unescaped '<' in text."""
        self.problem("DB201", element)
        looks_like_text = _allows_text(parent) and not element.tag.startswith("{")
        if looks_like_text and not element.children:
            _append_text(f"<{element.tag}{_attributes(element)}/>", parent)
        elif looks_like_text:
            _append_text(f"<{element.tag}{_attributes(element)}>", parent)
            self.run(element, parent)
            _append_text(f"</{element.tag}>", parent)
        else:
            self._content(element, parent)

    def _content(self, element: Element, parent: nodes.Element) -> None:
        """Append what `element` holds to `parent`, as it takes it."""
        if _allows_text(parent):
            if element.id:
                self.open(nodes.target(), element, parent)
            self.run(element, parent)
        else:
            self.paragraphs(element, parent)


def _adopt(parent: nodes.Element, children: Iterable[nodes.Node]) -> None:
    """As `parent.extend`, which asks all ancestors for the document once for each child."""
    for child in children:
        child.parent = parent
        parent.children.append(child)


def _append_text(text: str, parent: nodes.Element) -> None:
    node = nodes.Text(text)
    node.parent = parent
    parent.children.append(node)


def _attributes(element: Element) -> str:
    return "".join(f' {name}="{value}"' for name, value in element.attrib.items())


def _is_inline_node(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Inline) and not isinstance(node, nodes.target)


def _takes_ids(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and not isinstance(node, nodes.Invisible)


def _pass_ids(holder: nodes.Element) -> None:
    """Move the ids of an item to the first block in it, or to a target in a paragraph where there is none."""
    inside: nodes.Element = holder
    if isinstance(holder, nodes.definition_list_item):
        inside = next((child for child in holder.children if isinstance(child, nodes.definition)), holder)
    first = next((child for child in inside.children if _takes_ids(child)), None)
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
