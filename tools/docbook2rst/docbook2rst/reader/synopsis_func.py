"""Function synopses: a listing for each prototype, in ANSI style."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader.enclosed import ASIDE, enclosed
from docbook2rst.reader.prototypes import Listing
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_WIDTH = 76
"""A prototype that is longer has one parameter on a line."""


@element("funcsynopsis")
def funcsynopsis(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A listing for each prototype, and for the text around them."""
    element, parent = enclosed(reader, element, parent)
    first = len(parent.children)
    for child in element.elements():
        if child.tag == "funcprototype":
            _prototype(reader, child, parent)
        elif child.tag == "funcsynopsisinfo":
            listing = Listing(reader, "funcsynopsisinfo")
            listing.verbatim(child)
            listing.close(child, parent)
        else:
            reader.read(child, parent)
    text = " ".join("".join(child for child in element.children if isinstance(child, str)).split())
    if text:
        reader.problem("DB203", element)
        parent.append(nodes.paragraph("", text))
    if element.id:
        listings = [node for node in parent.children[first:] if isinstance(node, nodes.literal_block)]
        if listings:
            reader.label(element, listings[0], first=True)
        else:
            parent.append(nodes.paragraph("", "", target := nodes.target()))
            reader.label(element, target)


def _prototype(reader: Reader, prototype: Element, parent: nodes.Element) -> None:
    """Append `int f(int a, char *b);`."""
    listing = Listing(reader, "funcsynopsis")
    parameters = [child for child in prototype.elements() if child.tag in ("paramdef", "void", "varargs", "group")]
    is_long = len(" ".join(prototype.text().split())) + 2 * len(parameters) > _WIDTH and len(parameters) > 1
    opened = False
    indent = 0
    for child in prototype.elements():
        if child.tag in ASIDE:
            continue
        if child not in parameters:
            if opened and parameters and child.tag == "modifier":
                listing.text(")" if parameters[-1] in _before(prototype, child) else "")
                parameters = []
                listing.text(" ")
            elif listing.column:
                listing.text(" ")
            listing.run(child) if child.tag == "funcdef" else listing.read(child)
            continue
        if opened:
            listing.text(",\n" + " " * indent if is_long else ", ")
        else:
            listing.text("(")
            opened, indent = True, listing.column
        _parameter(listing, child)
    if not opened:
        listing.text("()" if prototype.find("funcdef") is not None else "")
    elif parameters:
        listing.text(")")
    listing.text(";")
    listing.close(prototype, parent)


def _before(prototype: Element, child: Element) -> list[Element]:
    """The children of `prototype` before `child`."""
    siblings = list(prototype.elements())
    return siblings[: siblings.index(child)]


def _parameter(listing: Listing, element: Element) -> None:
    """Add one parameter; `void` and `varargs` say so, function parameters are in parentheses."""
    if element.tag == "void":
        listing.text("void")
    elif element.tag == "varargs":
        listing.text("...")
    elif element.find("funcparams", "paramdef") is None:
        listing.run(element)
    else:
        for child in element.children:
            if isinstance(child, str):
                listing.text(" ".join(child.split()) + (" " if child[-1:].isspace() and child.strip() else ""))
            elif child.tag == "funcparams":
                listing.text("(")
                listing.run(child)
                listing.text(")")
            elif child.tag == "paramdef":
                _parameter(listing, child)
            else:
                listing.read(child)
