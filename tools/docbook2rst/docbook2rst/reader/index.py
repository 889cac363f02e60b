"""Index terms become index entries; an index that is written out becomes nested lists."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.nodes import indexterm as indexterm_node
from docbook2rst.reader.components import end_component, open_component
from docbook2rst.reader.enclosed import ASIDE
from docbook2rst.reader.titles import titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_ENTRIES = frozenset(("indexentry", "indexdiv"))
_LEVELS = {"primaryie": 0, "secondaryie": 1, "tertiaryie": 2, "seeie": 3, "seealsoie": 3}


@element("indexterm", flow=Flow.INLINE)
def indexterm(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An index entry at this place, which its id names; the end of a range is none."""
    if element.id:
        holder = parent if isinstance(parent, nodes.TextElement) else nodes.paragraph()
        reader.open(nodes.target(), element, holder)
        if holder is not parent:
            parent.append(holder)
    entries = _entries(element)
    if not entries:
        return
    main = "main" if element.get("significance") == "preferred" or _is_preferred(element) else ""
    node = indexterm_node(entries=[(kind, text, "", main, None) for kind, text in entries])
    node.source, node.line = element.path, element.line
    node.parent = parent
    parent.children.append(node)


def _is_preferred(element: Element) -> bool:
    return any(child.get("significance") == "preferred" for child in element.elements())


def _text(element: Element) -> str:
    """The text of a level: on one line, without the sign that separates levels."""
    return " ".join(element.text().split()).replace(";", ",")


def _entries(element: Element) -> list[tuple[str, str]]:
    """The entries as Sphinx has them: ("single", "a; b; c"), and ("see", "a; b"), ("seealso", "a; b") for references."""
    levels = [text for tag in ("primary", "secondary", "tertiary") if (child := element.find(tag)) and (text := _text(child))]
    if not levels or element.get("class") == "endofrange":
        return []
    references = [
        ("see" if child.tag == "see" else "seealso", f"{', '.join(levels)}; {text}")
        for child in element.elements()
        if child.tag in ("see", "seealso") and (text := _text(child))
    ]
    if any(kind == "see" for kind, _ in references):
        return references
    return [("single", "; ".join(levels)), *references]


@element("itermset")
def itermset(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The entries in it."""
    for child in element.elements():
        reader.read(child, parent)


@element("index", "setindex")
def index(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section where entries are written out; otherwise nothing, the site makes its own index.

    An id on such an index remains as a target, so that references find a place.
    """
    if any(child.tag not in ASIDE for child in element.elements()):
        _section(reader, element, parent)
    elif element.id:
        parent.append(nodes.paragraph("", "", target := nodes.target()))
        reader.label(element, target)


@element("indexdiv")
def indexdiv(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A section of an index."""
    _section(reader, element, parent)


def _section(reader: Reader, element: Element, parent: nodes.Element) -> None:
    node = open_component(reader, element, parent)
    if node is None:
        node = titled(reader, element, parent)
    reader.blocks(element, node, skip=(*ASIDE, *_ENTRIES))
    entries = [child for child in element.elements() if child.tag == "indexentry"]
    if entries:
        items = nodes.bullet_list(bullet="-", classes=["db-index"])
        node.append(items)
        for entry in entries:
            _entry(reader, entry, items)
    for child in element.elements():
        if child.tag == "indexdiv":
            reader.read(child, node)
    end_component(node)


def _entry(reader: Reader, entry: Element, items: nodes.Element) -> None:
    """Append one written entry: its levels are items of nested lists."""
    lists = [items]
    for child in entry.elements():
        level = min(_LEVELS.get(child.tag, 0), len(lists))
        if level >= len(lists) or not lists[level].children:
            level = min(level, len(lists) - 1)
        is_reference = child.tag in ("seeie", "seealsoie")
        lists = lists[: level + 1]
        item = reader.open(nodes.list_item(), child, lists[-1])
        paragraph = nodes.paragraph()
        item.append(paragraph)
        if is_reference:
            paragraph.append(nodes.Text("See " if child.tag == "seeie" else "See also "))
        reader.inlines(child, paragraph)
        if not is_reference:
            lists.append(inner := nodes.bullet_list(bullet="-"))
            item.append(inner)
    _drop_empty(items)


def _drop_empty(items: nodes.Element) -> None:
    """Take away the inner lists of the last entry that stayed empty."""
    for item in items.children[-1:]:
        assert isinstance(item, nodes.Element)
        _prune(item)


def _prune(item: nodes.Element) -> None:
    for child in list(item.children):
        if isinstance(child, nodes.bullet_list):
            if not child.children:
                item.remove(child)
            else:
                for inner in child.children:
                    assert isinstance(inner, nodes.Element)
                    _prune(inner)


@element("indexentry")
def stray_entry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An entry outside an index: a list of one."""
    items = nodes.bullet_list(bullet="-", classes=["db-index"])
    parent.append(items)
    _entry(reader, element, items)
    if not items.children:
        parent.remove(items)
