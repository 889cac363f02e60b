"""Lists in Markdown: bullets, numbers, definitions and fields."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from docutils import nodes

from docbook2rst.writers.markdown_blocks import BLOCK, Blocks, anchors, lines_of, prefixed
from docbook2rst.writers.markdown_escape import escape_lines
from docbook2rst.writers.markdown_inline import Text
from docbook2rst.writers.text_nodes import contents_of

__all__: list[str] = []


@BLOCK.handles(nodes.bullet_list)
def _bullet_list(blocks: Blocks, node: nodes.bullet_list) -> list[str]:
    mark = "*" if blocks.alternate else "-"
    return _items(blocks, node, [f"{mark} " for _ in node.children])


@BLOCK.handles(nodes.enumerated_list)
def _enumerated_list(blocks: Blocks, node: nodes.enumerated_list) -> list[str]:
    start = int(node.get("start", 1))
    mark = ")" if blocks.alternate else "."
    return _items(blocks, node, [f"{number}{mark} " for number in range(start, start + len(node.children))])


def _items(blocks: Blocks, node: nodes.Element, marks: list[str]) -> list[str]:
    items = [contents_of(item) for item in node.children if isinstance(item, nodes.list_item)]
    tight = all(_is_tight(item) for item in items)
    result: list[str] = []
    for item, mark in zip(items, marks, strict=True):
        lines = blocks.inside(item, is_tight=tight) or [""]
        if result and not tight:
            result.append("")
        result += prefixed(lines, mark if lines[0] else mark.rstrip(" "), " " * len(mark))
    return result


def _is_tight(item: Sequence[nodes.Node]) -> bool:
    """Whether the item is one paragraph, perhaps with a list of such items below it."""
    if not item:
        return True
    first, *others = item
    if not isinstance(first, nodes.paragraph) or len(others) > 1:
        return False
    return all(
        isinstance(other, (nodes.bullet_list, nodes.enumerated_list))
        and not other.get("ids")
        and int(other.get("start", 1)) == 1
        and all(
            _is_tight(contents_of(inner)) and inner.children for inner in other.children if isinstance(inner, nodes.list_item)
        )
        for other in others
    )


@BLOCK.handles(nodes.definition_list)
def _definition_list(blocks: Blocks, node: nodes.definition_list) -> list[str]:
    """A list whose items begin with their terms in bold."""
    mark = "* " if blocks.alternate else "- "
    result: list[str] = []
    for item in node.children:
        head = [child for child in item.children if isinstance(child, (nodes.term, nodes.classifier))]
        terms = "\n".join(blocks.bold(part) if isinstance(part, nodes.term) else blocks.text(part) for part in head)
        body = blocks.inside(
            chain.from_iterable(contents_of(part) for part in item.children if isinstance(part, nodes.definition))
        )
        lines = [*lines_of(terms), "", *body] if body else lines_of(terms)
        result += [""] if result else []
        result += prefixed(lines or [""], mark, "  ")
    return result


@BLOCK.handles(nodes.field_list)
def _field_list(blocks: Blocks, node: nodes.field_list) -> list[str]:
    mark = "* " if blocks.alternate else "- "
    return [line for field in node.children for line in _field(blocks, field, mark)]  # type: ignore[arg-type]


def _field(blocks: Blocks, field: nodes.field, mark: str) -> list[str]:
    """The name in bold with a colon, the first paragraph on its line."""
    name, body = field.children
    text = f"**{Text(blocks.footnotes).of(name)}:**"  # type: ignore[arg-type]
    children = contents_of(body)  # type: ignore[arg-type]
    if children and isinstance(children[0], nodes.paragraph):
        paragraph = children.pop(0)
        text = f"{text} {anchors(paragraph)}{Text(blocks.footnotes).of(paragraph)}"  # type: ignore[arg-type]
    rest = blocks.inside(children)
    lines = lines_of(escape_lines(text))
    return prefixed([*lines, "", *rest] if rest else lines, mark, "  ")
