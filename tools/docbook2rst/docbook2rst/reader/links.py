"""Links: to addresses, to ids in the document, to other manual pages, and the places they lead to."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.nodes import xref
from docbook2rst.reader.labels import Reference
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import XLINK_HREF, Element

__all__ = ["linked", "reference"]

_LINKS: tuple[type, ...] = (nodes.reference, xref)
_INLINE: tuple[type, ...] = (nodes.Inline,)
_UNSAFE = ("javascript:", "data:", "vbscript:")


def linked(reader: Reader, element: Element, parent: nodes.Element) -> nodes.Element:
    """Where the content of `element` goes: a link in `parent` if DocBook 5's universal attributes make one, else `parent`."""
    href = element.attrib.get(XLINK_HREF)
    linkend = element.attrib.get("linkend")
    if not (href or linkend) or _is_inside_link(parent):
        return parent
    node = _to_id(reader, element, linkend) if linkend else _to_address(reader, element, href or "")
    if node is None:
        return parent
    return reader.open(node, _without_id(element), parent)


def reference(reader: Reader, element: Element, address: str) -> nodes.Element | None:
    """A node that leads to `address`: an `xref` for `#id`, none (and a problem) for a scheme that runs code."""
    return _to_address(reader, element, address)


def _without_id(element: Element) -> Element:
    """The place of `element` without its id, for a node that goes around the one that has it."""
    return Element(element.tag, {}, element.path, element.line, element.column)


def _to_address(reader: Reader, element: Element, address: str) -> nodes.Element | None:
    address = "".join(address.split("\n")).strip()
    address = address.replace("\t", "").replace(" ", "%20")
    if address.startswith("#") and len(address) > 1:
        return _to_id(reader, element, address[1:])
    if "".join(char for char in address if char > " ").lower().startswith(_UNSAFE):
        reader.problem("DB206", element, target=address)
        return None
    return nodes.reference(refuri=address)


def _to_id(reader: Reader, element: Element, target: str) -> xref:
    node = xref(refid=target.strip())
    reader.labels.references.append(Reference(node, element.tag, element.get("endterm"), element.position))
    return node


def _is_inside_link(node: nodes.Element) -> bool:
    ancestor: nodes.Element | None = node
    while ancestor is not None and isinstance(ancestor, _INLINE):
        if isinstance(ancestor, _LINKS):
            return True
        ancestor = ancestor.parent
    return False


def _link(reader: Reader, element: Element, parent: nodes.Element, node: nodes.Element | None, text: str) -> None:
    """Read the content of `element` into the link `node`; `text` stands in a link without content."""
    if node is None or _is_inside_link(parent):
        place = parent
        if element.id:
            reader.open(nodes.target(), element, parent)
    else:
        place = reader.open(node, element, parent)
    if element.text().strip() or any(element.elements()):
        reader.run(element, place)
    elif text:
        place.append(nodes.Text(text))


@element("ulink", flow=Flow.INLINE)
def ulink(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A link to an address, which it shows where it has no text."""
    address = element.get("url").strip()
    if not address and element.get("uri"):
        address = element.get("uri").strip()
        reader.problem("DB207", element, what="attribute", value="uri", expected="url", used="url")
    if not address:
        if not element.text().strip():
            return
        reader.problem("DB205", element, attribute="url")
        _link(reader, element, parent, None, "")
    else:
        _link(reader, element, parent, _to_address(reader, element, address), address)


@element("link", flow=Flow.INLINE)
def link(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A link to an id of the document or, in DocBook 5, to an address."""
    linkend, href = element.get("linkend"), element.get(XLINK_HREF).strip()
    if linkend:
        _link(reader, element, parent, _to_id(reader, element, linkend), "")
    elif href:
        node = _to_address(reader, element, href)
        _link(reader, element, parent, node, "" if isinstance(node, xref) else href)
    else:
        reader.problem("DB205", element, attribute="linkend")
        _link(reader, element, parent, None, "")


@element("xref", "biblioref", flow=Flow.INLINE)
def cross_reference(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A reference whose text the transforms make from its target."""
    target = element.get("linkend") or element.get(XLINK_HREF).removeprefix("#")
    if not target:
        reader.problem("DB205", element, attribute="linkend")
        reader.run(element, parent)
        return
    _link(reader, element, parent, _to_id(reader, element, target), "")


@element("olink", flow=Flow.INLINE)
def olink(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A reference into another document, which the project may resolve; its text where it names no target."""
    document, target = element.get("targetdoc").strip(), element.get("targetptr").strip()
    if document or target:
        address = f"{document}#{target}" if document else target
        _link(reader, element, parent, _to_id(reader, element, address), target or document)
        return
    reader.problem("DB202", element, form="its text")
    node = reader.open(nodes.inline(classes=["db-olink"]), element, parent)
    reader.run(element, node)
    if not element.text().strip():
        node.append(nodes.Text(element.get("linkmode")))


@element("glossterm", flow=Flow.INLINE)
def glossterm(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A term of the glossary, linked where it names its entry."""
    node = reader.open(nodes.inline(classes=["db-glossterm"]), element, linked(reader, element, parent))
    reader.inlines(element, node)


@element("anchor", flow=Flow.INLINE)
def anchor(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A place that can be referred to."""
    if element.id:
        target = nodes.target()
        if reader.label(element, target):
            parent.append(target)


@element("email", flow=Flow.INLINE)
def email(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A mail address in angle brackets, linked."""
    address = "".join(element.text().split())
    if not address:
        return
    node = reader.open(nodes.inline(classes=["db-email"]), element, parent)
    node.append(nodes.Text("<"))
    is_link = "@" in address and not _is_inside_link(parent) and not any(element.elements())
    if is_link:
        node.append(nodes.reference("", address, refuri=f"mailto:{address}"))
    else:
        node.extend(reader.phrase(element))
    node.append(nodes.Text(">"))


@element("uri", flow=Flow.INLINE)
def uri(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An address, linked where it is a whole one."""
    address = "".join(element.text().split())
    place = linked(reader, element, parent)
    if place is parent and "://" in address and not _is_inside_link(parent):
        node = _to_address(reader, element, address)
        place = parent if node is None else reader.open(node, _without_id(element), parent)
    reader.inlines(element, reader.open(nodes.literal(classes=["db-uri"]), element, place))


@element("citerefentry", flow=Flow.INLINE)
def citerefentry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A manual page as man writes it: name(section)."""
    node = reader.open(nodes.inline(classes=["db-citerefentry"]), element, linked(reader, element, parent))
    for child in element.elements():
        content = reader.phrase(child)
        node.extend([nodes.Text("("), *content, nodes.Text(")")] if child.tag == "manvolnum" else content)
