"""HTML inside Markdown, for what pipes and back-ticks cannot say: tables with spans or blocks, listings that hold links.

The lines never include a blank one, which would end the HTML.
"""

from __future__ import annotations

import re

from docutils import nodes

from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers.markdown_escape import anchor, attribute, html_text, is_linkable
from docbook2rst.writers.markdown_inline import Footnotes
from docbook2rst.writers.text_nodes import Handlers, contents_of, is_same_as_text, referred_footnote
from docbook2rst.writers.text_tables import Cell, grid_of

__all__ = ["ADMONITION_TITLES", "HTML", "Html", "preformatted", "table_lines"]

_BLANK = re.compile(r"\n(?=[ \t]*(?:\n|\Z))")

ADMONITION_TITLES: dict[type[nodes.Node], str] = {
    nodes.note: "Note",
    nodes.tip: "Tip",
    nodes.hint: "Hint",
    nodes.important: "Important",
    nodes.warning: "Warning",
    nodes.attention: "Attention",
    nodes.caution: "Caution",
    nodes.danger: "Danger",
    nodes.error: "Error",
}
_TAGS: dict[type[nodes.Node], str] = {
    nodes.emphasis: "em",
    nodes.strong: "strong",
    nodes.literal: "code",
    nodes.math: "code",
    nodes.subscript: "sub",
    nodes.superscript: "sup",
    nodes.paragraph: "p",
    nodes.subtitle: "p",
    nodes.attribution: "p",
    nodes.caption: "p",
    nodes.bullet_list: "ul",
    nodes.list_item: "li",
    nodes.definition_list: "dl",
    nodes.definition: "dd",
    nodes.field_list: "dl",
    nodes.field_body: "dd",
    nodes.block_quote: "blockquote",
}
_INLINE_TAGS = {"db-underline": "ins", "db-strikethrough": "del", "db-keycap": "kbd"}


class Html:
    """HTML gathered piece by piece."""

    __slots__ = ("footnotes", "in_link", "in_pre", "parts")

    def __init__(self, footnotes: Footnotes) -> None:
        self.footnotes = footnotes
        self.in_link = False
        self.in_pre = False
        self.parts: list[str] = []

    def add_children(self, node: nodes.Element) -> None:
        """Append the children, each after anchors for its ids."""
        for child in node.children:
            if isinstance(child, nodes.Element) and not isinstance(child, nodes.footnote_reference):
                self.parts += map(anchor, child.get("ids", ()))
            HTML(self, child)

    def tagged(self, tag: str, node: nodes.Element) -> None:
        """Append the children inside the tag."""
        self.parts.append(f"<{tag}>")
        self.add_children(node)
        self.parts.append(f"</{tag.partition(' ')[0]}>")

    def result(self) -> str:
        """What was gathered, with no blank line in it."""
        return _BLANK.sub("&#10;", "".join(self.parts))


HTML: Handlers[Html, None] = Handlers("Markdown")


@HTML.handles(nodes.Text)
def _text(page: Html, node: nodes.Text) -> None:
    text = node.astext()
    page.parts.append(html_text(text if page.in_pre else re.sub(r"[ \t\r\n\f]+", " ", text)))


@HTML.handles(*_TAGS)
def _element(page: Html, node: nodes.Element) -> None:
    page.tagged(_TAGS[type(node)], node)


@HTML.handles(
    nodes.title_reference,
    nodes.abbreviation,
    nodes.acronym,
    nodes.target,
    nodes.generated,
    nodes.container,
    nodes.compound,
    nodes.figure,
    nodes.legend,
    nodes.definition_list_item,
    nodes.field,
)
def _transparent(page: Html, node: nodes.Element) -> None:
    page.add_children(node)


@HTML.handles(nodes.inline)
def _inline(page: Html, node: nodes.inline) -> None:
    tag = next((_INLINE_TAGS[name] for name in node["classes"] if name in _INLINE_TAGS), "")
    if tag:
        page.tagged(tag, node)
    else:
        page.add_children(node)


@HTML.handles(nodes.rubric, nodes.title)
def _title(page: Html, node: nodes.Element) -> None:
    page.parts.append("<p><strong>")
    page.add_children(node)
    page.parts.append("</strong></p>")


@HTML.handles(nodes.term, nodes.field_name)
def _term(page: Html, node: nodes.Element) -> None:
    page.parts.append("<dt><strong>")
    page.add_children(node)
    page.parts.append("</strong></dt>")


@HTML.handles(nodes.classifier)
def _classifier(page: Html, node: nodes.classifier) -> None:
    page.tagged("dt", node)


@HTML.handles(nodes.enumerated_list)
def _enumerated_list(page: Html, node: nodes.enumerated_list) -> None:
    kind = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}.get(node.get("enumtype", ""), "1")
    page.tagged(f'ol type="{kind}" start="{int(node.get("start", 1))}"', node)


@HTML.handles(nodes.line_block)
def _line_block(page: Html, node: nodes.line_block) -> None:
    page.add_children(node)


@HTML.handles(nodes.line)
def _line(page: Html, node: nodes.line) -> None:
    page.add_children(node)
    page.parts.append("<br>")


@HTML.handles(nodes.literal_block, nodes.doctest_block, nodes.math_block)
def _listing(page: Html, node: nodes.Element) -> None:
    page.parts.append("<pre>")
    if node.astext().startswith("\n"):
        page.parts.append("\n")
    was_in_pre, page.in_pre = page.in_pre, True
    page.add_children(node)
    page.in_pre = was_in_pre
    page.parts.append("</pre>")


@HTML.handles(*ADMONITION_TITLES)
def _admonition(page: Html, node: nodes.Element) -> None:
    page.parts.append(f"<p><strong>{ADMONITION_TITLES[type(node)]}</strong></p>")
    page.tagged("blockquote", node)


@HTML.handles(nodes.admonition)
def _titled_admonition(page: Html, node: nodes.admonition) -> None:
    page.tagged("blockquote", node)


@HTML.handles(nodes.reference)
def _reference(page: Html, node: nodes.reference) -> None:
    refid = node.get("refid", "")
    _link(page, node, f"#{refid}" if refid else node.get("refuri", ""))


@HTML.handles(xref)
def _xref(page: Html, node: xref) -> None:
    refid = node["refid"]
    _link(page, node, "" if "#" in refid else f"#{refid}")  # a place in another document is for Sphinx to find


def _link(page: Html, node: nodes.Element, uri: str) -> None:
    if page.in_link or not is_linkable(uri):
        page.add_children(node)
        if uri and not page.in_link and not is_same_as_text(uri, node.astext()):
            page.parts.append(html_text(f" ({uri})"))
        return
    page.in_link = True
    page.tagged(f'a href="{attribute(uri)}"', node)
    page.in_link = False


@HTML.handles(nodes.footnote_reference)
def _footnote_reference(page: Html, node: nodes.footnote_reference) -> None:
    key = referred_footnote(node)
    number = page.footnotes.numbers.get(key)
    mark = f"[{number or html_text(node.astext()) or '?'}]"
    if number and not page.in_link:
        mark = f'<a href="{attribute("#" + key)}">{mark}</a>'
    page.parts.append(f"<sup>{mark}</sup>")


@HTML.handles(nodes.image)
def _image(page: Html, node: nodes.image) -> None:
    page.parts.append(f'<img src="{attribute(node.get("uri", ""))}" alt="{attribute(node.get("alt", ""))}">')


@HTML.handles(nodes.transition)
def _transition(page: Html, _node: nodes.Element) -> None:
    page.parts.append("<hr>")


@HTML.handles(indexterm, nodes.comment, nodes.substitution_definition, nodes.footnote)
def _nothing(page: Html, _node: nodes.Element) -> None:
    """Index entries show nothing; footnotes stand at the end of the document."""


@HTML.handles(nodes.table)
def _table(page: Html, node: nodes.table) -> None:
    for child in node.children:
        if isinstance(child, nodes.tgroup):
            page.parts.append("".join(table_lines(page.footnotes, child)))
        else:
            HTML(page, child)


def preformatted(footnotes: Footnotes, node: nodes.Element) -> list[str]:
    """A listing with its links, as lines."""
    page = Html(footnotes)
    _listing(page, node)
    return page.result().split("\n")


def table_lines(footnotes: Footnotes, tgroup: nodes.tgroup) -> list[str]:
    """The table as lines of HTML, a row on each, more where its cells hold listings."""
    grid = grid_of(tgroup)
    result = ["<table>"]
    for index, cells in enumerate(grid.by_row()):
        if index in {0, grid.heads}:
            result.append("<thead>" if index < grid.heads else "<tbody>")
        tag = "th" if index < grid.heads else "td"
        row = "".join(_cell(footnotes, cell, tag) for cell in cells)
        result += f"<tr>{row}</tr>".split("\n")
        if index + 1 in {grid.heads, grid.rows}:
            result.append("</thead>" if index < grid.heads else "</tbody>")
    result.append("</table>")
    return result


def _cell(footnotes: Footnotes, cell: Cell, tag: str) -> str:
    page = Html(footnotes)
    page.parts += map(anchor, cell.entry.get("ids", ()))
    blocks = contents_of(cell.entry)
    if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
        page.parts += map(anchor, blocks[0].get("ids", ()))
        page.add_children(blocks[0])
    else:
        page.add_children(cell.entry)
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
    align = f' align="{attribute(cell.align)}"' if cell.align != "left" else ""
    return f"<{tag}{spans}{align}>{page.result()}</{tag}>"
