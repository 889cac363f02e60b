"""Listings, compared code point for code point between a resolved source tree and the pages made of it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lxml import etree
from tools.measure.parsed import page_root, source_root

VERBATIM = frozenset({"programlisting", "screen", "literallayout", "synopsis"})
_LAST_LINE = re.compile(r"\n[ \t]*\Z")


def source_listings(tree: Path) -> list[str]:
    """The text of each listing in a resolved tree, without the newline after the start tag and the one before the end tag."""
    root = source_root(tree)
    return [_exact("".join(map(str, element.itertext()))) for element in root.iter() if _is_outer_listing(element)]


def _is_outer_listing(element: etree._Element) -> bool:
    if etree.QName(element).localname not in VERBATIM:
        return False
    return not any(etree.QName(outer).localname in VERBATIM for outer in element.iterancestors())


def _exact(text: str) -> str:
    return _LAST_LINE.sub("", text.removeprefix("\n"))


def page_listings(page: Path) -> list[str]:
    """The text of each `<pre>` of a page, without the newline that the highlighter puts at its end."""
    root = page_root(page)
    return [element.text_content().removesuffix("\n") for element in root.iter("pre")]


def lost_listings(tree: Path, pages: list[Path]) -> list[str]:
    """The listings of the source that no page has exactly; empty ones do not count."""
    have = Counter(text for page in pages for text in page_listings(page))
    want = Counter(text.removesuffix("\n") for text in source_listings(tree) if text.strip())
    return sorted((want - have).elements())
