"""A README.md that GitHub shows well, in GitHub Flavored Markdown.

Every id of the document is an anchor of exactly that name, so links into the page stay alive.  No text can become markup: what
would be read as such is escaped, and reading the file as Markdown gives the document's text back.
"""

from __future__ import annotations

import json
import re

from docutils import nodes

from docbook2rst.writers import markdown_blocks, markdown_lists
from docbook2rst.writers.markdown_blocks import Blocks
from docbook2rst.writers.markdown_escape import anchor
from docbook2rst.writers.markdown_inline import Footnotes
from docbook2rst.writers.markdown_tables import is_simple
from docbook2rst.writers.text_nodes import contents_of, footnote_numbers, footnotes_of, referred_footnote, top_of

__all__ = ["write"]

FAMILIES = (markdown_blocks, markdown_lists)
"""The files that register how blocks are written."""
_GENERATED = re.compile(r"f[0-9]+|footnote-[0-9]+")


def write(document: nodes.document, *, front_matter: bool = False) -> str:
    """The document as Markdown that ends with one newline; the document stays as it is.

    With `front_matter` the title and the metadata also stand in a YAML block at the head, for tools that read one.

    Raises:
        UnknownNodeError: the document holds a node that no reader of this package makes.
    """
    footnotes = _footnotes(document)
    blocks = Blocks(footnotes)
    lines = _front_matter(top_of(document)) if front_matter else []
    if any(isinstance(child, nodes.title) for child in document.children):
        top = nodes.section()
        top.children = document.children  # shared: the document itself is the top section
        lines += blocks.lines([top])
    else:
        lines += blocks.lines(document.children)
    lines += _notes(document, blocks)
    return "\n".join(lines) + "\n" if lines else ""


def _footnotes(document: nodes.document) -> Footnotes:
    numbers = footnote_numbers(document)
    referred = {numbers.get(referred_footnote(node)) for node in document.findall(nodes.footnote_reference)}
    in_html = {
        numbers.get(referred_footnote(node))
        for tgroup in document.findall(nodes.tgroup)
        if not is_simple(tgroup)
        for node in tgroup.findall(nodes.footnote_reference)
    }
    in_html |= {
        numbers.get(referred_footnote(node))
        for block in document.findall(nodes.literal_block)
        for node in block.findall(nodes.footnote_reference)
    }
    return Footnotes(numbers, {number for number in numbers.values() if number in in_html or number not in referred})


def _front_matter(top: nodes.Element) -> list[str]:
    """Title and one-paragraph metadata as YAML; a name that comes more than once has a list."""
    values: dict[str, list[str]] = {}
    for child in top.children:
        if isinstance(child, nodes.title):
            values["title"] = [_plain(child)]
        elif isinstance(child, nodes.container) and "db-info" in child["classes"]:
            for field in child.findall(nodes.field):
                name, body = field.children
                if len(body.children) == 1 and isinstance(body.children[0], nodes.paragraph):
                    values.setdefault(name.astext().lower().replace(" ", "_"), []).append(_plain(body))
    lines = [f"{json.dumps(key)}: {json.dumps(found[0] if len(found) == 1 else found)}" for key, found in values.items()]
    return ["---", *lines, "---", ""]


def _literal_anchors(note: nodes.footnote) -> str:
    """Anchors for the ids that the document's author gave."""
    return "".join(map(anchor, filter(lambda identifier: not _GENERATED.fullmatch(identifier), note["ids"])))


def _plain(node: nodes.Node) -> str:
    return " ".join(node.astext().split())


def _notes(document: nodes.document, blocks: Blocks) -> list[str]:
    """The footnotes, as GitHub's own where they can be, else as paragraphs below a rule."""
    own: list[str] = []
    plain: list[str] = []
    for number, note in enumerate(footnotes_of(document), start=1):
        body = [child for child in contents_of(note) if not isinstance(child, nodes.label)]
        lines = blocks.inside(body)
        if number in blocks.footnotes.plain:
            anchors = "".join(map(anchor, note.get("ids", ())))
            if body and isinstance(body[0], nodes.paragraph):
                plain += ["", f"{anchors}\\[{number}\\] {lines[0]}", *lines[1:]]
            else:
                plain += ["", f"{anchors}\\[{number}\\]", "", *lines]
        else:
            first = f"[^{number}]: {_literal_anchors(note)}"
            own += ["", *(first + line if not at else "    " + line if line else "" for at, line in enumerate(lines or [""]))]
            own[-len(lines or [""])] = own[-len(lines or [""])].rstrip(" ")
    return ["", "***", *plain, *own] if plain else own
