"""Blocks in Markdown: each kind of block node as lines from the first column on, to be prefixed by what holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes

from docbook2rst.nodes import indexterm
from docbook2rst.writers.markdown_escape import anchor, escape_lines, fence_for, one_line
from docbook2rst.writers.markdown_html import ADMONITION_TITLES, preformatted
from docbook2rst.writers.markdown_html import table_lines as html_table
from docbook2rst.writers.markdown_inline import Footnotes, Text
from docbook2rst.writers.markdown_tables import is_simple, pipe_table
from docbook2rst.writers.text_nodes import Handlers, contents_of

__all__ = ["BLOCK", "Blocks", "anchors", "lines_of", "prefixed"]

_ALERTS = {
    "Note": "NOTE",
    "Tip": "TIP",
    "Hint": "TIP",
    "Important": "IMPORTANT",
    "Warning": "WARNING",
    "Caution": "CAUTION",
    "Attention": "WARNING",
    "Danger": "CAUTION",
    "Error": "CAUTION",
}
"""By the admonition's title GitHub's kind; where that has another title, ours stands in the text."""
_ALERT_CLASSES = {"note": "NOTE", "tip": "TIP", "important": "IMPORTANT", "warning": "WARNING", "caution": "CAUTION"}
_BULLETED = (nodes.bullet_list, nodes.definition_list, nodes.field_list)
_LANGUAGE = re.compile(r"[A-Za-z0-9][\w+#.-]*")
_NO_LANGUAGE = {"none", "default"}
_DEEPEST_HEADING = 6
_STOPS = (".", "!", "?", ":", "…")


class Blocks:
    """Where the block to be written stands: in which depth of sections and other blocks, and after which list."""

    __slots__ = ("alternate", "depth", "footnotes", "nesting")

    def __init__(self, footnotes: Footnotes) -> None:
        self.footnotes = footnotes
        self.depth = 0
        self.nesting = 0
        """In how many lists and quotes we are: GitHub shows alerts only outside of all."""
        self.alternate = False
        """Whether a list takes the other mark, so that it does not become one with the list before it."""

    def lines(self, children: Iterable[nodes.Node], *, is_tight: bool = False) -> list[str]:
        """The blocks one below the other, with a blank line between two unless they belong to a tight list's item."""
        result: list[str] = []
        family, alternate = "", False
        for child in children:
            own = "bullet" if isinstance(child, _BULLETED) else "number" if isinstance(child, nodes.enumerated_list) else ""
            self.alternate = alternate = bool(own) and own == family and not alternate
            lines = BLOCK(self, child)
            if not lines:
                continue
            family = own
            if result and not is_tight:
                result.append("")
            result += _anchor_lines(child)
            result += lines
        return result

    def inside(self, children: Iterable[nodes.Node], *, is_tight: bool = False) -> list[str]:
        """The same inside a list or a quote."""
        self.nesting += 1
        result = self.lines(children, is_tight=is_tight)
        self.nesting -= 1
        return result

    def text(self, node: nodes.Element) -> str:
        """The running text of the node's children, after anchors for its ids, as a paragraph."""
        return escape_lines(anchors(node) + Text(self.footnotes).of(node))

    def bold(self, node: nodes.Element, stop: str = "") -> str:
        """The node's text in bold, `stop` after it, as a paragraph or the first part of one."""
        strong = nodes.strong()
        strong.children = [*node.children, nodes.Text(stop)]  # shared, not moved: the children keep their parent
        text = Text(self.footnotes)
        text.add(anchors(node))
        if node.get("ids"):
            text.before = ""
        from_here = nodes.paragraph()
        from_here.children = [strong]
        strong.parent = from_here
        text.add_children(from_here)
        return escape_lines("".join(text.parts))


BLOCK: Handlers[Blocks, list[str]] = Handlers("Markdown")

_WITH_OWN_ANCHORS = (
    nodes.target,
    nodes.section,
    nodes.paragraph,
    nodes.rubric,
    nodes.term,
    nodes.title,
    nodes.caption,
    nodes.attribution,
)


def anchors(node: nodes.Element) -> str:
    """The anchors of the node's ids."""
    return "".join(map(anchor, node.get("ids", ())))


def _anchor_lines(node: nodes.Node) -> list[str]:
    """A paragraph of anchors before a block that has no running text to put them into."""
    if isinstance(node, _WITH_OWN_ANCHORS) or not isinstance(node, nodes.Element) or not node.get("ids"):
        return []
    return [anchors(node), ""]


def prefixed(lines: list[str], first: str, rest: str) -> list[str]:
    """The lines behind their prefixes, blank ones without trailing spaces."""
    bare = rest.rstrip(" ")
    return [
        (first if not number else rest) + line if line else (first if not number else bare) for number, line in enumerate(lines)
    ]


def lines_of(text: str) -> list[str]:
    """The lines of `text`, none where it is empty."""
    return text.split("\n") if text else []


@BLOCK.handles(nodes.section)
def _section(blocks: Blocks, node: nodes.section) -> list[str]:
    blocks.depth += 1
    result = anchors(node).split("\n") if node.get("ids") else []
    children = list(node.children)
    if children and isinstance(children[0], nodes.title):
        result.append(heading(blocks, children.pop(0)))  # type: ignore[arg-type]
    inner = blocks.lines(children)
    blocks.depth -= 1
    return [*result, "", *inner] if inner else result


def heading(blocks: Blocks, title: nodes.Element) -> str:
    """The heading's line; deeper than six it is a line in bold."""
    if blocks.depth > _DEEPEST_HEADING:
        return one_line(blocks.bold(title))
    text = one_line(anchors(title) + Text(blocks.footnotes).of(title))
    return "#" * blocks.depth + " " + re.sub(r"(^|[ \t])(#+)$", r"\1\\\2", text)


@BLOCK.handles(nodes.paragraph, nodes.subtitle, nodes.caption)
def _paragraph(blocks: Blocks, node: nodes.Element) -> list[str]:
    return lines_of(blocks.text(node))


@BLOCK.handles(nodes.rubric, nodes.title, nodes.term)
def _title(blocks: Blocks, node: nodes.Element) -> list[str]:
    return lines_of(blocks.bold(node))


@BLOCK.handles(nodes.container, nodes.compound)
def _container(blocks: Blocks, node: nodes.Element) -> list[str]:
    children = contents_of(node)
    if "db-formalpara" in node["classes"] and len(children) > 1:
        title, text = children[:2]
        if isinstance(title, nodes.rubric) and isinstance(text, nodes.paragraph):
            run_in = lines_of(_run_in(blocks, title, text))
            rest = blocks.lines(children[2:])
            return [*run_in, "", *rest] if rest else run_in
    return blocks.lines(children)


def _run_in(blocks: Blocks, title: nodes.rubric, paragraph: nodes.paragraph) -> str:
    """The title in bold as the first words of the paragraph."""
    stop = "" if title.astext().endswith(_STOPS) else "."
    return escape_lines(f"{blocks.bold(title, stop)} {anchors(paragraph)}{Text(blocks.footnotes).of(paragraph)}")


@BLOCK.handles(nodes.literal_block, nodes.doctest_block)
def _listing(blocks: Blocks, node: nodes.Element) -> list[str]:
    if any(_needs_html(child) for child in node.findall(nodes.Element) if child is not node):
        return preformatted(blocks.footnotes, node)
    return fenced(node.astext(), node.get("language", ""))


def _needs_html(node: nodes.Element) -> bool:
    return bool(node.get("ids") or node.get("refuri") or node.get("refid") or isinstance(node, nodes.footnote_reference))


def fenced(text: str, language: str) -> list[str]:
    """The text as fenced code; a language that cannot stand after the fence is left out."""
    fence = fence_for(text)
    known = language not in _NO_LANGUAGE and _LANGUAGE.fullmatch(language or "")
    return [fence + (language if known else ""), *text.split("\n"), fence]


@BLOCK.handles(nodes.math_block)
def _formula(_blocks: Blocks, node: nodes.math_block) -> list[str]:
    return fenced(node.astext(), "math")


@BLOCK.handles(nodes.line_block)
def _line_block(blocks: Blocks, node: nodes.line_block) -> list[str]:
    lines = [one_line(blocks.text(line)) for line in node.findall(nodes.line)]
    indents = [_line_depth(line, node) for line in node.findall(nodes.line)]
    while lines and not lines[0]:
        del lines[0], indents[0]
    marked = ["&nbsp;" * 4 * indent + line for indent, line in zip(indents, lines, strict=True)]
    return [line + "<br>" for line in marked[:-1]] + marked[-1:]


def _line_depth(line: nodes.Node, top: nodes.line_block) -> int:
    depth, parent = 0, line.parent
    while parent is not None and parent is not top:
        depth, parent = depth + 1, parent.parent
    return depth


@BLOCK.handles(*ADMONITION_TITLES)
def _admonition(blocks: Blocks, node: nodes.Element) -> list[str]:
    title = ADMONITION_TITLES[type(node)]
    kind = _ALERTS[title]
    body = blocks.inside(contents_of(node))
    if kind.title() == title:
        return _quoted(blocks, kind, f"**{title}**", body)
    return _quoted(blocks, kind, "", [f"**{title}**", "", *body])


@BLOCK.handles(nodes.admonition)
def _titled_admonition(blocks: Blocks, node: nodes.admonition) -> list[str]:
    kind = next((_ALERT_CLASSES[name] for name in node["classes"] if name in _ALERT_CLASSES), "NOTE")
    return _quoted(blocks, kind, "", blocks.inside(contents_of(node)))


def _quoted(blocks: Blocks, kind: str, title: str, body: list[str]) -> list[str]:
    """An alert, or inside of other blocks, where GitHub knows none, a quote that begins with the title."""
    outside = [title, ""] if title else []
    head = outside if blocks.nesting else [f"[!{kind}]"]
    return prefixed(head + body, "> ", "> ")


@BLOCK.handles(nodes.block_quote)
def _block_quote(blocks: Blocks, node: nodes.block_quote) -> list[str]:
    return prefixed(blocks.inside(contents_of(node)), "> ", "> ")


@BLOCK.handles(nodes.attribution)
def _attribution(blocks: Blocks, node: nodes.attribution) -> list[str]:
    return lines_of(f"— {anchors(node)}{Text(blocks.footnotes).of(node)}")


@BLOCK.handles(nodes.table)
def _table(blocks: Blocks, node: nodes.table) -> list[str]:
    result: list[str] = []
    for child in node.children:
        if isinstance(child, nodes.tgroup):
            lines = pipe_table(blocks.footnotes, child) if is_simple(child) else html_table(blocks.footnotes, child)
        else:
            lines = BLOCK(blocks, child)
        result += [""] if result and lines else []
        result += lines
    return result


@BLOCK.handles(nodes.figure, nodes.legend)
def _figure(blocks: Blocks, node: nodes.Element) -> list[str]:
    return blocks.lines(contents_of(node))


@BLOCK.handles(nodes.image, nodes.reference)
def _image(blocks: Blocks, node: nodes.Element) -> list[str]:
    """An image, or a reference that holds one, as a paragraph."""
    paragraph = nodes.paragraph()
    paragraph.children = [node]
    return lines_of(escape_lines(Text(blocks.footnotes).of(_without_ids(paragraph))))


def _without_ids(paragraph: nodes.paragraph) -> nodes.paragraph:
    """A paragraph of the same nodes whose ids stand before it already."""
    node = paragraph.children[0].copy()
    node["ids"] = []  # type: ignore[index]
    node.children = paragraph.children[0].children
    paragraph.children = [node]
    return paragraph


@BLOCK.handles(nodes.transition)
def _transition(_blocks: Blocks, _node: nodes.Element) -> list[str]:
    return ["***"]


@BLOCK.handles(nodes.target, nodes.footnote, indexterm, nodes.comment, nodes.substitution_definition, nodes.label)
def _nothing(_blocks: Blocks, node: nodes.Element) -> list[str]:
    """Footnotes stand at the end of the document, index entries show nothing; a target between blocks is its anchors."""
    return [anchors(node)] if isinstance(node, nodes.target) and node.get("ids") else []
