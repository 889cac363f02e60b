"""Which function reads which element, and which elements stand in running text."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Generic, TypeVar

from docbook2rst.elements import ELEMENTS, Flow, Status
from docbook2rst.reader.families import FAMILIES
from docbook2rst.source.tree import Element

__all__ = ["Registry"]

Function = TypeVar("Function", bound=Callable[..., None])

_FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names.split()}


class Registry(Generic[Function]):
    """Element name to its reader function; a family file is imported when the first of its elements is met."""

    __slots__ = ("_fallback", "_inline_when", "functions", "inline")

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}
        """What the family files that were imported so far have registered."""
        self.inline: set[str] = set()
        """The names registered as inline; everything else is a block."""
        self._fallback: Function | None = None
        self._inline_when: dict[str, Callable[[Element], bool]] = {}
        """The names that are inline or block depending on the element (`simplelist type="inline"`)."""

    def register(
        self, *names: str, flow: Flow = Flow.BLOCK, inline_when: Callable[[Element], bool] | None = None
    ) -> Callable[[Function], Function]:
        """Register a reader function for the elements `names`; `inline_when` tells elements of either flow apart.

        Raises:
            ValueError: one of them has a reader function already.
        """

        def register(function: Function) -> Function:
            for name in names:
                if name in self.functions:
                    raise ValueError(f"<{name}> has a reader already: {self.functions[name].__name__}()")
                self.functions[name] = function
                if flow is Flow.INLINE:
                    self.inline.add(name)
                if inline_when is not None:
                    self._inline_when[name] = inline_when
            return function

        return register

    def find(self, tag: str) -> Function | None:
        """The function that reads the elements called `tag`, None where they have none of their own."""
        function = self.functions.get(tag)
        if function is None and tag in _FAMILY_OF:
            importlib.import_module(f"docbook2rst.reader.{_FAMILY_OF[tag]}")
            function = self.functions[tag]
        return function

    def fallback(self, function: Function) -> Function:
        """Register the function that reads all elements without one of their own."""
        self._fallback = function
        return function

    def function(self, tag: str) -> Function:
        """The function that reads the elements called `tag`."""
        function = self.find(tag) or self._fallback
        if function is None:
            importlib.import_module("docbook2rst.reader.unregistered")
            function = self._fallback
        assert function is not None
        return function

    def is_inline(self, child: Element) -> bool:
        """Whether `child` stands in running text rather than between paragraphs."""
        tag = child.tag
        if tag in self.inline:
            return True
        if self.find(tag) is not None:
            return tag in self.inline or (tag in self._inline_when and self._inline_when[tag](child))
        row = ELEMENTS.get(tag)
        if row is not None and row.status is not Status.TRANSPARENT:
            return row.flow is Flow.INLINE
        return all(self.is_inline(grandchild) for grandchild in child.elements())

    def load(self) -> None:
        """Import every family file: for those who want to see all functions, or start processes that need them."""
        for family in FAMILIES:
            importlib.import_module(f"docbook2rst.reader.{family}")
