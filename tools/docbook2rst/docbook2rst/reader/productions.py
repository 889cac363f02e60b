"""Grammars in EBNF: a listing with a rule on a line, `[1] lhs ::= rhs`."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.nodes import xref
from docbook2rst.reader.enclosed import enclosed
from docbook2rst.reader.labels import Reference
from docbook2rst.reader.prototypes import Listing
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_CONSTRAINTS = frozenset(("constraint", "lineannotation"))


@element("productionset")
def productionset(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A listing of the rules, in a container with the title if it has one."""
    rest, place = enclosed(reader, element, parent)
    listing = Listing(reader, "productionset")
    number = 0
    for child in rest.elements():
        if child.tag in ("production", "productionrecap"):
            number += 1
            listing.text("\n" if number > 1 else "")
            _production(listing, _recalled(reader, child), child, number)
        else:
            reader.read(child, place)
    listing.close(rest, place)


@element("production", "productionrecap")
def stray_production(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A rule outside a set: a listing of one line."""
    listing = Listing(reader, "productionset")
    _production(listing, _recalled(reader, element), element, 1)
    listing.close(Element(element.tag, {}, element.path, element.line), parent)


def _recalled(reader: Reader, element: Element) -> Element:
    """The production that a `productionrecap` shows again, else `element`."""
    target = element.get("linkend")
    if element.tag != "productionrecap" or not target:
        return element
    return next((found for found in reader.tree.root.iter() if found.tag == "production" and found.id == target), element)


def _production(listing: Listing, production: Element, place: Element, number: int) -> None:
    """Add `[1] lhs ::= rhs | rhs /* constraint */`."""
    if place.id:
        listing.reader.open(nodes.target(), place, listing.node)
    listing.text(f"[{number}] ")
    alternatives = 0
    indent = 0
    for child in production.elements():
        if child.tag == "lhs":
            listing.run(child)
            listing.text(" ::= ")
            indent = listing.column - 2
        elif child.tag == "rhs":
            listing.text("\n" + " " * indent + "| " if alternatives else "")
            alternatives += 1
            _right(listing, child)
        elif child.tag == "constraint":
            listing.text(" /* ")
            _constraint(listing, child)
            listing.text(" */")
        else:
            listing.text(" ")
            listing.read(child)


def _right(listing: Listing, rhs: Element) -> None:
    """Add a right side; line annotations in it are comments."""
    part = nodes.inline()
    if rhs.id:
        listing.reader.open(nodes.target(), rhs, part)
    for child in rhs.children:
        if isinstance(child, str):
            part.append(nodes.Text(child))
        elif child.tag == "lineannotation":
            part.append(nodes.Text("/* "))
            listing.reader.run(child, part)
            part.append(nodes.Text(" */"))
        elif child.tag == "sbr":
            part.append(nodes.Text(" "))
        else:
            listing.reader.read(child, part)
    listing.add(part)


def _constraint(listing: Listing, constraint: Element) -> None:
    """Add what a rule is restricted by: the title of the constraint that it names, linked."""
    target = constraint.get("linkend")
    if target:
        reference = xref(refid=target)
        listing.reader.labels.references.append(Reference(reference, constraint.tag, "", constraint.position))
        listing.node.append(reference)
    listing.run(constraint)


@element("constraintdef")
def constraintdef(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A constraint: a container with its title."""
    rest, place = enclosed(reader, element, parent)
    if place is parent:
        place = reader.open(nodes.container(classes=["db-constraintdef"]), element, parent)
    reader.blocks(rest, place)


@element("lhs", "rhs", "constraint", flow=Flow.INLINE)
def stray_side(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A side of a rule outside one: its text."""
    reader.run(element, parent)


@element("nonterminal", flow=Flow.INLINE)
def nonterminal(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The name of a rule, linked to it."""
    node = reader.open(nodes.inline(classes=["db-nonterminal"]), element, parent)
    target = element.get("def").removeprefix("#")
    if not target or "/" in target:
        reader.inlines(element, node)
        return
    reference = xref(refid=target)
    node.append(reference)
    reader.labels.references.append(Reference(reference, element.tag, "", element.position))
    reader.inlines(element, reference)
