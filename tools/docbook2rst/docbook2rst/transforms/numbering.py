"""Numbers of examples, figures, tables, equations and procedures: "Example 3. " at the start of their titles.

Works on standard nodes only, so it serves documents read from DocBook and from reST, and changes nothing the second time.
"""

from __future__ import annotations

from collections import Counter

from docutils import nodes

from docbook2rst.transforms.order import elements

__all__ = ["label_of", "number_titles", "title_of"]

_NAMES = {
    "db-example": "Example",
    "db-figure": "Figure",
    "db-table": "Table",
    "db-equation": "Equation",
    "db-procedure": "Procedure",
}
_NUMBERED = (nodes.container, nodes.table, nodes.figure)


def number_titles(document: nodes.document) -> None:
    """Number the titled blocks of each kind through the document; a title that has its number keeps it."""
    counter: Counter[str] = Counter()
    for node in elements(document):
        name = _name(node)
        title = title_of(node) if name else None
        if title is not None:
            counter[name] += 1
            if label_of(title) is None:
                label = nodes.inline("", f"{name} {counter[name]}. ", classes=["db-label"])
                label.parent = title  # `insert` asks all ancestors for the document
                title.children.insert(0, label)


def _name(node: nodes.Element) -> str:
    """What `node` is called in its label; empty if it has none."""
    if not isinstance(node, _NUMBERED):
        return ""
    if isinstance(node, nodes.container):
        return next((_NAMES[name] for name in node["classes"] if name in _NAMES), "")
    return "Table" if isinstance(node, nodes.table) else "Figure"


def title_of(node: nodes.Element) -> nodes.Element | None:
    """The title of a section or another titled block: title, first rubric, or a figure's caption."""
    for child in node.children:
        if isinstance(child, nodes.title | nodes.caption):
            return child
        if isinstance(child, nodes.rubric):
            return child if child is node.children[0] else None
    return None


def label_of(title: nodes.Element) -> nodes.inline | None:
    """The label at the start of `title`."""
    first = title.children[0] if title.children else None
    return first if isinstance(first, nodes.inline) and "db-label" in first["classes"] else None
