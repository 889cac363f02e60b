"""Lists: bulleted, numbered, simple ones and lists of terms.

Anything but items between the items is kept in its place: paragraphs before the list, or between two lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader.titles import INFO, TITLES, title_elements, titled
from docbook2rst.reader.walk import Reader, ReadFunction, element
from docbook2rst.source.tree import Element

__all__ = ["ENUMERATIONS", "enumerated", "group", "items", "read_loose"]

ENUMERATIONS = ("arabic", "loweralpha", "lowerroman", "upperalpha", "upperroman")
"""The names of docutils and DocBook, in the order in which docbook-xsl numbers nested lists."""

_SKIPPED = (*TITLES, *INFO)


def group(element: Element, children: list[Element | str]) -> Element:
    """An element that stands for `children` of `element`; they keep their parent."""
    part = Element(element.tag, {}, element.path, element.line, element.column)
    part.parent = element.parent
    part.children = children
    return part


def items(element: Element, *tags: str) -> Iterator[Element | list[Element | str]]:
    """The children called `tags`, and between them what else stands there; elements around such items are transparent."""
    loose: list[Element | str] = []
    for child in _flattened(element, tags):
        if isinstance(child, str) or child.tag not in tags:
            loose.append(child)
            continue
        if any(not isinstance(part, str) or part.strip() for part in loose):
            yield loose
        loose = []
        yield child
    if any(not isinstance(part, str) or part.strip() for part in loose):
        yield loose


def _flattened(element: Element, tags: tuple[str, ...]) -> Iterator[Element | str]:
    for child in element.children:
        if isinstance(child, str) or child.tag in tags:
            yield child
        elif child.tag in _SKIPPED:
            continue
        elif child.tag == "phrase" and child.find(*tags) is not None:
            yield from _flattened(child, tags)
        else:
            yield child


def read_loose(reader: Reader, element: Element, loose: list[Element | str], parent: nodes.Element) -> None:
    """Read what stands between the items of `element` into `parent`, and report it."""
    for child in loose:
        if not isinstance(child, str) and child.tag not in ("indexterm", "anchor", "beginpage"):
            reader.problems.add("DB204", child.position, element=element.tag, child=child.tag)
    reader.blocks(group(element, loose), parent)


def _list_parent(reader: Reader, element: Element, parent: nodes.Element) -> nodes.Element:
    """Where the list goes: a container with its title if it has one."""
    return titled(reader, element, parent) if title_elements(element) else parent


def _open_list(
    reader: Reader, element: Element, node: nodes.Element, place: nodes.Element, parent: nodes.Element
) -> nodes.Element:
    """Place a list; it has the element's id unless the container of its title has."""
    if place is parent and element.id not in reader.labels.by_id:
        return reader.open(node, element, place)
    return reader.open(node, group(element, []), place)


def _read_item(reader: Reader, item: Element, node: nodes.Element) -> None:
    entry = reader.open(nodes.list_item(), item, node)
    reader.blocks(item, entry)


def _read_list(  # noqa: PLR0917 - two callers
    reader: Reader, element: Element, parent: nodes.Element, tag: str, new: Callable[[], nodes.Element], read_item: ReadFunction
) -> None:
    """Read a list of `tag` elements: a `new` node for each run of items, and what stands between them in its place."""
    place = _list_parent(reader, element, parent)
    node: nodes.Element | None = None
    for item in items(element, tag):
        if isinstance(item, list):
            read_loose(reader, element, item, place)
            node = None
        else:
            if node is None:
                node = _open_list(reader, element, new(), place, parent)
            read_item(reader, item, node)


@element("itemizedlist")
def itemizedlist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A bulleted list."""
    _read_list(reader, element, parent, "listitem", lambda: nodes.bullet_list(bullet="-"), _read_item)


def enumerated(numeration: str = "arabic", start: int = 1) -> nodes.enumerated_list:
    """A numbered list that begins with `start`."""
    node = nodes.enumerated_list(enumtype=numeration, prefix="", suffix=".")
    if start != 1:
        node["start"] = start
    return node


def _numeration(reader: Reader, element: Element) -> str:
    """The kind of numbers: as written, else by depth."""
    written = element.get("numeration")
    if written in ENUMERATIONS:
        return written
    if written:
        reader.problem("DB207", element, what="numeration", value=written, expected="a kind of numbers", used="arabic")
    depth = 0
    ancestor = element.parent
    while ancestor is not None:
        depth += ancestor.tag == "orderedlist"
        ancestor = ancestor.parent
    return ENUMERATIONS[depth % len(ENUMERATIONS)]


def _number(reader: Reader, element: Element, name: str, default: int) -> int:
    """The number in attribute `name`, which must be at least 1."""
    value = element.get(name).strip()
    if not value:
        return default
    if value.isdecimal() and int(value[:9]) >= 1 and len(value) <= len("999999999"):
        return int(value)
    reader.problem("DB207", element, what=name, value=value, expected="a number", used=default)
    return default


@element("orderedlist")
def orderedlist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A numbered list; it is cut where an item has a number of its own."""
    place = _list_parent(reader, element, parent)
    numeration = _numeration(reader, element)
    number = _number(reader, element, "startingnumber", _continued(reader, element))
    node: nodes.Element | None = None
    for item in items(element, "listitem"):
        if isinstance(item, list):
            read_loose(reader, element, item, place)
            node = None
            continue
        wanted = _number(reader, item, "override", number)
        if node is None or wanted != number:
            number = wanted
            node = _open_list(reader, element, enumerated(numeration, number), place, parent)
        _read_item(reader, item, node)
        number += 1
    reader.list_number = number


def _continued(reader: Reader, element: Element) -> int:
    """The number that the list begins with: the last list's next one where it continues that."""
    return reader.list_number if element.get("continuation") == "continues" else 1


@element("listitem")
def stray_listitem(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An item outside a list: a list of one."""
    if element.parent is not None:
        reader.problems.add("DB204", element.position, element=element.parent.tag, child=element.tag)
    siblings = parent.children
    if siblings and isinstance(siblings[-1], nodes.bullet_list) and "db-stray" in siblings[-1]["classes"]:
        _read_item(reader, element, siblings[-1])
        return
    node = nodes.bullet_list(bullet="-", classes=["db-stray"])
    node.parent = parent
    siblings.append(node)
    _read_item(reader, element, node)


def _is_inline_list(element: Element) -> bool:
    return element.get("type") == "inline"


@element("simplelist", inline_when=_is_inline_list)
def simplelist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A bulleted list, or text with commas."""
    if _is_inline_list(element) or isinstance(parent, nodes.TextElement):
        _inline_list(reader, element, parent)
        return
    node = reader.open(nodes.bullet_list(bullet="-", classes=["db-simplelist"]), element, parent)
    for member in element.elements():
        entry = reader.open(nodes.list_item(), member, node)
        reader.paragraphs(group(member, member.children), entry)


def _inline_list(reader: Reader, element: Element, parent: nodes.Element) -> None:
    if element.id:
        reader.open(nodes.target(), element, parent)
    for index, member in enumerate(element.elements()):
        if index:
            parent.append(nodes.Text(", "))
        if member.id:
            reader.open(nodes.target(), member, parent)
        parent.extend(reader.phrase(member))


@element("member", flow=Flow.INLINE)
def stray_member(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A member outside a list: its text."""
    reader.run(element, parent)


@element("variablelist")
def variablelist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A definition list."""
    _read_list(reader, element, parent, "varlistentry", lambda: nodes.definition_list(classes=["db-variablelist"]), _read_entry)


def _read_entry(reader: Reader, entry: Element, node: nodes.Element) -> None:
    """Append one item: all its terms as one, then the definition, which is an empty comment where there is none."""
    item = reader.open(nodes.definition_list_item(), entry, node)
    read_terms(reader, [child for child in entry.elements() if child.tag == "term"], entry, item)
    definition = nodes.definition()
    item.append(definition)
    for part in items(entry, "listitem"):
        if isinstance(part, list):
            rest = [child for child in part if isinstance(child, str) or child.tag != "term"]
            if any(not isinstance(child, str) or child.strip() for child in rest):
                read_loose(reader, entry, rest, definition)
        else:
            reader.label(part, definition)
            reader.blocks(part, definition)
    if not definition.children:
        definition.append(nodes.comment())


def read_terms(reader: Reader, terms: list[Element], entry: Element, item: nodes.Element) -> None:
    """Append one `term` with all of `terms`, joined by commas; their ids become targets in it."""
    node = reader.open(nodes.term(), group(entry, []), item)
    for index, term in enumerate(terms):
        if index:
            node.append(nodes.Text(", "))
        if term.id:
            reader.open(nodes.target(), term, node)
        node.extend(reader.phrase(term))
    reader.finish(node)
