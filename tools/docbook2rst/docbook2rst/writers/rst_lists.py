"""Lists as reST: bullets, numbers, definitions, fields and lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from docutils import nodes

from docbook2rst.writers.rst_inline import compose
from docbook2rst.writers.rst_visit import UnknownNodeError, Writer, block

__all__ = ["ENUM"]

ENUM = "db-enum-"
"""What begins the class of a wrapped list whose numbering reST cannot begin: `db-enum-lowerroman`."""

_ALPHABETS = {"loweralpha": "abcdefghijklmnopqrstuvwxyz", "upperalpha": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_NUMERALS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _items(writer: Writer, node: nodes.Element, marks: Iterator[str]) -> None:
    """Write the items of a list behind their `marks`; one that is more than a paragraph has empty lines around it."""
    layout = writer.layout
    is_tight = all(len(item.children) == 1 and isinstance(item.children[0], nodes.paragraph) for item in node.children)
    for item in node.children:
        if not isinstance(item, nodes.list_item):
            raise UnknownNodeError(item, f"inside <{node.tagname}>")
        if not is_tight:
            layout.gap()
        mark = next(marks)
        with layout.indented(" " * (len(mark) + 1), first=mark + " "):
            writer.blocks(item.children)


@block(nodes.bullet_list)
def bullet_list(writer: Writer, node: nodes.Element) -> None:
    """Items behind the list's bullet."""
    bullet = node.get("bullet", "-")
    _items(writer, node, iter([bullet] * len(node)))


@block(nodes.enumerated_list)
def enumerated_list(writer: Writer, node: nodes.Element) -> None:
    """Items behind their numbers; where those would be read as of another kind, numbers are arabic, a class names it."""
    kind, start = node.get("enumtype", "arabic"), node.get("start", 1)
    numbers = range(start, start + len(node))
    prefix, suffix = node.get("prefix", ""), node.get("suffix", ".")
    if _can_begin(kind, numbers):
        _items(writer, node, (f"{prefix}{_ordinal(kind, number)}{suffix}" for number in numbers))
        return
    writer.directive("container", f"db-wrap {ENUM}{kind}")
    with writer.layout.indented("   "):
        writer.layout.gap()
        _items(writer, node, (f"{prefix}{number}{suffix}" for number in numbers))


def _ordinal(kind: str, number: int) -> str:
    if kind in _ALPHABETS:
        return _ALPHABETS[kind][number - 1]
    if kind == "arabic":
        return str(number)
    text = _roman(number)
    return text.lower() if kind == "lowerroman" else text


def _roman(number: int) -> str:
    text = ""
    for value, numeral in _NUMERALS:
        text += numeral * (number // value)
        number %= value
    return text


def _can_begin(kind: str, numbers: range) -> bool:
    """Whether docutils takes the first of `numbers` for one of this kind, and all of them exist in it."""
    if kind == "arabic" or not numbers:
        return True
    if kind in _ALPHABETS:
        return numbers[0] >= 1 and numbers[-1] <= len(_ALPHABETS[kind]) and numbers[0] != 9  # noqa: PLR2004 - i is roman
    if numbers[0] < 1 or numbers[-1] >= 4000:  # noqa: PLR2004 - where roman numerals end
        return False
    return numbers[0] == 1 or len(_ordinal(kind, numbers[0])) > 1


@block(nodes.definition_list)
def definition_list(writer: Writer, node: nodes.Element) -> None:
    """Terms at the margin, definitions indented."""
    layout = writer.layout
    for item in node.children:
        if not isinstance(item, nodes.definition_list_item):
            raise UnknownNodeError(item, "inside <definition_list>")
        if not layout.is_at_first_line:
            layout.gap()
        head = [_term(writer, child) for child in item.children if isinstance(child, nodes.term | nodes.classifier)]
        layout.line(" : ".join(head) or writer.nothing())
        body = [block for child in item.children if isinstance(child, nodes.definition) for block in child.children]
        with layout.indented("   "):
            if body:
                writer.blocks_tight(body)
            else:
                layout.line("..")


def _term(writer: Writer, node: nodes.Element) -> str:
    """A term on one line, its own ` : ` written so that no classifier is seen in it."""
    writer.is_term = True
    text = writer.one_line(node)
    writer.is_term = False
    return text or writer.nothing()


@block(nodes.field_list)
def field_list(writer: Writer, node: nodes.Element) -> None:
    """Fields, a single paragraph beside the name, anything else below it."""
    for field in node.children:
        if not isinstance(field, nodes.field):
            raise UnknownNodeError(field, "inside <field_list>")
        name = compose(writer, cast("nodes.Element", field[0])).replace("\n", " ").replace("\\:", ":").replace(":", "\\:")
        writer.item(f":{name}:", cast("nodes.Element", field[1]).children)


@block(nodes.line_block)
def line_block(writer: Writer, node: nodes.Element) -> None:
    """Lines behind bars; a block of lines inside is indented."""
    _lines(writer, node, "")


def _lines(writer: Writer, node: nodes.Element, indent: str) -> None:
    for line in node.children:
        if isinstance(line, nodes.line_block):
            _lines(writer, line, indent + "   ")
            continue
        text = compose(writer, line) if isinstance(line, nodes.Element) else ""
        if text[:1].isspace():
            text = "\\ " + text
        with writer.layout.indented("  " + indent, first="| " + indent):
            writer.layout.lines(text)
