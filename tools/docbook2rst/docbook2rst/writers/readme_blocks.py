"""Blocks of a README: each kind of block node as lines on a `Page`."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from docbook2rst.nodes import indexterm
from docbook2rst.writers.readme_inline import Text, image_text
from docbook2rst.writers.readme_outline import ordinal
from docbook2rst.writers.readme_page import Page
from docbook2rst.writers.readme_tables import table_lines
from docbook2rst.writers.text_layout import fold
from docbook2rst.writers.text_nodes import Handlers, contents_of

__all__ = ["BLOCK", "write_blocks"]

BLOCK: Handlers[Page, None] = Handlers("README")

_ADMONITIONS: dict[type[nodes.Node], str] = {
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
_FOLLOWS_CLOSELY = (nodes.bullet_list, nodes.enumerated_list, nodes.literal_block, nodes.doctest_block)
"""What follows a paragraph or a title without a blank line, as lynx writes it."""
_LIST_MARGIN = 2
_BLOCK_INDENT = 3
_DEFINITION_INDENT = 7
_STOPS = (".", "!", "?", ":", "…")


def write_blocks(page: Page, children: Sequence[nodes.Node]) -> None:
    """Write the nodes one below the other."""
    before: nodes.Node | None = None
    for child in children:
        if isinstance(before, (nodes.paragraph, nodes.rubric)) and _is_close(child):
            page.gap = False
        BLOCK(page, child)
        if not isinstance(child, (indexterm, nodes.comment)):
            before = child


def _is_close(node: nodes.Node) -> bool:
    return isinstance(node, _FOLLOWS_CLOSELY) and (
        not isinstance(node, (nodes.bullet_list, nodes.enumerated_list)) or is_tight(node)
    )


def is_tight(node: nodes.Element) -> bool:
    """Whether every item of the list is one paragraph, perhaps with a list of that kind below it."""
    return all(_is_tight_item(contents_of(item)) for item in node.children if isinstance(item, nodes.list_item))


def _is_tight_item(blocks: list[nodes.Node]) -> bool:
    if len(blocks) > 1 and isinstance(blocks[-1], (nodes.bullet_list, nodes.enumerated_list)):
        return len(blocks) == 2 and isinstance(blocks[0], nodes.paragraph) and is_tight(blocks[-1])  # noqa: PLR2004
    return len(blocks) <= 1 and all(isinstance(block, nodes.paragraph) for block in blocks)


@BLOCK.handles(nodes.section)
def _section(page: Page, node: nodes.section) -> None:
    for child in node.children:
        if isinstance(child, nodes.title):
            _heading(page, page.numbers.get(node, "") + page.text(child))
    write_blocks(page, [child for child in node.children if not isinstance(child, nodes.title)])


def _heading(page: Page, text: str) -> None:
    page.flush_marker()
    page.open()
    page.lines.extend(fold(text, edge=page.edge))


@BLOCK.handles(nodes.title)
def _title(page: Page, node: nodes.title) -> None:
    page.write(page.text(node))


@BLOCK.handles(nodes.paragraph, nodes.subtitle)
def _paragraph(page: Page, node: nodes.Element) -> None:
    page.write(page.text(node))


@BLOCK.handles(nodes.rubric)
def _rubric(page: Page, node: nodes.rubric) -> None:
    if "db-bridgehead" in node["classes"]:
        _heading(page, page.text(node))
    else:
        page.write(page.text(node))


@BLOCK.handles(nodes.container, nodes.compound)
def _container(page: Page, node: nodes.Element) -> None:
    children = contents_of(node)
    if "db-formalpara" in node["classes"] and len(children) > 1:
        title, text, *others = children
        if isinstance(title, nodes.rubric) and isinstance(text, nodes.paragraph):
            _run_in(page, title, text)
            children = others
    write_blocks(page, children)


def _run_in(page: Page, title: nodes.rubric, paragraph: nodes.paragraph) -> None:
    """The title as the first words of the paragraph."""
    words = page.text(title)
    stop = "" if words.endswith(_STOPS) else "."
    page.write(f"{words}{stop} {page.text(paragraph)}")


@BLOCK.handles(nodes.literal_block, nodes.doctest_block)
def _listing(page: Page, node: nodes.Element) -> None:
    page.write_lines(Text(page.footnotes, is_listing=True).of(node).split("\n"))


@BLOCK.handles(nodes.math_block)
def _formula(page: Page, node: nodes.math_block) -> None:
    page.write_lines([" " * page.indent + line if line else "" for line in node.astext().split("\n")])


@BLOCK.handles(nodes.line_block)
def _line_block(page: Page, node: nodes.line_block) -> None:
    before = page.indent
    for child in node.children:
        if isinstance(child, nodes.line_block):
            page.indent = before + _BLOCK_INDENT
            _line_block(page, child)
            page.indent = before
        elif isinstance(child, nodes.line):
            _line(page, page.text(child), is_first=child is node.children[0] and not isinstance(node.parent, nodes.line_block))


def _line(page: Page, text: str, *, is_first: bool) -> None:
    if text.strip():
        page.write(text, hang=_BLOCK_INDENT, tight=not is_first)
    else:
        page.write_lines([""], tight=True)


@BLOCK.handles(nodes.bullet_list)
def _bullet_list(page: Page, node: nodes.bullet_list) -> None:
    bullet = "*+o#@-"[page.depth % 6]
    _items(page, node, [bullet for _ in node.children])


@BLOCK.handles(nodes.enumerated_list)
def _enumerated_list(page: Page, node: nodes.enumerated_list) -> None:
    start = int(node.get("start", 1))
    kind = node.get("enumtype", "arabic")
    prefix, suffix = node.get("prefix", ""), node.get("suffix") or "."
    _items(page, node, [prefix + ordinal(number, kind) + suffix for number in range(start, start + len(node.children))])


def _items(page: Page, node: nodes.Element, marks: list[str]) -> None:
    """The items' text two columns right of where their marks begin, at least as far in as lynx puts it."""
    tight = is_tight(node)
    before = page.indent
    step = _LIST_MARGIN + (3 if page.depth else 2)
    width = max([step, *(len(mark) + 2 for mark in marks)])
    for number, (item, mark) in enumerate(zip(node.children, marks, strict=True)):
        page.flush_marker()
        page.open(tight=bool(number) and tight)
        page.gap = False
        page.marker = " " * before + mark.rjust(width - 1) + " "
        page.indent = before + width
        page.depth += 1
        write_blocks(page, contents_of(item))  # type: ignore[arg-type]
        page.depth -= 1
        page.flush_marker()
        page.indent = before
        page.gap = True


@BLOCK.handles(nodes.definition_list)
def _definition_list(page: Page, node: nodes.definition_list) -> None:
    for item in node.children:
        BLOCK(page, item)


@BLOCK.handles(nodes.definition_list_item)
def _definition_list_item(page: Page, node: nodes.definition_list_item) -> None:
    for child in node.children:
        BLOCK(page, child)


@BLOCK.handles(nodes.term)
def _term(page: Page, node: nodes.term) -> None:
    page.write(page.text(node), hang=_BLOCK_INDENT)


@BLOCK.handles(nodes.classifier)
def _classifier(page: Page, node: nodes.classifier) -> None:
    page.lines[-1] += f" ({page.text(node)})"


@BLOCK.handles(nodes.definition)
def _definition(page: Page, node: nodes.definition) -> None:
    _indented(page, contents_of(node), _DEFINITION_INDENT, close=True)


def _indented(page: Page, children: Sequence[nodes.Node], by: int, *, close: bool = False) -> None:
    page.flush_marker()
    page.indent += by
    page.gap = page.gap and not close
    write_blocks(page, children)
    page.gap = True
    page.indent -= by


@BLOCK.handles(nodes.field_list)
def _field_list(page: Page, node: nodes.field_list) -> None:
    for number, field in enumerate(node.children):
        page.gap = page.gap and not number
        BLOCK(page, field)


@BLOCK.handles(nodes.field)
def _field(page: Page, node: nodes.field) -> None:
    """One line where the body is one paragraph, else the blocks below the name."""
    name, body = node.children
    label = page.text(name)  # type: ignore[arg-type]
    blocks = contents_of(body)  # type: ignore[arg-type]
    if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
        page.write(f"{label}: {page.text(blocks[0])}", hang=_BLOCK_INDENT)
    else:
        page.write(f"{label}:", hang=_BLOCK_INDENT)
        _indented(page, blocks, _BLOCK_INDENT, close=True)


@BLOCK.handles(*_ADMONITIONS)
def _admonition(page: Page, node: nodes.Element) -> None:
    page.write(_ADMONITIONS[type(node)])
    _indented(page, contents_of(node), _BLOCK_INDENT, close=True)


@BLOCK.handles(nodes.admonition)
def _titled_admonition(page: Page, node: nodes.admonition) -> None:
    children = contents_of(node)
    if children and isinstance(children[0], nodes.title):
        BLOCK(page, children.pop(0))
    _indented(page, children, _BLOCK_INDENT, close=True)


@BLOCK.handles(nodes.block_quote)
def _block_quote(page: Page, node: nodes.block_quote) -> None:
    _indented(page, contents_of(node), _BLOCK_INDENT)


@BLOCK.handles(nodes.attribution)
def _attribution(page: Page, node: nodes.attribution) -> None:
    page.write(f"-- {page.text(node)}", hang=_BLOCK_INDENT)


@BLOCK.handles(nodes.table)
def _table(page: Page, node: nodes.table) -> None:
    for child in node.children:
        if isinstance(child, nodes.tgroup):
            page.write_lines(table_lines(page, child, write_blocks))
        else:
            BLOCK(page, child)
            page.gap = False


@BLOCK.handles(nodes.figure)
def _figure(page: Page, node: nodes.figure) -> None:
    """The caption first, as docbook-xsl puts a figure's title."""
    children = contents_of(node)
    captions = [child for child in children if isinstance(child, nodes.caption)]
    for caption in captions:
        BLOCK(page, caption)
        page.gap = False
    write_blocks(page, [child for child in children if not isinstance(child, nodes.caption)])


@BLOCK.handles(nodes.caption)
def _caption(page: Page, node: nodes.caption) -> None:
    page.write(page.text(node))


@BLOCK.handles(nodes.legend)
def _legend(page: Page, node: nodes.legend) -> None:
    write_blocks(page, contents_of(node))


@BLOCK.handles(nodes.image)
def _image(page: Page, node: nodes.image) -> None:
    page.write(image_text(node))


@BLOCK.handles(nodes.reference)
def _linked_image(page: Page, node: nodes.reference) -> None:
    """A reference between blocks holds an image."""
    uri = node.get("refuri", "")
    page.write(page.text(node) + (f" ({uri})" if uri else ""))


@BLOCK.handles(nodes.transition)
def _transition(page: Page, _node: nodes.Element) -> None:
    page.write_lines(["     " + "_" * (page.edge - 8)])


@BLOCK.handles(nodes.target, nodes.footnote, indexterm, nodes.comment, nodes.substitution_definition, nodes.label)
def _nothing(page: Page, _node: nodes.Element) -> None:
    """Footnotes stand at the end of the document, targets and index entries show nothing."""
