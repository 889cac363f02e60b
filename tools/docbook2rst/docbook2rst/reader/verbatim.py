"""Listings, whose white space is exact, and line blocks, whose lines are kept."""

from __future__ import annotations

import re

from docutils import nodes

from docbook2rst.pattern import Pattern
from docbook2rst.reader import space
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["line_block", "listing", "read_verbatim"]

_LAST_LINE = Pattern(r"\n[ \t\r]*\Z")
_NO_BREAK = "\u00a0"
_TAB = _NO_BREAK * 8
_WIDE = Pattern(r"^ +|  +|\t")


@element("programlisting", "screen", "synopsis", "literallayout")
def listing(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A literal block: with a language where it is code, a parsed literal where it holds markup or is a layout of prose."""
    node = nodes.literal_block(classes=[f"db-{element.tag}"])
    node["xml:space"] = "preserve"
    if _is_code(element):
        text = _inner("".join(child for child in element.children if isinstance(child, str)))
        if text.strip() or element.id:
            node["language"] = element.get("language").strip().lower() or "none"
            node["force"] = False
            node["highlight_args"] = {}
            node.append(nodes.Text(text))
            reader.open(node, element, parent)
        return
    reader.open(node, element, parent)
    read_verbatim(reader, element, node)
    _place_pieces(node)


def _is_code(element: Element) -> bool:
    """Whether `element` is plain text that a highlighter may colour."""
    is_prose = element.tag == "literallayout" and element.get("class") != "monospaced"
    return not is_prose and all(isinstance(child, str) for child in element.children)


def read_verbatim(reader: Reader, element: Element, node: nodes.Element) -> None:
    """Read the content of `element` into `node` with its white space as it is, apart from the first and last line's ends."""
    was_verbatim, reader.is_verbatim = reader.is_verbatim, True
    reader.run(element, node)
    reader.is_verbatim = was_verbatim
    _strip_ends(node)


def _inner(text: str) -> str:
    """The text between the newline after the start tag and the white space before the end tag."""
    return _LAST_LINE().sub("", text.removeprefix("\n"))


def _strip_ends(node: nodes.Element) -> None:
    """As `_inner`, for a node with markup in it."""
    space.merge(node)
    if not node.children:
        return
    first, last = node.children[0], node.children[-1]
    if isinstance(last, nodes.Text):
        node.replace(last, nodes.Text(_LAST_LINE().sub("", str(last))))
    first = node.children[0]
    if isinstance(first, nodes.Text):
        node.replace(first, nodes.Text(str(first).removeprefix("\n")))
    space.merge(node)


def _place_pieces(node: nodes.Element) -> None:
    """Put the blocks in a listing between its pieces, and leave out pieces that are empty."""
    if all(isinstance(child, nodes.Text | nodes.Inline) for child in node.children) and node.children:
        return
    parent = node.parent
    parent.children.pop()
    for piece in space.split(node):
        if isinstance(piece, nodes.literal_block):
            _strip_ends(piece)
        if not isinstance(piece, nodes.literal_block) or piece.astext().strip():
            parent.append(piece)


@element("address")
def address(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A line block of the lines as they are."""
    line_block(reader, element, parent)


def line_block(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Append a line block with one line for each line of `element`; spaces that mean something are no-break spaces."""
    whole = nodes.literal_block()
    read_verbatim(reader, element, whole)
    node = nodes.line_block(classes=[f"db-{element.tag}"])
    blocks: list[nodes.Node] = []
    for piece in space.split(whole):
        if not isinstance(piece, nodes.literal_block):
            blocks.append(piece)
            continue
        for line in _lines(piece):
            node.append(line)
    if node.children:
        reader.open(node, element, parent)
    parent.extend(blocks)


def _lines(piece: nodes.Element) -> list[nodes.line]:
    """The lines of `piece`; an inline element that spans several is in each of them."""
    lines: list[nodes.line] = [nodes.line()]
    for index, children in enumerate(_broken(piece)):
        if index:
            lines.append(nodes.line())
        lines[-1].extend(children)
    for line in lines:
        _trim_end(line)
    return lines


def _broken(node: nodes.Element) -> list[list[nodes.Node]]:
    """The children of `node`, cut at the newlines in them."""
    lines: list[list[nodes.Node]] = [[]]
    for child in node.children:
        if isinstance(child, nodes.Text):
            for index, text in enumerate(child.split("\n")):
                if index:
                    lines.append([])
                if text:
                    lines[-1].append(nodes.Text(_hard_spaces(text, at_start=not lines[-1])))
        elif isinstance(child, nodes.Element) and child.children:
            for index, part in enumerate(_broken(child)):
                if index:
                    lines.append([])
                if part or not index:
                    clone = child.copy()
                    if index:
                        clone["ids"] = []
                    clone.extend(part)
                    lines[-1].append(clone)
        else:
            lines[-1].append(child)
    return lines


def _hard_spaces(text: str, *, at_start: bool) -> str:
    """`text` with no-break spaces for those that would be lost: at the start of a line, and all but one of a run."""

    def harden(run: re.Match[str]) -> str:
        if run[0] == "\t":
            return _TAB
        if run.start() == 0 and at_start:
            return _NO_BREAK * len(run[0])
        return " " if len(run[0]) == 1 else _NO_BREAK * (len(run[0]) - 1) + " "

    return _WIDE().sub(harden, text)


def _trim_end(line: nodes.line) -> None:
    last = line.children[-1] if line.children else None
    if isinstance(last, nodes.Text):
        text = str(last).rstrip()
        line.children.pop()
        if text:
            line.append(nodes.Text(text))
