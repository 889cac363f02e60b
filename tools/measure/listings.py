"""Listings, compared code point for code point between a resolved source tree and the pages made of it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from tools.measure.parsed import page_root, source_root

VERBATIM = frozenset({"programlisting", "screen", "literallayout", "synopsis"})
MARKS = ".//*[contains(concat(' ', @class, ' '), ' db-co ') or contains(@class, 'footnote-reference')]"
"""What the page puts into a listing: the marks of callouts and footnotes."""
_PLACE = "\ue000"
"""Stands where a mark was."""
_LAST_LINE = re.compile(r"\n[ \t]*\Z")


class Listing(NamedTuple):
    """A listing of a page, with the generated marks in it and without them."""

    text: str
    without_marks: frozenset[str]
    """The text without them; also without the space that stands before a mark at the end of a line."""


def source_listings(tree: Path) -> list[str]:
    """The text of each listing in a resolved tree, without the newline after the start tag and the one before the end tag."""
    root = source_root(tree)
    return [_exact(_without_footnotes(element)) for element in root.iter() if _is_outer_listing(element)]


def _is_outer_listing(element: etree._Element) -> bool:
    if etree.QName(element).localname not in VERBATIM:
        return False
    return not any(etree.QName(outer).localname in VERBATIM for outer in element.iterancestors())


def _without_footnotes(element: etree._Element) -> str:
    """The text of `element` without its footnotes, whose text stands below the page."""
    texts = [element.text or ""]
    for child in element:
        if etree.QName(child).localname != "footnote":
            texts.append(_without_footnotes(child))
        texts.append(child.tail or "")
    return "".join(texts)


def _exact(text: str) -> str:
    return _LAST_LINE.sub("", text.removeprefix("\n"))


def page_listings(page: Path) -> list[Listing]:
    """Each `<pre>` of a page, without the newline that the highlighter puts at its end."""
    found = []
    for element in page_root(page).iter("pre"):
        text = element.text_content().removesuffix("\n")
        for mark in element.xpath(MARKS):
            for child in list(mark):
                child.drop_tree()
            mark.text = _PLACE
        marked = element.text_content().removesuffix("\n")
        plain = {re.sub(pattern, "", marked) for pattern in (_PLACE, f" {_PLACE}(?=\\n|\\Z| {_PLACE})|{_PLACE}")}
        found.append(Listing(text, frozenset(plain)))
    return found


def lost_listings(tree: Path, pages: list[Path]) -> tuple[list[str], int]:
    """The listings of the source that no page has exactly, and how many are exact but for the marks in them.

    Empty ones do not count.
    """
    have = [listing for page in pages for listing in page_listings(page)]
    want = Counter(text.removesuffix("\n") for text in source_listings(tree) if text.strip())
    inexact = want - Counter(listing.text for listing in have)
    marked = Counter(text for listing in have for text in listing.without_marks if text != listing.text)
    return sorted((inexact - marked).elements()), (inexact & marked).total()
