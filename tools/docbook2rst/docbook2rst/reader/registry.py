"""Which function reads which element, and which elements stand in running text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes

from docbook2rst.elements import ELEMENTS, Flow, Status
from docbook2rst.source.tree import Element

if TYPE_CHECKING:
    from docbook2rst.reader.walk import Reader

__all__ = ["INLINE", "READERS", "ReadFunction", "element", "is_inline"]

ReadFunction = Callable[["Reader", Element, nodes.Element], None]

READERS: dict[str, ReadFunction] = {}
"""Element name to its reader function; filled by `@element` when the family files are imported."""

INLINE: set[str] = set()
"""The names registered as inline; everything else is a block."""

_INLINE_WHEN: dict[str, Callable[[Element], bool]] = {}
"""The names that are inline or block depending on the element (`simplelist type="inline"`)."""


def element(
    *names: str, flow: Flow = Flow.BLOCK, inline_when: Callable[[Element], bool] | None = None
) -> Callable[[ReadFunction], ReadFunction]:
    """Register a reader function for the elements `names`; `inline_when` tells elements of either flow apart.

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
            if inline_when is not None:
                _INLINE_WHEN[name] = inline_when
        return function

    return register


def is_inline(child: Element) -> bool:
    """Whether `child` stands in running text rather than between paragraphs."""
    tag = child.tag
    if tag in INLINE:
        return True
    if tag in _INLINE_WHEN:
        return _INLINE_WHEN[tag](child)
    if tag in READERS:
        return False
    row = ELEMENTS.get(tag)
    if row is not None and row.status is not Status.TRANSPARENT:
        return row.flow is Flow.INLINE
    return all(is_inline(grandchild) for grandchild in child.elements())
