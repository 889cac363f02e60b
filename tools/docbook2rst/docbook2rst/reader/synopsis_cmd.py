"""Command synopses as docbook-xsl prints them: `[optional]`, `{required}`, `a | b`, `repeated...`."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from docbook2rst.nodes import xref
from docbook2rst.reader import space
from docbook2rst.reader.enclosed import enclosed
from docbook2rst.reader.labels import Reference
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["CHOICES"]

CHOICES = {"opt": ("[", "]"), "req": ("{", "}"), "plain": ("", "")}
"""The brackets of each `choice`."""

_BREAK = "\x00"
"""Stands for `sbr` until the lines are cut."""


@element("cmdsynopsis")
def cmdsynopsis(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A paragraph, or lines where it has breaks or fragments."""
    element, parent = enclosed(reader, element, parent)
    fragments = [child for child in element.elements() if child.tag == "synopfragment"]
    whole = nodes.inline()
    _sequence(reader, element, whole, element.get("sepchar", " "), skip=("synopfragment",))
    lines = [(element, line) for line in _lines(whole)]
    for number, fragment in enumerate(fragments, 1):
        part = nodes.inline()
        part.append(nodes.Text(f"({number}) "))
        _sequence(reader, fragment, part, " ", skip=())
        lines += [(fragment, line) for line in _lines(part)]
    _place(reader, element, lines, parent)


def _place(reader: Reader, element: Element, lines: list[tuple[Element, list[nodes.Node]]], parent: nodes.Element) -> None:
    """Append the lines: one as a paragraph, several as a line block, the id of a fragment as a target in its first line."""
    if len(lines) == 1:
        paragraph = reader.open(nodes.paragraph(classes=["db-cmdsynopsis"]), element, parent)
        paragraph.extend(lines[0][1])
        return
    if not lines:
        return
    block = reader.open(nodes.line_block(classes=["db-cmdsynopsis"]), element, parent)
    before = element
    for holder, content in lines:
        line = nodes.line()
        block.append(line)
        if holder is not before and holder.id:
            reader.open(nodes.target(), holder, line)
        before = holder
        line.extend(content)


def _lines(whole: nodes.Element) -> list[list[nodes.Node]]:
    """The content of `whole`, cut at the breaks in it and tidied; lines that show nothing are left out."""
    lines: list[list[nodes.Node]] = []
    for cut in _cut(whole):
        line = nodes.inline()
        line.extend(cut)
        lifted: list[nodes.Node] = []
        if space.tidy(line, lifted).visible or line.children:
            _flatten(line)
            lines.append([*lifted, *line.children])
    return lines


def _cut(node: nodes.Element) -> list[list[nodes.Node]]:
    """The children of `node` in the lines that breaks make of them; an inline element that spans several is in each."""
    lines: list[list[nodes.Node]] = [[]]
    for child in node.children:
        if isinstance(child, nodes.Text) and _BREAK in child:
            for index, text in enumerate(child.split(_BREAK)):
                if index:
                    lines.append([])
                if text:
                    lines[-1].append(nodes.Text(text))
        elif isinstance(child, nodes.Element) and child.children and _BREAK in child.astext():
            for index, part in enumerate(_cut(child)):
                if index:
                    lines.append([])
                clone = child.copy()
                if index:
                    clone["ids"] = []
                clone.extend(part)
                lines[-1].append(clone)
        else:
            lines[-1].append(child)
    return lines


def _flatten(node: nodes.Element) -> None:
    """Make the newlines in `node`'s text spaces: the source's line breaks are not the synopsis'."""
    for index, child in enumerate(node.children):
        if isinstance(child, nodes.Text):
            if "\n" in child:
                node.children[index] = text = nodes.Text(child.replace("\n", " "))
                text.parent = node
        elif isinstance(child, nodes.Element):
            _flatten(child)


def _sequence(reader: Reader, element: Element, node: nodes.Element, separator: str, skip: tuple[str, ...]) -> None:
    """Append the parts of `element`, `separator` between commands, arguments and groups."""
    is_first = True
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                node.append(nodes.Text(child))
                is_first = False
        elif child.tag == "sbr":
            node.append(nodes.Text(_BREAK))
            is_first = True
        elif child.tag not in skip:
            if not is_first:
                node.append(nodes.Text(separator))
            _part(reader, child, node)
            is_first = False


def _part(reader: Reader, element: Element, node: nodes.Element) -> None:
    if element.tag == "arg":
        _bracketed(reader, element, node, _argument)
    elif element.tag == "group":
        _bracketed(reader, element, node, _alternatives)
    elif element.tag == "synopfragmentref":
        _fragment_reference(reader, element, node)
    else:
        reader.read(element, node)


_Content = Callable[[Reader, Element, nodes.Element], None]


def _bracketed(reader: Reader, element: Element, node: nodes.Element, content: _Content) -> None:
    """An argument or group with its brackets; the repeat sign stands inside them."""
    before, after = CHOICES.get(element.get("choice", "opt"), CHOICES["opt"])
    if element.id:
        reader.open(nodes.target(), element, node)
    node.append(nodes.Text(before))
    content(reader, element, node)
    if element.get("rep") == "repeat":
        node.append(nodes.Text("..."))
    node.append(nodes.Text(after))


def _argument(reader: Reader, element: Element, node: nodes.Element) -> None:
    """The text of an argument; arguments and groups inside it stand where they are written, after a space."""
    lifted: list[nodes.Node] = []
    part = nodes.inline()
    for child in element.children:
        if isinstance(child, str):
            part.append(nodes.Text(child))
        elif child.tag == "sbr":
            part.append(nodes.Text(_BREAK))
        elif child.tag in ("arg", "group", "synopfragmentref"):
            if part.children and not part.astext()[-1:].isspace():
                is_tight = isinstance(part.children[-1], nodes.Text)
                part.append(nodes.Text("" if is_tight else " "))
            _part(reader, child, part)
        else:
            reader.read(child, part)
    space.tidy(part, lifted)
    node.extend([*part.children, *lifted])


def _alternatives(reader: Reader, element: Element, node: nodes.Element) -> None:
    """The members of a group with bars between them."""
    _sequence(reader, element, node, " | ", skip=())


def _fragment_reference(reader: Reader, element: Element, node: nodes.Element) -> None:
    """A reference to a fragment: its number, and what is written in it."""
    target = element.get("linkend")
    number = _fragment_number(element, target)
    if target and number:
        reference = xref("", f"({number})", refid=target)
        reader.labels.references.append(Reference(reference, element.tag, "", element.position))
        node.append(reference)
    elif target:
        node.append(nodes.Text(f"({target})"))
    if element.text().strip():
        node.append(nodes.Text(" "))
        emphasis = nodes.emphasis()
        node.append(emphasis)
        reader.run(element, emphasis)


def _fragment_number(element: Element, target: str) -> int:
    """Which fragment of the synopsis around `element` has the id `target`, 0 for none."""
    synopsis = element.parent
    while synopsis is not None and synopsis.tag != "cmdsynopsis":
        synopsis = synopsis.parent
    if synopsis is None:
        return 0
    fragments = [child for child in synopsis.elements() if child.tag == "synopfragment"]
    return next((number for number, fragment in enumerate(fragments, 1) if fragment.id == target), 0)


@element("arg", "group", "synopfragment")
def stray_part(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A part of a synopsis outside one: as a synopsis of its own, or in the line it stands in."""
    if isinstance(parent, nodes.TextElement):
        _part(reader, element, parent) if element.tag != "synopfragment" else reader.run(element, parent)
        return
    holder = Element("cmdsynopsis", {}, element.path, element.line, element.column)
    holder.parent = element.parent
    holder.children = [element]
    cmdsynopsis(reader, holder, parent)
