"""Running text in Markdown: inline nodes with the shortest markup that is certain to be read as it is meant.

`*` and `**` are written only where they open and close whatever stands around them; elsewhere HTML's tags take their place.
Code that holds markup is `<code>`, as a code span takes none.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Mapping

from docutils import nodes

from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers.markdown_escape import (
    anchor,
    attribute,
    code_span,
    destination,
    escape,
    html_text,
    is_linkable,
)
from docbook2rst.writers.text_nodes import Handlers, is_same_as_text, referred_footnote

__all__ = ["INLINE", "Footnotes", "Text"]

_AUTOLINK = re.compile(r"(?:https?|ftp)://[\w.~:/?#@!$&'()*+,;=-]+", re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)+", re.ASCII)
_MARKS = ("*", "_")
_OUTSIDE = frozenset(("", " ", "\n", *string.punctuation))
"""What may stand beyond a mark that has punctuation on its inner side."""
_UNKNOWN = "x"
_TAGS = {"db-underline": "ins", "db-strikethrough": "del", "db-keycap": "kbd"}


class Footnotes:
    """The numbers of footnotes, and those that Markdown's own footnotes cannot serve."""

    __slots__ = ("numbers", "plain")

    def __init__(self, numbers: Mapping[str, int], plain: Collection[int] = ()) -> None:
        self.numbers = numbers
        self.plain = plain
        """Those with a reference in an HTML table, where `[^1]` is not read, or with no reference, which GitHub drops."""


class Text:
    """The Markdown of some inline nodes, gathered piece by piece, and where they stand."""

    __slots__ = ("before", "footnotes", "in_cell", "in_emphasis", "in_link", "parts")

    def __init__(self, footnotes: Footnotes, *, in_cell: bool = False, in_emphasis: bool = False) -> None:
        self.footnotes = footnotes
        self.in_cell = in_cell
        self.in_emphasis = in_emphasis
        self.in_link = False
        self.parts: list[str] = []
        self.before = ""
        """The last character written; empty at the beginning of a block."""

    def add(self, markdown: str) -> None:
        """Append finished Markdown."""
        if markdown:
            self.parts.append(markdown)
            self.before = markdown[-1]

    def add_text(self, text: str) -> None:
        """Append text that must stay text."""
        self.add(escape(text, before=self.before, in_cell=self.in_cell))

    def add_anchors(self, node: nodes.Element) -> None:
        """Append an anchor for each id of the node."""
        for identifier in node["ids"]:
            self.add(anchor(identifier))

    def add_children(self, node: nodes.Element) -> None:
        """Append the children."""
        for child in node.children:
            if isinstance(child, nodes.Element) and not isinstance(child, nodes.footnote_reference):
                self.add_anchors(child)
            INLINE(self, child)

    def inner(self, node: nodes.Element, before: str, add: Callable[[nodes.Element], None] | None = None) -> str:
        """The Markdown of the node's children alone, as it is after the character `before`."""
        outer, outer_before = self.parts, self.before
        self.parts, self.before = [], before
        (add or self.add_children)(node)
        result = "".join(self.parts)
        self.parts, self.before = outer, outer_before
        return result

    def of(self, node: nodes.Element) -> str:
        """The Markdown of the node's children, as a block of its own."""
        return self.inner(node, "")


INLINE: Handlers[Text, None] = Handlers("Markdown")


@INLINE.handles(nodes.Text)
def _text(text: Text, node: nodes.Text) -> None:
    text.add_text(node.astext())


@INLINE.handles(nodes.title_reference, nodes.abbreviation, nodes.acronym, nodes.target, nodes.generated)
def _words(text: Text, node: nodes.Element) -> None:
    text.add_children(node)


@INLINE.handles(indexterm, nodes.comment, nodes.substitution_definition)
def _nothing(text: Text, _node: nodes.Element) -> None:
    """An index entry shows nothing where it stands."""


@INLINE.handles(nodes.inline)
def _inline(text: Text, node: nodes.inline) -> None:
    tag = next((_TAGS[name] for name in node["classes"] if name in _TAGS), "")
    if tag:
        _tagged(text, node, tag)
    else:
        text.add_children(node)


def _tagged(text: Text, node: nodes.Element, tag: str) -> None:
    text.add(f"<{tag}>")
    text.add_children(node)
    text.add(f"</{tag}>")


@INLINE.handles(nodes.subscript)
def _subscript(text: Text, node: nodes.subscript) -> None:
    _tagged(text, node, "sub")


@INLINE.handles(nodes.superscript)
def _superscript(text: Text, node: nodes.superscript) -> None:
    _tagged(text, node, "sup")


@INLINE.handles(nodes.emphasis)
def _emphasis(text: Text, node: nodes.emphasis) -> None:
    _stressed(text, node, "*", "em")


@INLINE.handles(nodes.strong)
def _strong(text: Text, node: nodes.strong) -> None:
    _stressed(text, node, "**", "strong")


def _stressed(text: Text, node: nodes.Element, mark: str, tag: str) -> None:
    was_in_emphasis, text.in_emphasis = text.in_emphasis, True
    inner = text.inner(node, mark)
    text.in_emphasis = was_in_emphasis
    stripped = inner.strip(" \n")
    if not stripped:
        text.add(inner)
        return
    lead, _, trail = inner.partition(stripped)
    text.add(lead)
    if not was_in_emphasis and _opens(text.before, stripped) and _closes(stripped, trail or _next_character(node)):
        text.add(f"{mark}{stripped}{mark}")
    else:
        text.add(f"<{tag}>{stripped}</{tag}>")
    text.add(trail)


def _opens(before: str, inner: str) -> bool:
    """Whether a mark between these opens emphasis for certain (CommonMark's left-flanking run)."""
    return before not in _MARKS and inner[0] not in _MARKS and (inner[0].isalnum() or before in _OUTSIDE)


def _closes(inner: str, after: str) -> bool:
    return inner[-1] not in _MARKS and (inner[-1].isalnum() or after[:1] in _OUTSIDE)


def _next_character(node: nodes.Node) -> str:
    """The text's next character after the node: empty at the end of the block, a letter where it cannot be known."""
    parent = node.parent
    if parent is None:
        return ""
    position = parent.index(node) + 1
    if position < len(parent.children):
        following = parent.children[position]
        return (following.astext()[:1] or _UNKNOWN) if isinstance(following, nodes.Text) else _UNKNOWN
    return _next_character(parent) if isinstance(parent, nodes.TextElement) and isinstance(parent, nodes.Inline) else ""


@INLINE.handles(nodes.literal)
def _literal(text: Text, node: nodes.literal) -> None:
    words = node.astext()
    is_plain = all(isinstance(child, nodes.Text) for child in node.children)
    if is_plain and words.strip(" \n\t") and text.before != "`" and not (text.in_cell and "|" in words):
        text.add(code_span(words))
    else:
        _tagged(text, node, "code")


@INLINE.handles(nodes.math)
def _math(text: Text, node: nodes.math) -> None:
    """GitHub's form whose content needs no escapes."""
    text.add(f"${code_span(node.astext())}$" if node.astext() else "")


@INLINE.handles(nodes.reference)
def _reference(text: Text, node: nodes.reference) -> None:
    refid = node.get("refid", "")
    _link(text, node, f"#{refid}" if refid else node.get("refuri", ""))


@INLINE.handles(xref)
def _xref(text: Text, node: xref) -> None:
    refid = node["refid"]
    _link(text, node, "" if "#" in refid else f"#{refid}")  # a place in another document is for Sphinx to find


def _link(text: Text, node: nodes.Element, uri: str) -> None:
    """A link; only its words inside another link, its words and its URL in parentheses where Markdown refuses the URL."""
    if text.in_link or not uri:
        text.add_children(node)
    elif not is_linkable(uri):
        text.add_children(node)
        if not is_same_as_text(uri, node.astext()):
            text.add_text(f" ({uri})")
    elif _is_autolink(node, uri):
        text.add(f"<{node.astext()}>")
    else:
        text.in_link = True
        inner = text.inner(node, "[")
        text.in_link = False
        text.add(f"[{inner}]({destination(uri)})")


def _is_autolink(node: nodes.Element, uri: str) -> bool:
    words = node.astext()
    is_plain = all(isinstance(child, nodes.Text) for child in node.children)
    if not is_plain:
        return False
    return bool((words == uri and _AUTOLINK.fullmatch(uri)) or (uri == f"mailto:{words}" and _MAIL.fullmatch(words)))


@INLINE.handles(nodes.footnote_reference)
def _footnote_reference(text: Text, node: nodes.footnote_reference) -> None:
    key = referred_footnote(node)
    number = text.footnotes.numbers.get(key, 0)
    if not number:
        text.add_text(f"[{node.astext() or '?'}]")
    elif number in text.footnotes.plain:
        mark = f"\\[{number}\\]"
        text.add(f"<sup>{mark}</sup>" if text.in_link else f"<sup>[{mark}]({destination('#' + key)})</sup>")
    else:
        text.add(f"[^{number}]")


@INLINE.handles(nodes.image)
def _image(text: Text, node: nodes.image) -> None:
    uri = node.get("uri", "")
    alt = " ".join(escape(node.get("alt", ""), in_cell=text.in_cell).split("\n"))
    if is_linkable(uri):
        text.add(f"![{alt}]({destination(uri)})")
    else:
        text.add(f'<img alt="{attribute(node.get("alt", ""))}">' + html_text(f" ({uri})"))
