"""Whether two doctrees are the same document: the judge over every road from DocBook to a doctree.

What is ignored, and why: `source`, `line` and `rawsource` say where a node was read; `names` and `dupnames` repeat titles and
labels; `name` of a reference repeats its text; the order of classes means nothing; `start=1` is a list's default; column
widths mean nothing under `colwidths-auto`; neighbouring texts are one; the number, back links and generated id of a footnote
are bookkeeping, so a footnote and its references are known by their place in the order of footnotes; comments are not content;
`docname`, `number`, `label` and `no-wrap` of an equation and the first address of an image are Sphinx's bookkeeping.
"""

from __future__ import annotations

import difflib
import re
from typing import Any

from docutils import nodes

__all__ = ["difference", "equal", "normalised"]

_IGNORED = frozenset(("names", "dupnames", "backrefs", "xml:space", "joined", "docbook_id"))
_GENERATED = re.compile(r"(?:id|f|footnote-)[0-9]+")
_BOOKKEEPING = {
    "reference": frozenset(("name", "anonymous", "internal")),
    "math_block": frozenset(("docname", "number", "label", "no-wrap", "nowrap")),
    "footnote": frozenset(("auto", "docname")),
    "footnote_reference": frozenset(("auto", "refname", "refid", "ids", "docname")),
    "document": frozenset(("source", "ids", "classes", "title", "translation_progress")),
    "image": frozenset(("original_uri",)),
    "container": frozenset(("design_component", "is_div")),
}


def equal(one: nodes.Element, other: nodes.Element) -> bool:
    """Whether both are the same document."""
    return normalised(one) == normalised(other)


def difference(one: nodes.Element, other: nodes.Element) -> str:
    """Where they differ, as the lines of a unified diff of both trees; empty where they are equal."""
    lines = difflib.unified_diff(normalised(one), normalised(other), "one", "other", n=4, lineterm="")
    return "\n".join(lines)


def normalised(root: nodes.Element) -> list[str]:
    """The tree below `root` as lines, one for a node or a line of text, without what is ignored."""
    lines: list[str] = []
    notes = _footnotes(root)
    stack: list[tuple[nodes.Node | str, int, bool]] = [(root, 0, False)]
    while stack:
        node, depth, is_auto = stack.pop()
        indent = "  " * depth
        if isinstance(node, str):
            lines.extend(f"{indent}{line!r}" for line in node.split("\n"))
            continue
        assert isinstance(node, nodes.Element)
        is_auto = "colwidths-auto" in node["classes"] if isinstance(node, nodes.table) else is_auto
        lines.append(f"{indent}<{node.tagname}{_attributes(node, notes, is_auto=is_auto)}>")
        stack.extend((child, depth + 1, is_auto) for child in reversed(_children(node)))
    return lines


def _children(node: nodes.Element) -> list[nodes.Node | str]:
    """The children that count, neighbouring texts as one string."""
    found: list[nodes.Node | str] = []
    if isinstance(node, nodes.footnote_reference):
        return found
    for child in node.children:
        if isinstance(child, nodes.Text):
            if found and isinstance(found[-1], str):
                found[-1] += child.astext()
            elif text := child.astext():
                found.append(text)
        elif isinstance(child, nodes.comment) or (isinstance(child, nodes.label) and isinstance(node, nodes.footnote)):
            continue
        else:
            found.append(child)
    return found


def _footnotes(root: nodes.Element) -> dict[str, int]:
    """Each id and name of a footnote to the footnote's place in the order."""
    places: dict[str, int] = {}
    for place, note in enumerate(root.findall(nodes.footnote), 1):
        for name in (*note["ids"], *note["names"]):
            places.setdefault(name, place)
    return places


def _attributes(node: nodes.Element, notes: dict[str, int], *, is_auto: bool) -> str:
    ignored = _IGNORED | _BOOKKEEPING.get(node.tagname, frozenset())
    shown: dict[str, Any] = {}
    for key, value in node.attributes.items():
        if key in ignored or value in ([], None):
            continue
        shown[key] = sorted(value) if key == "classes" else value
    if is_auto:
        shown.pop("colwidth", None)
    if shown.get("start") == 1 and isinstance(node, nodes.enumerated_list):
        del shown["start"]
    if isinstance(node, nodes.footnote) and all(_GENERATED.fullmatch(name) for name in node["ids"]):
        shown.pop("ids", None)
    if isinstance(node, nodes.footnote_reference):
        shown["footnote"] = notes.get(node.get("refid") or node.get("refname") or "")
    return "".join(f" {key}={shown[key]!r}" for key in sorted(shown))
