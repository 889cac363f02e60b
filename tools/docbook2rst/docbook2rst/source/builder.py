"""Expat's events to elements; the handlers are the hot path, with three calls for each element."""

from __future__ import annotations

from pyexpat import XMLParserType

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.namespaces import INCLUDE, Scope
from docbook2rst.source.tree import Element, Position

__all__ = ["Builder"]


class Builder:
    """The tree of one document while it grows; `data` are the bytes that the current `parser` reads from the file `path`."""

    __slots__ = (
        "_current", "_depth", "_max_bytes", "_max_elements", "_max_nesting", "_problems", "_scope", "_spent",
        "count", "data", "defaults", "includes", "parser", "path", "root",
    )  # fmt: skip

    def __init__(self, problems: Problems, options: Options, count: int = 0) -> None:
        """A tree without anything; `count` elements are in the document already, and count too."""
        self._problems = problems
        self._max_nesting, self._max_bytes, self._max_elements = options.max_nesting, options.max_bytes, options.max_elements
        self.count = count
        """How many elements there are so far."""
        self.root = self._current = Element("#document", {}, "", 0)
        self.includes: list[Element] = []
        self.defaults = 0
        """The characters of all long attribute defaults; they are counted for every element, as each gets its own copy."""
        self._depth = self._spent = 0
        self._scope = Scope(self._undeclared)

    @property
    def position(self) -> Position:
        """Where the current parser stands."""
        return Position(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    @property
    def open_element(self) -> Element | None:
        """The innermost element that has no end tag yet."""
        return None if self._current is self.root else self._current

    def attach(self, parser: XMLParserType, path: str, data: bytes) -> None:
        """Give the parser of the document itself the handlers that build this tree; those of its entities inherit them."""
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._text
        self.enter(parser, path, data)

    def enter(self, parser: XMLParserType, path: str, data: bytes) -> None:
        """Take positions from `parser` from now on."""
        self.parser, self.path, self.data = parser, path, data

    def _undeclared(self, prefix: str, namespace: str) -> None:
        self._problems.add("DB109", self.position, prefix=prefix, namespace=namespace)

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if attributes and not attributes.keys() <= self._scope.plain:
            attributes = self._named(attributes)
        tag = self._scope.tags[raw]
        parser, parent = self.parser, self._current
        element = Element(tag, attributes, self.path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        element.parent = parent
        parent.children.append(element)
        self._current = element
        if self._depth > self._max_nesting:
            raise TooLargeError("the nesting of elements", f"{self._depth} levels", self._max_nesting)
        self.count += 1
        if self.count > self._max_elements:
            raise TooLargeError("the number of elements", f"more than {self._max_elements}", self._max_elements)
        if tag[0] == "{" and tag == INCLUDE:
            self.includes.append(element)
        if self.defaults:
            self._spend(self.defaults)

    def _named(self, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes by their resolved names, under the scope that their xmlns declarations open."""
        declared = {name: attributes.pop(name) for name in list(attributes) if name[:6] == "xmlns:" or name == "xmlns"}
        if declared:
            self._scope = self._scope.inner(declared, self._depth)
        names = self._scope.attributes
        return {names[name]: value for name, value in attributes.items()}

    def _spend(self, count: int) -> None:
        self._spent += count
        if self._spent > self._max_bytes:
            raise TooLargeError("the document with its attribute defaults", f"{self._spent} characters", self._max_bytes)

    def _end(self, _: str) -> None:
        self._current = self._current.parent or self.root
        scope = self._scope
        if scope.depth == self._depth and scope.outer is not None:
            self._scope = scope.outer
        self._depth -= 1

    def _text(self, data: str) -> None:
        children = self._current.children
        if children and type(children[-1]) is str:
            children[-1] += data
        else:
            children.append(data)
