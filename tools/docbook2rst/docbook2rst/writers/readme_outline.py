"""The outline of a README: its sections with their depth and number, and what has a label such as "Example 3."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes

__all__ = ["Heading", "headings_of", "labelled", "ordinal"]

_COMPONENTS = {
    "db-part": ("Part", "upperroman"),
    "db-chapter": ("Chapter", "arabic"),
    "db-appendix": ("Appendix", "upperalpha"),
}
"""What is counted through the whole document, the word before its number, and how it is counted."""
_UNNUMBERED = frozenset(
    f"db-{name}"
    for name in (
        *("preface", "dedication", "acknowledgements", "colophon", "glossary", "bibliography", "index"),
        *("refentry", "reference", "simplesect", "qandadiv"),
    )
)
_CLOSED = frozenset({"db-refentry", "db-simplesect"})
"""Their sections are not in the table of contents."""


class Heading(NamedTuple):
    """One section of the outline: `number` is "1.3." or empty, `label` what its heading begins with ("Chapter 1. ")."""

    section: nodes.section
    depth: int
    number: str
    label: str


def headings_of(top: nodes.Element) -> list[Heading]:
    """The sections below `top`, as they stand, with the numbers that Kamailio's documentation gives them.

    Chapters are counted through all parts of a book; sections count within what holds them, after its number.
    """
    return list(_below(top, 0, "", {}))


def _below(parent: nodes.Element, depth: int, number: str | None, counts: dict[str, int]) -> Iterator[Heading]:
    """The headings in `parent`, whose own number is `number`; None where nothing is numbered."""
    position = 0
    for section in parent.children:
        if not isinstance(section, nodes.section):
            continue
        classes = set(section["classes"])
        component = next((name for name in _COMPONENTS if name in classes), "")
        inner: str | None
        if component:
            word, kind = _COMPONENTS[component]
            counts[component] = counts.get(component, 0) + 1
            own = ordinal(counts[component], kind) + "."
            inner = "" if component == "db-part" else own
            yield Heading(section, depth, own, f"{word} {own} ")
        elif number is None or classes & _UNNUMBERED:
            inner = None
            yield Heading(section, depth, "", "")
        else:
            position += 1
            inner = f"{number}{position}."
            yield Heading(section, depth, inner, f"{inner} ")
        if not classes & _CLOSED:
            yield from _below(section, depth + 1, inner, counts)


def labelled(document: nodes.document) -> dict[str, list[tuple[str, nodes.Element]]]:
    """By the word of their label ("Figure", "Table", "Example") all titles that have one, each with its number ("3.")."""
    found: dict[str, list[tuple[str, nodes.Element]]] = {"Figure": [], "Table": [], "Example": []}
    for label in document.findall(nodes.inline):
        if label["classes"] == ["db-label"] and label.parent.children[0] is label and len(label.parent.children) > 1:
            word, _, number = label.astext().strip().partition(" ")
            if number and isinstance(label.parent, (nodes.rubric, nodes.caption, nodes.title)):
                found.setdefault(word, []).append((number, label.parent))
    return {word: entries for word, entries in found.items() if entries}


def ordinal(number: int, kind: str) -> str:
    """The number as an item's mark of that `enumtype`; what a kind cannot count is written in figures.

    >>> ordinal(4, "lowerroman"), ordinal(28, "upperalpha"), ordinal(0, "loweralpha")
    ('iv', 'AB', '0')
    """
    if number < 1 or kind == "arabic":
        return str(number)
    if kind.endswith("alpha"):
        mark = _alpha(number)
    elif kind.endswith("roman"):
        mark = _roman(number)
    else:
        return str(number)
    return mark.upper() if kind.startswith("upper") else mark


def _alpha(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    result = ""
    for value, mark in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        result += mark * count
    return result
