"""Text that is put together from several elements: names, addresses, bibliography entries, the lines of a synopsis."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader import space
from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element

__all__ = ["Phrase", "address", "is_flat", "label"]

_NO_SPACE_BEFORE = ",.;:!?)]"
_PUNCTUATION = " \t\r\n,;"
_ENDS = frozenset(",;.:!?")


class Phrase:
    """Fills a text element piece by piece; separators stand only between pieces that show something."""

    __slots__ = ("is_empty", "node", "reader")

    def __init__(self, reader: Reader, node: nodes.Element) -> None:
        self.reader = reader
        self.node = node
        self.is_empty = not node.children

    def read(self, separator: str, element: Element, before: str = "", after: str = "") -> bool:
        """Add what `element` becomes by its own reader function; whether it shows anything."""
        part = nodes.inline()
        self.reader.read(element, part)
        return self._put(separator, part, before, after)

    def run(self, separator: str, element: Element, before: str = "", after: str = "") -> bool:
        """Add the content of `element`, with a target for its id; whether it shows anything."""
        part = nodes.inline()
        if element.id:
            self.reader.open(nodes.target(), element, part)
        self.reader.run(element, part)
        return self._put(separator, part, before, after)

    def text(self, separator: str, text: str) -> None:
        """Add `text`, without the white space at its ends."""
        text = space.collapse(text.strip())
        if text:
            self._separate(separator, text)
            self.node.append(nodes.Text(text))

    def mark(self, text: str) -> None:
        """Add generated `text` as it is."""
        self.node.append(nodes.Text(text))
        self.is_empty = False

    def put(self, separator: str, *parts: nodes.Node) -> None:
        """Add finished nodes."""
        self._separate(separator, "")
        self.node.extend(parts)

    def blocks(self, element: Element, *, content: bool = False) -> None:
        """Add the blocks that `element` becomes, or that its `content` is; they cut the phrase where it is placed."""
        holder = nodes.container()
        if content:
            self.reader.paragraphs(element, holder)
        else:
            self.reader.read(element, holder)
        self.node.extend(holder.children)
        self.is_empty = True

    def _separate(self, separator: str, following: str) -> None:
        if not self.is_empty and separator:
            if following[:1] in _NO_SPACE_BEFORE and following:
                separator = ""
            elif separator[0] in ",." and self.node.children and self.node.children[-1].astext()[-1:] in _ENDS:
                separator = " "
            if separator:
                self.node.append(nodes.Text(separator))
        self.is_empty = False

    def _put(self, separator: str, part: nodes.inline, before: str, after: str) -> bool:
        lifted: list[nodes.Node] = []
        found = space.tidy(part, lifted)
        if not found.visible:
            self.node.extend([*part.children, *lifted])
            return False
        self._separate(separator, before or part.astext())
        if before:
            self.node.append(nodes.Text(before))
        self.node.extend([*part.children, *lifted])
        if after:
            self.node.append(nodes.Text(after))
        return True

    def close(self, parent: nodes.Element) -> None:
        """Place the tidied text element at the end of `parent`, blocks in it after it; nothing if it is empty."""
        node = self.node
        lifted: list[nodes.Node] = []
        pieces: list[nodes.Element] = [node]
        if space.trim(node, lifted).has_blocks:
            pieces = space.split(node)
            for piece in pieces:
                if type(piece) is type(node):
                    space.trim(piece, lifted)
        parent.extend(lifted)
        parent.extend(piece for piece in pieces if piece.children or type(piece) is not type(node))


def is_flat(element: Element) -> bool:
    """Whether `element` holds no text of its own, only elements."""
    return not any(isinstance(child, str) and child.strip() for child in element.children)


def address(phrase: Phrase, element: Element) -> None:
    """Add an address on one line: its lines and parts with commas between them."""
    separator = ", "
    is_of_parts = not any(isinstance(child, str) and child.strip(_PUNCTUATION) for child in element.children)
    for child in element.children:
        if isinstance(child, str) and is_of_parts:
            continue
        if isinstance(child, str):
            for index, line in enumerate(child.split("\n")):
                if index:
                    separator = ", "
                if line.strip():
                    phrase.text(separator, line)
                    separator = " "
        elif phrase.read(separator, child):
            separator = ", " if is_of_parts else " "


def label(node: nodes.Element, *content: nodes.Node) -> None:
    """Begin `node` with a generated label and a space."""
    mark = nodes.inline("", "", *content, classes=["db-label"])
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.Text):
        node.replace(first, nodes.Text(f" {first}"))
    elif first is not None:
        node.insert(0, nodes.Text(" "))
    node.insert(0, mark)
