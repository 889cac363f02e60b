"""Class synopses and their relatives: one listing, written as the language's declarations are."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from docbook2rst.reader.enclosed import ASIDE, enclosed
from docbook2rst.reader.prototypes import Listing
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_METHODS = ("methodsynopsis", "constructorsynopsis", "destructorsynopsis")
_HOLDERS = ("classsynopsis", "packagesynopsis", "unionsynopsis")
_MEMBERS = (*_METHODS, *_HOLDERS, "fieldsynopsis", "enumsynopsis", "typedefsynopsis", "macrosynopsis", "funcsynopsis")
_INFO = ("classsynopsisinfo", "synopsisinfo")
_KEYWORDS = {"packagesynopsis": "package", "unionsynopsis": "union", "enumsynopsis": "enum", "typedefsynopsis": "typedef"}
_PARAMETERS = frozenset(("methodparam", "void", "varargs", "group"))
_WITH_KEYWORD = ("", "java", "cpp", "c++", "c#", "csharp", "php")
_INDENT = "    "


@element(*_HOLDERS, *_METHODS, "fieldsynopsis", "enumsynopsis", "typedefsynopsis", "macrosynopsis")
def synopsis(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A listing of the whole declaration."""
    element, parent = enclosed(reader, element, parent)
    listing = Listing(reader, element.tag)
    _declaration(listing, element, "")
    listing.close(element, parent)


def _declaration(listing: Listing, element: Element, indent: str) -> None:
    """Add one declaration, without a newline after it."""
    _WRITERS.get(element.tag, _simple)(listing, element, indent)


def _words(listing: Listing, elements: list[Element], *, after: bool = False) -> None:
    """Add `elements` with spaces between them, a template's parameters in angle brackets."""
    for child in elements:
        if after and child.tag != "specializedtemplate":
            listing.text(" ")
        if child.tag in ("template", "specializedtemplate"):
            listing.text("template <" if child.tag == "template" else "<")
            _words(listing, list(child.elements()))
            listing.text(">")
        elif child.tag in ("ooclass", "oointerface", "ooexception"):
            _words(listing, [part for part in child.elements() if part.tag not in ASIDE])
        elif child.tag == "initializer":
            listing.text("= ")
            listing.read(child)
        elif child.tag == "void":
            listing.text("void")
        else:
            listing.read(child)
        after = True


def _head(listing: Listing, element: Element) -> None:
    """Add `public class A extends B implements C throws D`: the classes, interfaces and exceptions of a class."""
    children = [child for child in element.elements() if child.tag not in _MEMBERS and child.tag not in (*_INFO, *ASIDE)]
    kind = element.get("class")
    keyword = kind if kind in ("class", "interface") else _KEYWORDS.get(element.tag, "class")
    written = {"class", "interface", "struct", "union", "package", "namespace", "enum"}
    if element.tag == "classsynopsis" and element.get("language").lower() not in (
        "",
        "java",
        "cpp",
        "c++",
        "c#",
        "csharp",
        "php",
    ):
        keyword = "" if not kind else keyword
    if any(child.text().strip() in written for child in element.iter() if child.tag == "modifier" and child.parent in children):
        keyword = ""
    modifiers = [child for child in children if child.tag in ("modifier", "template")]
    names = [child for child in children if child not in modifiers]
    _words(listing, modifiers)
    seen: list[str] = []
    for child in names:
        if child.tag in ("ooclass", "oointerface", "ooexception"):
            _name_word(listing, child, seen, keyword)
        else:
            listing.text((" " if listing.column and child.tag != "specializedtemplate" else "") + _once(seen, keyword))
            _words(listing, [child])


def _once(seen: list[str], keyword: str) -> str:
    """The keyword before the first name only."""
    if seen or not keyword:
        return ""
    seen.append("class")
    return f"{keyword} "


def _name_word(listing: Listing, child: Element, seen: list[str], keyword: str) -> None:
    """Add a class, interface or exception with the word that goes before it."""
    if child.tag == "ooclass" and "class" not in seen:
        word = keyword
        seen.append("class")
    elif child.tag == "oointerface" and not seen and keyword in ("interface", "class"):
        word = "interface"
        seen.append("class")
    else:
        word = {"ooclass": "extends", "oointerface": "implements", "ooexception": "throws"}[child.tag]
        if seen[-1:] == [word]:
            listing.text(", ")
            _words(listing, [child])
            return
        seen.append(word)
    if listing.column:
        listing.text(" ")
    parts = [part for part in child.elements() if part.tag not in ASIDE]
    modifiers = [part for part in parts if part.tag == "modifier"]
    _words(listing, modifiers)
    if modifiers:
        listing.text(" ")
    listing.text(f"{word} " if word else "")
    _words(listing, [part for part in parts if part.tag != "modifier"])


def _holder(listing: Listing, element: Element, indent: str) -> None:
    """Add `class A { members }`."""
    listing.text(indent)
    listing.column = 0
    _head(listing, element)
    members = [child for child in element.elements() if child.tag in _MEMBERS or child.tag in _INFO]
    if not members:
        listing.text(";" if element.tag != "classsynopsis" else " {}")
        return
    listing.text(" {")
    for member in members:
        listing.text("\n")
        if member.tag in _INFO:
            listing.text(indent + _INDENT)
            listing.verbatim(member)
        else:
            _declaration(listing, member, indent + _INDENT)
    listing.text(f"\n{indent}}}")


def _method(listing: Listing, element: Element, indent: str) -> None:
    """Add `public int f(int a, char b) throws C;`."""
    listing.text(indent)
    children = [child for child in element.elements() if child.tag not in (*_INFO, *ASIDE)]
    at = next((index for index, child in enumerate(children) if child.tag == "methodname"), -1)
    if at < 0:
        at = next((index - 1 for index, child in enumerate(children) if child.tag in _PARAMETERS), len(children) - 1)
    _words(listing, children[: at + 1])
    rest = children[at + 1 :]
    parameters = [child for child in rest if child.tag in _PARAMETERS]
    after = [child for child in rest if child.tag not in _PARAMETERS]
    listing.text("(")
    _parameters(listing, parameters)
    listing.text(")")
    for index, child in enumerate(after):
        is_exception = child.tag in ("exceptionname", "ooexception")
        was_exception = index > 0 and after[index - 1].tag in ("exceptionname", "ooexception")
        listing.text(", " if is_exception and was_exception else " throws " if is_exception else " ")
        _words(listing, [child])
    listing.text(";")
    _information(listing, element, indent)


def _parameters(listing: Listing, parameters: list[Element]) -> None:
    for index, child in enumerate(parameters):
        listing.text(", " if index else "")
        if child.tag == "varargs":
            listing.text("...")
        elif child.tag == "void":
            listing.text("void" if len(parameters) > 1 else "")
        elif child.tag == "group":
            _parameters(listing, list(child.elements()))
        else:
            optional = child.get("choice") == "opt"
            listing.text("[" if optional else "")
            _parameter(listing, child)
            listing.text("..." if child.get("rep") == "repeat" else "")
            listing.text("]" if optional else "")


def _parameter(listing: Listing, element: Element) -> None:
    """Add one `methodparam`; function parameters are in parentheses."""
    parts = list(element.elements())
    if not parts:
        listing.run(element)
    for index, child in enumerate(parts):
        if child.tag == "funcparams":
            listing.text("(")
            listing.run(child)
            listing.text(")")
        else:
            _words(listing, [child], after=index > 0)


def _simple(listing: Listing, element: Element, indent: str) -> None:
    """Add a field, a type definition or another declaration that ends with a semicolon."""
    listing.text(indent)
    keyword = _KEYWORDS.get(element.tag, "")
    listing.text(f"{keyword} " if keyword else "")
    _words(listing, [child for child in element.elements() if child.tag not in (*_INFO, *ASIDE)])
    listing.text(";")
    _information(listing, element, indent)


def _enum(listing: Listing, element: Element, indent: str) -> None:
    """Add `enum E { a = 1, b };` with one item and its description on a line."""
    listing.text(indent)
    items = [child for child in element.elements() if child.tag == "enumitem"]
    head = [child for child in element.elements() if child.tag not in ("enumitem", *_INFO, *ASIDE)]
    modifiers = [child for child in head if child.tag in ("modifier", "template")]
    _words(listing, modifiers)
    listing.text(" enum" if modifiers else "enum")
    _words(listing, [child for child in head if child not in modifiers], after=True)
    listing.text(" {")
    for number, item in enumerate(items, 1):
        listing.text(f"\n{indent}{_INDENT}")
        _enum_item(listing, item, "," if number < len(items) else "")
    listing.text(f"\n{indent}}};")
    _information(listing, element, indent)


def _enum_item(listing: Listing, item: Element, comma: str) -> None:
    descriptions = [child for child in item.elements() if child.tag == "enumitemdescription"]
    if item.id:
        listing.reader.open(nodes.target(), item, listing.node)
    is_valued = False
    for child in item.elements():
        if child in descriptions:
            continue
        if child.tag == "enumvalue":
            listing.text(" / " if is_valued else " = ")
            is_valued = True
        listing.read(child)
    listing.text(comma)
    for description in descriptions:
        listing.text("  // ")
        listing.run(description)


def _macro(listing: Listing, element: Element, indent: str) -> None:
    """Add `#define`-like prototypes: the name, then its parameters."""
    for index, prototype in enumerate(child for child in element.elements() if child.tag == "macroprototype"):
        listing.text(("\n" if index else "") + indent)
        parameters = [child for child in prototype.elements() if child.tag in ("paramdef", "void", "varargs")]
        for child in prototype.elements():
            if child not in parameters:
                listing.run(child) if child.tag == "macrodef" else listing.read(child)
        listing.text("(")
        for at, child in enumerate(parameters):
            listing.text(", " if at else "")
            if child.tag == "paramdef":
                listing.run(child)
            else:
                listing.text("void" if child.tag == "void" else "...")
        listing.text(")")
    _information(listing, element, indent)


def _function(listing: Listing, element: Element, indent: str) -> None:
    """Add a function synopsis inside a package or union."""
    place = nodes.container()
    listing.reader.read(element, place)
    for index, block in enumerate(place.children):
        listing.text(("\n" if index else "") + indent)
        listing.node.extend(list(block.children) if isinstance(block, nodes.Element) else [block])


def _information(listing: Listing, element: Element, indent: str) -> None:
    """Add what is said about a declaration, on lines below it."""
    for child in element.elements():
        if child.tag in _INFO:
            listing.text(f"\n{indent}")
            listing.verbatim(child)


_WRITERS: dict[str, Callable[[Listing, Element, str], None]] = {
    **dict.fromkeys(_HOLDERS, _holder),
    **dict.fromkeys(_METHODS, _method),
    "enumsynopsis": _enum,
    "funcsynopsis": _function,
    "macrosynopsis": _macro,
}
