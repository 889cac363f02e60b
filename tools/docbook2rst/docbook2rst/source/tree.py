"""The positioned tree that every source format is read into.

XML and SGML both end here, so everything downstream is shared.  A tree is made of `Element` objects whose `children` are
text (`str`) and elements in document order; adjacent strings are merged by the builder.  Each element knows the file, line and
column of its start tag: the file it was really written in, which an entity or an XInclude may have pulled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

XML_ID = "xml:id"
XLINK_HREF = "xlink:href"


class Position(NamedTuple):
    """A place in a source file; `line` counts from 1, `column` counts characters from 1."""

    path: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


class Element:
    """One element: its tag, its attributes in source order, its children and where its start tag stands.

    `tag` is the local name for DocBook elements (whatever their prefix) and `{namespace}name` for foreign ones.
    Attribute names are local names, except `xml:id`, `xml:lang`, `xml:space`, `xlink:href` and the like, which keep the
    conventional prefix whatever prefix the document used.
    """

    __slots__ = ("attrib", "children", "column", "line", "parent", "path", "tag")

    def __init__(self, tag: str, attrib: dict[str, str], path: str, line: int, column: int = 0) -> None:
        self.tag = tag
        self.attrib = attrib
        self.children: list[Element | str] = []
        self.parent: Element | None = None
        self.path = path
        self.line = line
        self.column = column

    @property
    def position(self) -> Position:
        """Where the start tag stands."""
        return Position(self.path, self.line, self.column)

    @property
    def id(self) -> str | None:
        """The element's id as written: `id` in DocBook 4, `xml:id` in DocBook 5."""
        return self.attrib.get("id") or self.attrib.get(XML_ID)

    def get(self, name: str, default: str = "") -> str:
        """The attribute `name`, or `default` where it is absent."""
        return self.attrib.get(name, default)

    def elements(self) -> Iterator[Element]:
        """The child elements, without the text between them."""
        return (child for child in self.children if not isinstance(child, str))

    def find(self, *tags: str) -> Element | None:
        """The first child element with one of `tags`."""
        return next((child for child in self.elements() if child.tag in tags), None)

    def iter(self) -> Iterator[Element]:
        """This element and every element below it, in document order, without recursion."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(child for child in reversed(element.children) if not isinstance(child, str))

    def text(self) -> str:
        """All the text below this element, as written."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            else:
                stack.extend(reversed(item.children))
        return "".join(parts)

    def append(self, child: Element | str) -> None:
        """Add `child` at the end; text that touches text is merged."""
        if isinstance(child, str):
            if self.children and isinstance(self.children[-1], str):
                self.children[-1] += child
            else:
                self.children.append(child)
        else:
            child.parent = self
            self.children.append(child)

    def __repr__(self) -> str:
        return f"<{self.tag} at {self.position}>"


class Tree(NamedTuple):
    """A resolved document: its root element, every file that went into it, and how it began."""

    root: Element
    path: str
    """The top document, as it was named by the caller."""
    dependencies: tuple[str, ...]
    """Every other file that was read: entities, includes, text includes; sorted, no duplicates."""
    public_id: str = ""
    """The public identifier of its DOCTYPE, empty where it has none."""
