"""A README in plain text, in the look that Kamailio's and SER's modules have had for twenty years.

The look is that of docbook-xsl's page as `lynx -dump` prints it: headings in the first column, text three columns in, `*`, `+`
and `o` before the items of lists, listings in the first column exactly as they are in the source.  What lynx loses is kept: the
URLs of links stand in parentheses after their text, listings are not folded, tables have aligned columns.  Numbers are off by
default, so that a new section changes no other line.
"""

from __future__ import annotations

from docutils import nodes

from docbook2rst.writers.readme_blocks import write_blocks
from docbook2rst.writers.readme_front import is_front, is_info, write_contents, write_credits, write_rule, write_title
from docbook2rst.writers.readme_outline import headings_of
from docbook2rst.writers.readme_page import BODY_INDENT, MARGIN, Page
from docbook2rst.writers.text_nodes import contents_of, footnote_numbers, footnotes_of, top_of

__all__ = ["write"]


def write(document: nodes.document, *, width: int = 76, numbered: bool = False) -> str:
    """The document as plain text that ends with one newline; the document stays as it is.

    `width` is the page's columns, of which the last two stay free.  Longer are only listings, words without a place to break
    and tables whose words leave no choice.  `numbered` writes "Chapter 1." and "1.3.2." before the titles.

    Raises:
        UnknownNodeError: the document holds a node that no reader of this package makes.
    """
    top = top_of(document)
    headings = headings_of(top)
    numbers = {heading.section: heading.label for heading in headings} if numbered else {}
    page = Page(edge=width - MARGIN, indent=BODY_INDENT, footnotes=footnote_numbers(document), numbers=numbers)
    _write_front(page, top)
    if "db-refentry" not in top.get("classes", ()):
        write_contents(page, headings, document)
    rest = [child for child in top.children if not is_front(child)]
    write_blocks(page, rest)
    _write_footnotes(page, document)
    return "\n".join(page.lines) + "\n" if page.lines else ""


def _write_front(page: Page, top: nodes.Element) -> None:
    """Title and metadata, with a line of underscores below the metadata."""
    write_title(page, top)
    infos = [child for child in top.children if isinstance(child, nodes.container) and is_info(child)]
    for info in infos:
        write_credits(page, info)
    if infos:
        write_rule(page)


def _write_footnotes(page: Page, document: nodes.document) -> None:
    """All footnotes below a line of underscores, each after its mark."""
    notes = list(footnotes_of(document))
    if not notes:
        return
    page.indent = BODY_INDENT
    write_rule(page)
    margin = " " * BODY_INDENT
    width = len(f"[{len(notes)}] ")
    for number, note in enumerate(notes, start=1):
        page.open()
        page.gap = False
        page.marker = margin + f"[{number}]".ljust(width)
        page.indent = BODY_INDENT + width
        write_blocks(page, [child for child in contents_of(note) if not isinstance(child, nodes.label)])
        page.flush_marker()
        page.gap = True
    page.indent = BODY_INDENT
