"""Running text of a README: inline nodes as the words a terminal shows, marks of emphasis left out as lynx does."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes

from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers.text_nodes import Handlers, is_same_as_text, referred_footnote

__all__ = ["INLINE", "Text", "image_text"]


class Text:
    """The text of some nodes, gathered piece by piece."""

    __slots__ = ("footnotes", "has_marks", "is_listing", "parts")

    def __init__(self, footnotes: Mapping[str, int], *, is_listing: bool = False, has_marks: bool = True) -> None:
        self.footnotes = footnotes
        self.is_listing = is_listing
        """In a listing nothing is added to what the source says, so links are their text alone."""
        self.has_marks = has_marks
        """Whether references to footnotes show; in the table of contents they do not."""
        self.parts: list[str] = []

    def add_children(self, node: nodes.Element) -> None:
        """Gather the texts of the children."""
        for child in node.children:
            if type(child) is nodes.Text:
                self.parts.append(child if "\0" not in child else child.astext())
            else:
                INLINE(self, child)

    def of(self, node: nodes.Element) -> str:
        """The text of the node's children; what was gathered before is forgotten."""
        self.parts = []
        self.add_children(node)
        return "".join(self.parts)

    def of_rest(self, node: nodes.Element) -> str:
        """The text of all children but the first."""
        self.parts = []
        for child in node.children[1:]:
            INLINE(self, child)
        return "".join(self.parts)


INLINE: Handlers[Text, None] = Handlers("README")


@INLINE.handles(nodes.Text)
def _text(text: Text, node: nodes.Text) -> None:
    text.parts.append(node.astext())


@INLINE.handles(
    nodes.emphasis,
    nodes.strong,
    nodes.literal,
    nodes.inline,
    nodes.title_reference,
    nodes.abbreviation,
    nodes.acronym,
    nodes.math,
    nodes.target,
    nodes.generated,
    xref,
)
def _words(text: Text, node: nodes.Element) -> None:
    text.add_children(node)


@INLINE.handles(indexterm, nodes.comment, nodes.substitution_definition)
def _nothing(text: Text, _node: nodes.Element) -> None:
    """An index entry shows nothing where it stands."""


@INLINE.handles(nodes.subscript)
def _subscript(text: Text, node: nodes.subscript) -> None:
    text.parts.append("[")
    text.add_children(node)
    text.parts.append("]")


@INLINE.handles(nodes.superscript)
def _superscript(text: Text, node: nodes.superscript) -> None:
    text.parts.append("^")
    text.add_children(node)


@INLINE.handles(nodes.reference)
def _reference(text: Text, node: nodes.reference) -> None:
    text.add_children(node)
    uri = node.get("refuri", "")
    if uri and not text.is_listing and not is_same_as_text(uri, node.astext()):
        text.parts.append(f" ({uri})")


@INLINE.handles(nodes.footnote_reference)
def _footnote_reference(text: Text, node: nodes.footnote_reference) -> None:
    if text.has_marks:
        number = text.footnotes.get(referred_footnote(node))
        text.parts.append(f"[{number or node.astext() or '?'}]")


@INLINE.handles(nodes.image)
def _image(text: Text, node: nodes.image) -> None:
    text.parts.append(image_text(node))


def image_text(node: nodes.image) -> str:
    """What stands for an image: its alternative text, or where it has none the name of its file."""
    return f"[image: {node.get('alt') or node.get('uri', '')}]"
