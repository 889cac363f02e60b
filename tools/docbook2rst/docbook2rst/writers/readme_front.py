"""The head of a README: title, authors, copyright, the table of contents and the lists of examples, figures and tables."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.writers.readme_blocks import BLOCK, write_blocks
from docbook2rst.writers.readme_inline import Text
from docbook2rst.writers.readme_outline import Heading, labelled
from docbook2rst.writers.readme_page import BODY_INDENT, Page
from docbook2rst.writers.text_layout import fold
from docbook2rst.writers.text_nodes import contents_of

__all__ = ["is_front", "write_contents", "write_credits", "write_rule", "write_title"]

_PEOPLE = {"Author": "", "Corporate author": "", "Editor": "Edited by", "Contributor": "Contributors"}
"""The fields that name people, and the heading above them."""
_STEP = 6
_HANG = 8
_CONTENTS_DEPTH = 4


def write_title(page: Page, top: nodes.Element) -> None:
    """The document's title in the first column, subtitles below."""
    for child in top.children:
        if isinstance(child, nodes.title):
            page.open()
            page.lines.extend(fold(page.text(child), edge=page.edge))
        elif isinstance(child, nodes.subtitle) or is_subtitle(child):
            BLOCK(page, child)


def is_subtitle(node: nodes.Node) -> bool:
    """Whether the node is the paragraph that holds a document's subtitle."""
    return isinstance(node, nodes.paragraph) and "db-subtitle" in node["classes"]


def is_front(node: nodes.Node) -> bool:
    """Whether the node of the top section is written by this module: title, subtitle or the document's metadata."""
    return isinstance(node, (nodes.title, nodes.subtitle)) or is_subtitle(node) or is_info(node)


def is_info(node: nodes.Node) -> bool:
    """Whether the node is a block of metadata."""
    return isinstance(node, nodes.container) and "db-info" in node["classes"]


def write_credits(page: Page, info: nodes.container) -> None:
    """The metadata: first the people, then the copyright lines, then everything else, each in the order of the source."""
    fields = [field for part in info.children for field in part.children if isinstance(field, nodes.field)]
    heading = ""
    for field in _people(fields):
        if _PEOPLE[_name(field)] != heading:
            heading = _PEOPLE[_name(field)]
            page.open()
            page.lines.append(heading)
        _person(page, field)
    others = [field for field in fields if _name(field) not in _PEOPLE]
    for field in sorted(others, key=lambda field: _name(field) != "Copyright"):
        if _name(field) == "Copyright":
            _copyright(page, field)
        else:
            BLOCK(page, field)
    write_blocks(page, [part for part in contents_of(info) if not isinstance(part, nodes.field_list)])


def _people(fields: list[nodes.field]) -> list[nodes.field]:
    """The fields that name people, authors first."""
    ranks = list(_PEOPLE)
    return sorted((field for field in fields if _name(field) in ranks), key=lambda field: ranks.index(_name(field)))


def _name(field: nodes.Node) -> str:
    return str(field.children[0].astext())


def _body(field: nodes.field) -> list[nodes.Node]:
    return contents_of(field.children[1])  # type: ignore[arg-type]


def _person(page: Page, field: nodes.field) -> None:
    """The name in the first column, below it the rest with each mail address on a line of its own."""
    blocks = _body(field)
    if blocks and isinstance(first := blocks[0], nodes.paragraph):
        del blocks[0]
        name, *rest = [piece.strip(" \n,") for piece in page.text(first).split(",")]
        page.open()
        page.lines.extend(fold(name, edge=page.edge))
        for number, line in enumerate(_address(rest)):
            page.write(line, tight=bool(number))
    write_blocks(page, blocks)


def _address(pieces: list[str]) -> list[str]:
    """The pieces joined by commas, but for mail addresses."""
    lines: list[str] = []
    for piece in filter(None, pieces):
        if not lines or piece.startswith("<") or lines[-1].startswith("<"):
            lines.append(piece)
        else:
            lines[-1] += f", {piece}"
    return lines


def _copyright(page: Page, field: nodes.field) -> None:
    for block in _body(field):
        text = page.text(block) if isinstance(block, nodes.paragraph) else ""
        if not text:
            write_blocks(page, [block])
        elif text.startswith("Copyright"):
            page.write(text)
        else:
            page.write(f"Copyright {text}" if text.startswith("©") else f"Copyright © {text}")


def write_rule(page: Page) -> None:
    """The line that ends the head of the document."""
    page.write_lines([" " * 5 + "_" * (page.edge - 8)], tight=True)


def write_contents(page: Page, headings: list[Heading], document: nodes.document) -> None:
    """The table of contents, and the lists of figures, tables, examples and whatever else has a label."""
    if headings:
        page.write("Table of Contents")
        _entries(page, headings)
    for word, titles in labelled(document).items():
        page.write(f"List of {word}s")
        for position, (number, title) in enumerate(titles):
            page.write(f"{number} {Text(page.footnotes, has_marks=False).of_rest(title)}", hang=_HANG, tight=bool(position))


def _entries(page: Page, headings: list[Heading]) -> None:
    """The headings, deeper ones further in, with a blank line wherever the depth changes."""
    depth = 0
    for position, heading in enumerate(headings):
        if heading.depth >= _CONTENTS_DEPTH:
            continue
        page.indent = BODY_INDENT + (heading.depth * _STEP - 1 if heading.depth else 0)
        title = next((child for child in heading.section.children if isinstance(child, nodes.title)), None)
        if title is not None:
            number = f"{heading.number} " if page.numbers and heading.number else ""
            page.write(
                number + Text(page.footnotes, has_marks=False).of(title),
                hang=_HANG,
                tight=bool(position) and heading.depth == depth,
            )
            depth = heading.depth
    page.indent = BODY_INDENT
