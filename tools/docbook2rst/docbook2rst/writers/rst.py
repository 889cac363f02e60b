"""reStructuredText from a doctree, such that reading it gives an equal doctree.

`write` is the whole of it. What a node becomes stands in the family files; a node that none of them knows raises
`UnknownNodeError`.
"""

from __future__ import annotations

from pathlib import PurePath

from docutils import nodes

from docbook2rst.writers import rst_blocks, rst_lists, rst_tables
from docbook2rst.writers.rst_inline import compose
from docbook2rst.writers.rst_visit import UnknownNodeError, Writer

__all__ = ["MARK", "UnknownNodeError", "write"]

MARK = "docbook2rst:"
"""What the first comment of a written file begins with."""

FAMILIES = (rst_blocks, rst_lists, rst_tables)
"""The modules that register what they write."""


def write(document: nodes.document) -> str:
    """The reST of `document`: the same for the same doctree, one newline at its end.

    Raises:
        UnknownNodeError: it holds a node, or a node at a place, that has no form in reST.
    """
    writer = Writer(compose, *_footnotes(document))
    writer.blocks(document.children)
    head = [f".. {MARK} {PurePath(document.get('source') or '-').name or '-'}"]
    for role, (base, classes) in sorted(writer.roles.items()):
        head.append(f".. role:: {role}({base})" if base and base != "inline" else f".. role:: {role}")
        if classes:
            head.append(f"   :class: {classes}")
    body = writer.layout.text()
    return "\n".join(head) + "\n" + ("\n" + body if body.strip() else "")


def _footnotes(document: nodes.document) -> tuple[dict[int, str], frozenset[int]]:
    """The label of each footnote and of each reference to one, by `id(node)`; and the footnotes whose ids go without saying.

    Labels are numbered in the footnotes' order, and so are the ids that reading gives to a footnote without one.
    """
    taken: set[str] = set()
    notes: list[nodes.footnote] = []
    references: list[nodes.footnote_reference] = []
    stack: list[nodes.Node] = [document]
    while stack:
        node = stack.pop()
        if not isinstance(node, nodes.Element):
            continue
        if ids := node.attributes["ids"]:
            taken.update(name.lower() for name in ids)
        if type(node) is nodes.footnote:
            notes.append(node)
        elif type(node) is nodes.footnote_reference:
            references.append(node)
        stack += node.children[::-1]
    labels: dict[int, str] = {}
    by_name: dict[str, str] = {}
    number = 0
    for note in notes:
        number += 1
        while f"f{number}" in taken:
            number += 1
        labels[id(note)] = f"f{number}"
        for name in (*note["ids"], *note["names"]):
            by_name.setdefault(name, f"f{number}")
    order = list(labels.values())
    for at, reference in enumerate(references):
        name = reference.get("refid") or reference.get("refname") or ""
        label = by_name.get(name) or (order[at] if not name and at < len(order) else None)
        if label is None:
            raise UnknownNodeError(reference, "without its footnote")
        labels[id(reference)] = label
    unlabelled = frozenset(id(note) for place, note in enumerate(notes, 1) if note["ids"] == [f"footnote-{place}"])
    return labels, unlabelled
