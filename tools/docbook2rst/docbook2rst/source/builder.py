"""Expat's events to elements.

The handlers are closures because they are the hot path: three calls for each element, and locals are the fastest names there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pyexpat import XMLParserType

from docbook2rst.problems import Problems
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.namespaces import INCLUDE, Scope
from docbook2rst.source.tree import Element, Position

__all__ = ["Builder"]


@dataclass(slots=True)
class Builder:
    """The tree of one document while it grows."""

    problems: Problems
    max_nesting: int
    max_bytes: int
    parser: XMLParserType
    path: str
    root: Element = field(default_factory=lambda: Element("#document", {}, "", 0))
    includes: list[Element] = field(default_factory=list)
    defaults: int = 0
    """The characters of all attribute defaults; they are counted for every element, as each gets its own copy."""
    open_element: Callable[[], Element] = field(init=False)
    enter: Callable[[XMLParserType, str], None] = field(init=False)

    @property
    def position(self) -> Position:
        """Where the current parser stands."""
        return Position(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def undeclared(self, prefix: str, namespace: str) -> None:
        """Report a prefix that is used without a declaration."""
        self.problems.add("DB109", self.position, prefix=prefix, namespace=namespace)

    def attach(self) -> None:
        """Give the parser the handlers that build this tree."""
        scope = Scope(self.undeclared)
        tags, names, plain = scope.tags, scope.attributes, scope.plain
        current, parser, path = self.root, self.parser, self.path
        depth, scope_depth, max_nesting, spent = 0, 0, self.max_nesting, 0
        includes, text_type, make = self.includes, str, Element

        def start(raw: str, attributes: dict[str, str]) -> None:
            nonlocal current, depth, scope, tags, names, plain, scope_depth, spent
            depth += 1
            if attributes and not attributes.keys() <= plain:
                declared = {name: attributes.pop(name) for name in list(attributes) if name[:6] == "xmlns:" or name == "xmlns"}
                if declared:
                    scope, scope_depth = scope.inner(declared, depth), depth
                    tags, names, plain = scope.tags, scope.attributes, scope.plain
                attributes = {names[name]: value for name, value in attributes.items()}
            tag = tags[raw]
            element = make(tag, attributes, path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            element.parent = current
            current.children.append(element)
            current = element
            if depth > max_nesting:
                raise TooLargeError("the nesting of elements", f"{depth} levels", max_nesting)
            if tag[0] == "{" and tag == INCLUDE:
                includes.append(element)
            if self.defaults:
                spent += self.defaults
                if spent > self.max_bytes:
                    raise TooLargeError("the document with its attribute defaults", f"{spent} characters", self.max_bytes)

        def end(_: str) -> None:
            nonlocal current, depth, scope, tags, names, plain, scope_depth
            current = current.parent  # type: ignore[assignment]  # the document stands above the root
            if depth == scope_depth and scope.outer is not None:
                scope = scope.outer
                scope_depth, tags, names, plain = scope.depth, scope.tags, scope.attributes, scope.plain
            depth -= 1

        def text(data: str) -> None:
            children = current.children
            if children and type(children[-1]) is text_type:
                children[-1] += data
            else:
                children.append(data)

        def enter(other: XMLParserType, name: str) -> None:
            nonlocal parser, path
            parser, path = self.parser, self.path = other, name

        self.enter = enter
        self.open_element = lambda: current
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
