"""The order in which a page shows what its source has in another one; docbook-xsl's HTML has the same."""

from __future__ import annotations

from lxml import etree

__all__ = ["in_reading_order"]


_CLASS_NAMES = ("ooclass", "oointerface", "ooexception")


def in_reading_order(root: etree._Element) -> None:
    """Move what a reader meets elsewhere than the source has it: each rule is one line of the table below."""
    for element in list(root.iter()):
        move = _MOVES.get(etree.QName(element).localname)
        if move is not None and element.getparent() is not None:
            move(root, element)


def _to_the_end_of_the_document(root: etree._Element, element: etree._Element) -> None:
    # The mark stays in its place and keeps the words around it apart.
    element.tail = f" {element.tail or ''}"
    _take(element)
    root.append(element)


def _to_the_end_of_its_parent(_root: etree._Element, element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    _take(element)
    parent.append(element)


def _before_the_name(_root: etree._Element, element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    _take(element)
    parent.insert(0, element)


def _behind_its_table(_root: etree._Element, element: etree._Element) -> None:
    table = element.getparent()
    assert table is not None
    if etree.QName(table).localname in ("table", "informaltable"):
        _take(element)
        table.append(element)


def _behind_the_names(_root: etree._Element, element: etree._Element) -> None:
    names = [
        sibling
        for sibling in element.itersiblings()
        if etree.QName(sibling).localname in ("ooclass", "oointerface", "ooexception")
    ]
    if names:
        _take(element)
        names[-1].addnext(element)


def _take(element: etree._Element) -> None:
    """Take `element` out of its parent, and leave the text after it."""
    parent, previous = element.getparent(), element.getprevious()
    assert parent is not None
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


_MOVES = {
    # A footnote's text stands below the page, its mark where the element is.
    "footnote": _to_the_end_of_the_document,
    # DocBook 4 and 5 write a table's foot before its body.
    "tfoot": _to_the_end_of_its_parent,
    # Who said it is told below the quotation.
    "attribution": _to_the_end_of_its_parent,
    # A table of docutils holds rows and a title only.
    "titleabbrev": _behind_its_table,
    # `class X { #include <x.h> }`.
    "classsynopsisinfo": _behind_the_names,
    # The alternative text of a formula stands behind it.
    "alt": _to_the_end_of_its_parent,
    # `template <class T> class X`.
    "template": _before_the_name,
}
