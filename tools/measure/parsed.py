"""Resolved source trees and built pages, parsed by lxml: the same way for every measure."""

from __future__ import annotations

from pathlib import Path

from lxml import etree, html


def source_root(tree: Path) -> etree._Element:
    """The root of a resolved source tree, of any size, without comments and processing instructions."""
    return etree.parse(str(tree), etree.XMLParser(huge_tree=True, remove_comments=True, remove_pis=True)).getroot()


def page_root(page: Path) -> html.HtmlElement:
    """The root of a built page, of any size."""
    return html.parse(str(page), html.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
