"""A large book made of a corpus's resolved documents, for the speed of one big file."""

from __future__ import annotations

from pathlib import Path

from lxml import etree
from tools.measure.parsed import source_root

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def write_large_book(trees: list[Path], target: Path, size: int) -> Path:
    """Write a book to `target` whose parts are the bodies of `trees`, until it has about `size` bytes; ids stay unique."""
    book = etree.Element("book")
    etree.SubElement(book, "title").text = "A large book"
    written = 0
    for number, path in enumerate(trees):
        if written >= size or not path.exists():
            break
        root = source_root(path)
        _prefix_ids(root, f"d{number}.")
        part = etree.SubElement(book, "part")
        etree.SubElement(part, "title").text = path.stem
        part.extend(child for child in root if child.tag in {"chapter", "section", "appendix"})
        written += len(etree.tostring(part))
    target.write_bytes(etree.tostring(book, xml_declaration=True, encoding="UTF-8"))
    return target


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter():
        for name in ("id", _XML_ID, "linkend", "endterm"):
            if name in element.attrib:
                element.set(name, prefix + str(element.get(name)))
