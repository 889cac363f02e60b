"""What the README writer and the Markdown writer share about doctrees: strict dispatch, footnote numbers, small questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from docutils import nodes

from docbook2rst.nodes import indexterm

__all__ = [
    "INVISIBLE",
    "Handlers",
    "UnknownNodeError",
    "contents_of",
    "footnote_numbers",
    "footnotes_of",
    "is_same_as_text",
    "referred_footnote",
    "top_of",
]

_W = TypeVar("_W")
_R = TypeVar("_R")
_F = TypeVar("_F", bound=Callable[..., Any])

INVISIBLE: tuple[type[nodes.Node], ...] = (indexterm, nodes.comment, nodes.substitution_definition, nodes.pending)
"""Nodes that never show; a `target` is not among them, as one inside a paragraph may hold text."""


class UnknownNodeError(TypeError):
    """A node that the writer has no rule for: an error of the converter, never of the document."""

    def __init__(self, writer: str, node: nodes.Node) -> None:
        self.writer = writer
        self.node = node
        place = f"{node.source}:{node.line}: " if node.source else ""
        name = f"{type(node).__module__}.{type(node).__qualname__}"
        super().__init__(f"{place}internal error: the {writer} writer has no rule for the node {name}")


class Handlers(Generic[_W, _R]):
    """A table from node class to the function that writes such nodes; a class that is not in it raises."""

    def __init__(self, writer: str) -> None:
        self.writer = writer
        self.table: dict[type[nodes.Node], Callable[[_W, Any], _R]] = {}

    def handles(self, *kinds: type[nodes.Node]) -> Callable[[_F], _F]:
        """A decorator that makes the function write nodes of exactly these classes.

        Raises:
            ValueError: one of the classes has a function already.
        """

        def register(function: _F) -> _F:
            for kind in kinds:
                if kind in self.table:
                    raise ValueError(f"{kind.__name__} is handled twice by the {self.writer} writer")
                self.table[kind] = function
            return function

        return register

    def __call__(self, writer: _W, node: nodes.Node) -> _R:
        """What the function for the node's class returns.

        Raises:
            UnknownNodeError: there is none.
        """
        handler = self.table.get(type(node))
        if handler is None:
            raise UnknownNodeError(self.writer, node)
        return handler(writer, node)


def top_of(document: nodes.document) -> nodes.Element:
    """The one section that is the whole document, or the document itself where it is not of that form."""
    visible = [child for child in document.children if not isinstance(child, INVISIBLE)]
    if len(visible) == 1 and isinstance(visible[0], nodes.section):
        return visible[0]
    return document


def contents_of(node: nodes.Element) -> list[nodes.Node]:
    """The children that a reader sees: no footnotes, comments or index entries, no targets that stand between blocks."""
    hidden = (*INVISIBLE, nodes.footnote, nodes.target)
    return [child for child in node.children if not isinstance(child, hidden)]


def footnotes_of(document: nodes.document) -> Iterator[nodes.footnote]:
    """The document's footnotes, in their order."""
    return document.findall(nodes.footnote)


def footnote_numbers(document: nodes.document) -> dict[str, int]:
    """The number of each footnote by each of its ids and names, counted from 1 in the order they stand."""
    numbers: dict[str, int] = {}
    for number, note in enumerate(footnotes_of(document), start=1):
        keys: list[str] = [*note["ids"], *note["names"]]
        numbers.update(dict.fromkeys(keys, number))
    return numbers


def referred_footnote(reference: nodes.footnote_reference) -> str:
    """The id or the name of the footnote that the reference points to."""
    return str(reference.get("refid") or reference.get("refname") or "")


_SPACE = re.compile(r"[ \t\r\n]+")


def is_same_as_text(uri: str, text: str) -> bool:
    """Whether a link's text already says its URL."""
    text = _SPACE.sub("", text)
    return uri in {text, f"mailto:{text}"}
