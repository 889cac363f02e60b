"""Whole documents of others: they are read without an exception and keep their words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from docutils import nodes
from tests.docbook2rst.trees import tree

from docbook2rst import transforms
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader import read
from docbook2rst.source.tree import Element

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
FILES = sorted(path for name in ("mini", "docbook5", "flatpak") for path in (CORPORA / name).glob("*.xml"))

_WORD = re.compile(r"\w+")
_ASIDE = frozenset(("indexterm", "toc"))
_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)(\w+);")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)


def _letters(text: str) -> Counter[str]:
    """The letters and digits of `text`: a measure that does not depend on where words end."""
    return Counter("".join(_WORD.findall(text)))


def _text(element: Element) -> str:
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag not in _ASIDE:
            parts.append(_text(child))
    return "".join(parts)


def _page_title(root: Element) -> str:
    """The titles in metadata that say again what the page is called, and so are shown once."""
    holders = [element for element in root.iter() if element.tag in ("refentryinfo", "info", "articleinfo", "bookinfo")]
    return "".join(child.text() for holder in holders for child in holder.elements() if child.tag == "title")


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason="the corpora are not here")
def test_no_letter_is_lost() -> None:
    lost = {}
    for path in FILES:
        source = tree(_ENTITY.sub(rb"\1", _DOCTYPE.sub(b"", path.read_bytes())), str(path))
        problems = Problems()
        document = read(source, Options(remarks=True), problems)
        transforms.apply(document, problems)
        alternatives = "".join(image.get("alt", "") for image in document.findall(nodes.image))
        missing = _letters(_text(source.root)) - _letters(document.astext() + alternatives + _page_title(source.root))
        if missing:
            lost[path.name] = dict(missing)
    assert lost == {}
