"""What adds words to a page that its source does not have: the generators of text, each found by its markup."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lxml import etree
from tools.measure.parsed import page_root, source_root

from docbook2rst.elements import lookup

GENERATORS = {
    "label of a formal title (Example 3.)": "//*[contains(concat(' ', @class, ' '), ' db-label ')]",
    "number of a caption": "//*[contains(concat(' ', @class, ' '), ' caption-number ')]",
    "name of a metadata field": "//*[contains(concat(' ', @class, ' '), ' db-info ')]//dt",
    "heading of an admonition": "//p[contains(concat(' ', @class, ' '), ' admonition-title ')]",
    "text of a cross reference": "//a[contains(concat(' ', @class, ' '), ' internal ')]",
    "text that DocBook generates": "//*[contains(concat(' ', @class, ' '), ' db-generated ')]",
    "mark of a callout": "//*[contains(concat(' ', @class, ' '), ' db-co ')]",
    "name of a picture that is not there": "//div[contains(@class, 'db-mediaobject')]//p[starts-with(., '[')]",
    "name of a picture that is not there, in text": "//*[contains(concat(' ', @class, ' '), ' db-imagedata ')]",
    "field of a message": "//dl[contains(@class, 'db-msgset')]//dl[contains(@class, 'field-list')]",
    "reference between the entries of a glossary": "//p[contains(@class, 'db-glosssee')]",
    "entry of an index that is written by hand": "//ul[contains(concat(' ', @class, ' '), ' db-index ')]",
    "mark of a footnote": "//*[contains(@class, 'footnote')]",
    "address shown for an empty link": "//a[contains(concat(' ', @class, ' '), ' external ')]",
    "metadata": "//*[contains(concat(' ', @class, ' '), ' db-info ')]",
    "reference that is defined nowhere": "//*[contains(concat(' ', @class, ' '), ' db-undefined ')]",
}
SYNOPSIS_WORDS = frozenset(
    ("class", "enum", "extends", "implements", "interface", "package", "template", "throws", "typedef", "union", "void")
)
"""What the synopses of programming languages put before names."""
_WORD = re.compile(r"\w+")


def generated_words(page: Path) -> dict[str, Counter[str]]:
    """Generator to the words that stand inside its markup on `page`, case-folded."""
    root = page_root(page)
    found: dict[str, Counter[str]] = {}
    for name, path in GENERATORS.items():
        text = " ".join(element.text_content() for element in root.xpath(path))
        found[name] = Counter(word.casefold() for word in _WORD.findall(text))
    synopses = " ".join(element.text_content() for element in root.xpath("//pre[contains(@class, 'synopsis')]"))
    found["word of a synopsis"] = Counter(word for word in _WORD.findall(synopses) if word in SYNOPSIS_WORDS)
    return found


UNKNOWN_TAGS = "tag of an element that DocBook does not have"


def unknown_tags(tree: Path) -> Counter[str]:
    """The words of tags that are shown as text: of elements that DocBook does not have, twice each."""
    root = source_root(tree)
    names = [etree.QName(element).localname for element in root.iter()]
    words = Counter(word.casefold() for name in names if lookup(name) is None for word in _WORD.findall(name))
    return words + words


def explain(
    added: Counter[str], pages: list[Path], tree: Path | None = None, metadata: Counter[str] | None = None
) -> tuple[Counter[str], Counter[str]]:
    """(words each generator accounts for, words that none does) of the `added` words of one document.

    `metadata` are the words of the source's metadata, which the word measure does not count as its text.
    """
    left = Counter(added)
    accounts: Counter[str] = Counter()
    if tree is not None:
        taken = left & unknown_tags(tree)
        accounts[UNKNOWN_TAGS] = taken.total()
        left -= taken
    for page in pages:
        for name, words in generated_words(page).items():
            taken = left & words
            accounts[name] += taken.total()
            left -= taken
    if metadata is not None:
        # The blocks of metadata on the pages are counted above: what they show again cannot explain anything twice.
        for page in pages:
            metadata = metadata - generated_words(page)["metadata"]
        taken = left & metadata
        accounts["metadata of a picture or another block"] += taken.total()
        left -= taken
    return accounts, left
