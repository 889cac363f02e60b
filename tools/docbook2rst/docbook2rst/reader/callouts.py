"""Callouts: marks "(1)" in listings, and the numbered list that explains them."""

from __future__ import annotations

from functools import lru_cache

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.nodes import xref
from docbook2rst.reader.enclosed import ASIDE, enclosed
from docbook2rst.reader.labels import Reference
from docbook2rst.reader.lists import enumerated
from docbook2rst.reader.phrases import label
from docbook2rst.reader.titles import titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element, Tree

__all__: list[str] = []

_LISTINGS = frozenset(
    ("programlisting", "screen", "literallayout", "synopsis", "programlistingco", "screenco", "imageobjectco")
)


@lru_cache(maxsize=1)
def _marks(tree: Tree) -> dict[Element | str, int]:
    """The number of every mark, by its element and by its id: counted in each listing, outside them through the document."""
    numbers: dict[Element | str, int] = {}
    counts: dict[Element | None, int] = {}
    for found in tree.root.iter():
        if found.tag not in ("co", "area", "areaset"):
            continue
        holder = _listing(found)
        if found.tag == "area" and found.parent is not None and found.parent.tag == "areaset":
            numbers[found] = numbers.get(found.parent, 0)
        else:
            counts[holder] = numbers[found] = counts.get(holder, 0) + 1
        if found.id:
            numbers.setdefault(found.id, numbers[found])
    return numbers


def _listing(mark: Element) -> Element | None:
    """The listing that a mark stands in, with its areas: the outermost one."""
    listing = None
    ancestor = mark.parent
    while ancestor is not None:
        if ancestor.tag in _LISTINGS:
            listing = ancestor
        ancestor = ancestor.parent
    return listing


def _refer(reader: Reader, element: Element, target: str, text: str) -> nodes.Element:
    reference = xref("", text, refid=target)
    reader.labels.references.append(Reference(reference, element.tag, "", element.position))
    return reference


@element("co", flow=Flow.INLINE)
def co(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The mark "(1)", linked to the explanation that it names."""
    node = reader.open(nodes.inline(classes=["db-co"]), element, parent)
    text = element.get("label") or str(_marks(reader.tree).get(element, 1))
    target = next(iter(element.get("linkends").split()), "")
    node.append(_refer(reader, element, target, f"({text})") if target else nodes.Text(f"({text})"))


@element("coref", flow=Flow.INLINE)
def coref(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The mark of another `co` again."""
    target = element.get("linkend")
    number = element.get("label") or str(_marks(reader.tree).get(target, "?"))
    node = reader.open(nodes.inline(classes=["db-co"]), element, parent)
    node.append(_refer(reader, element, target, f"({number})") if target else nodes.Text(f"({number})"))


@element("calloutlist")
def calloutlist(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A numbered list; where its numbers are not the marks', the marks stand before the text."""
    rest, place = enclosed(reader, element, parent)
    items = enumerated()
    items["classes"] = ["db-calloutlist"]
    callouts = [child for child in rest.elements() if child.tag == "callout"]
    for child in rest.elements():
        if child.tag != "callout":
            reader.read(child, place)
    if not callouts:
        return
    reader.open(items, rest, place)
    marks = [_marks_of(reader, callout) for callout in callouts]
    is_plain = all(len(found) <= 1 and found[:1] in ([], [str(at)]) for at, found in enumerate(marks, 1))
    for callout, found in zip(callouts, marks, strict=True):
        item = reader.open(nodes.list_item(), callout, items)
        reader.blocks(callout, item, skip=ASIDE)
        if not is_plain:
            _prefix(item, " ".join(f"({mark})" for mark in found))
        if not item.children:
            item.append(nodes.paragraph("", "—"))


def _marks_of(reader: Reader, callout: Element) -> list[str]:
    """The marks that a callout explains."""
    marks = _marks(reader.tree)
    return [str(marks.get(area, area)) for area in callout.get("arearefs").split()]


def _prefix(item: nodes.Element, text: str) -> None:
    if not text:
        return
    if not item.children or not isinstance(item.children[0], nodes.paragraph):
        item.insert(0, nodes.paragraph())
    first = item.children[0]
    assert isinstance(first, nodes.paragraph)
    label(first, nodes.Text(text))


@element("callout")
def stray_callout(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A callout outside its list: its blocks."""
    reader.paragraphs(element, parent)


@element("programlistingco", "screenco")
def listing_with_areas(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The listing with marks at the ends of the lines that the areas name, then the explanations."""
    node = titled(reader, element, parent)
    for child in element.elements():
        if child.tag in ASIDE:
            continue
        before = len(node.children)
        if child.tag == "areaspec":
            continue
        reader.read(child, node)
        spec = element.find("areaspec")
        listing = next((block for block in node.children[before:] if isinstance(block, nodes.literal_block)), None)
        if spec is not None and listing is not None:
            _mark_lines(reader, spec, listing)


@element("areaspec", "areaset", "area")
def stray_areas(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Areas of a picture or outside a listing: nothing to see; references to them find the place."""
    if element.tag != "areaspec" and element.id and not isinstance(parent, nodes.TextElement):
        parent.append(nodes.paragraph("", "", target := nodes.target()))
        reader.label(element, target)
    for child in element.elements():
        reader.read(child, parent)


def _mark_lines(reader: Reader, spec: Element, listing: nodes.Element) -> None:
    """Put the marks of the areas in `spec` at the ends of their lines, as a parsed literal."""
    marks: dict[int, list[Element]] = {}
    lines = listing.astext().count("\n") + 1
    for area in _areas(spec):
        line = _line(area)
        marks.setdefault(min(max(line, 1), lines), []).append(area)
    if not marks:
        return
    reader.problem("DB202", spec, form="marks at the ends of lines")
    for name in ("language", "force", "highlight_args"):
        listing.attributes.pop(name, None)
    content: list[nodes.Node] = []
    at = 1
    for child in [*listing.children, None]:
        if isinstance(child, nodes.Text):
            for index, text in enumerate(child.split("\n")):
                if index:
                    content += [*_at_line(reader, marks.pop(at, [])), nodes.Text("\n")]
                    at += 1
                content += [nodes.Text(text)] if text else []
        elif child is not None:
            at += child.astext().count("\n")
            content.append(child)
    for line in sorted(marks):
        content += _at_line(reader, marks[line])
    listing.children = []
    listing.extend(_joined(content))


def _at_line(reader: Reader, areas: list[Element]) -> list[nodes.Node]:
    """The marks of one line, each after a space."""
    content: list[nodes.Node] = []
    for area in areas:
        holder = nodes.inline()
        if (group := _group_beginning(area)) is not None:
            reader.open(nodes.target(), group, holder)
        number = area.get("label") or str(_marks(reader.tree).get(area, 1))
        mark = reader.open(nodes.inline(classes=["db-co"]), area, holder)
        target = next(iter(area.get("linkends").split()), "")
        mark.append(_refer(reader, area, target, f"({number})") if target else nodes.Text(f"({number})"))
        content += [nodes.Text(" "), *holder.children]
    return content


def _group_beginning(area: Element) -> Element | None:
    """The set whose first area this is, where the set has an id of its own."""
    group = area.parent
    if group is None or group.tag != "areaset" or group.id in (None, area.id):
        return None
    return group if next(child for child in group.elements() if child.tag == "area") is area else None


def _joined(content: list[nodes.Node]) -> list[nodes.Node]:
    """`content` with texts that touch joined."""
    joined: list[nodes.Node] = []
    for node in content:
        if joined and isinstance(node, nodes.Text) and isinstance(joined[-1], nodes.Text):
            joined[-1] = nodes.Text(str(joined[-1]) + str(node))
        else:
            joined.append(node)
    return joined


def _areas(spec: Element) -> list[Element]:
    """The areas of a specification; of a set, the first area has the set's id."""
    areas: list[Element] = []
    for child in spec.elements():
        if child.tag == "area":
            areas.append(child)
        elif child.tag == "areaset":
            inner = [area for area in child.elements() if area.tag == "area"]
            for area in inner[:1]:
                if child.id and not area.id:
                    area.attrib = {**area.attrib, "id": child.id}
            areas += inner
    return areas


def _line(area: Element) -> int:
    """The line of an area: the first number of its coordinates, 1 where it has none."""
    first = area.get("coords").replace(",", " ").split()[:1]
    return int(first[0][:9]) if first and first[0].isascii() and first[0].isdigit() else 1
