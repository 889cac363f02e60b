"""Footnotes: each has a number, its references show it, and both know each other's ids."""

from __future__ import annotations

import re

from docutils import nodes

from docbook2rst.problems import Problems
from docbook2rst.reader.labels import Labels
from docbook2rst.transforms.order import elements

__all__ = ["join_footnotes", "number_footnotes"]

_GENERATED = re.compile(r"f[0-9]+|footnote-[0-9]+")


def join_footnotes(document: nodes.document, labels: Labels, problems: Problems) -> None:
    """Give each reference the id of its footnote; a reference to something else becomes its id as text, and DB301."""
    used = {identifier for node in elements(document) for identifier in node["ids"]} if labels.footnotes else set()
    number = 0
    for reference, note in labels.footnotes:
        number += 1
        if not note["ids"]:
            while f"footnote-{number}" in used:
                number += 1
            note["ids"] = [f"footnote-{number}"]
        reference["refid"] = note["ids"][0]
    for reference, position in labels.footnoterefs:
        label = labels.by_id.get(reference["refid"])
        if label is None or not isinstance(label.node, nodes.footnote):
            target = reference["refid"]
            problems.add("DB301", position, element="footnoteref", target=target)
            reference.parent.replace(reference, nodes.inline("", target, classes=["db-undefined"]))


def number_footnotes(document: nodes.document) -> None:
    """Number the footnotes in their order, and give footnotes and references ids, marks and back references.

    Works on standard nodes only, so it serves documents read from DocBook and from reST, and changes nothing the second time.
    A footnote keeps a literal id; the ids that docutils makes of the automatic labels `f1`, `f2` do not stay.
    """
    notes: list[nodes.footnote] = []
    references: list[nodes.footnote_reference] = []
    for node in elements(document):
        if isinstance(node, nodes.footnote):
            notes.append(node)
        elif isinstance(node, nodes.footnote_reference):
            references.append(node)
    by_id: dict[str, tuple[int, nodes.footnote]] = {}
    for number, note in enumerate(notes, 1):
        by_id.update((identifier, (number, note)) for identifier in note["ids"])
        _number_note(note, number)
    for index, reference in enumerate(references, 1):
        if reference.get("refid") in by_id:
            _number_reference(reference, index, *by_id[reference["refid"]])


def _number_note(note: nodes.footnote, number: int) -> None:
    """Give `note` its mark and id; the references fill its `backrefs`."""
    generated = {name for name in note["names"] if _GENERATED.fullmatch(name)}
    note["ids"] = [identifier for identifier in note["ids"] if identifier not in generated] or [f"footnote-{number}"]
    note["names"] = []
    note["backrefs"] = []
    if note.children and isinstance(note.children[0], nodes.label):
        note.pop(0)
    note.insert(0, nodes.label("", str(number)))


def _number_reference(reference: nodes.footnote_reference, index: int, number: int, note: nodes.footnote) -> None:
    reference["ids"] = [f"footnote-reference-{index}"]
    reference["refid"] = note["ids"][0]
    note["backrefs"].append(reference["ids"][0])
    reference.children = []
    reference.append(nodes.Text(str(number)))
