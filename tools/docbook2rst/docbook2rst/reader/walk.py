"""The walk from a positioned tree to docutils nodes.

Each element has a reader function, registered by name:

    @element("note", "tip")
    def admonition(reader: Reader, element: Element, parent: nodes.Element) -> None:
        node = reader.open(ADMONITIONS[element.tag](), element, parent)
        reader.blocks(element, node)

It appends to `parent` what the element becomes.  `Reader.blocks` and `Reader.inlines` read an element's content and are the only
places that know how text and blocks mix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source.tree import Element, Tree

ReadFunction = Callable[["Reader", Element, nodes.Element], None]

READERS: dict[str, ReadFunction] = {}
"""Element name to its reader function; filled by `@element` when the family files are imported."""

INLINE: set[str] = set()
"""The names registered as inline; everything else is a block."""


def element(*names: str, flow: Flow = Flow.BLOCK) -> Callable[[ReadFunction], ReadFunction]:
    """Register a reader function for the elements `names`.

    Raises:
        ValueError: one of them has a reader function already.
    """

    def register(function: ReadFunction) -> ReadFunction:
        for name in names:
            if name in READERS:
                raise ValueError(f"<{name}> has a reader already: {READERS[name].__name__}()")
            READERS[name] = function
            if flow is Flow.INLINE:
                INLINE.add(name)
        return function

    return register


_SPACES = re.compile(r"[ \t\r\n]+")


def collapse(text: str) -> str:
    """Each run of XML white space as one space, or as one newline where it holds one."""
    return _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text)


@dataclass(slots=True)
class Reader:
    """Reads one document; holds what the reader functions share."""

    tree: Tree
    options: Options
    problems: Problems
    document: nodes.document
    footnotes: list[nodes.footnote] = field(default_factory=list)
    """Footnotes in the order of their references; appended to the top section at the end."""

    def blocks(self, element: Element, parent: nodes.Element, *, skip: Iterable[str] = ()) -> None:
        """Append what `element` holds to `parent` as blocks; loose text and inline elements become paragraphs."""
        raise NotImplementedError

    def inlines(self, element: Element, parent: nodes.Element) -> None:
        """Append what `element` holds to `parent`, a text element; a block in here is hoisted after `parent`."""
        raise NotImplementedError

    def open(self, node: nodes.Element, element: Element, parent: nodes.Element) -> nodes.Element:
        """`node`, placed in `parent` with `element`'s id, source file and line."""
        raise NotImplementedError

    def problem(self, code: str, element: Element, **values: object) -> None:
        """Record a problem at `element`."""
        self.problems.add(code, element.position, element=element.tag, **values)
