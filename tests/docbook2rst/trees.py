"""Positioned trees from strings, for tests that need no source layer."""

from __future__ import annotations

import re
from xml.parsers import expat

from docbook2rst.source.tree import Element, Tree

_PREFIXES = {
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://docbook.org/ns/docbook": "",
}
_ENTITIES = {"nbsp": "\u00a0", "copy": "\u00a9", "mdash": "\u2014"}


def _tag(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return local if not namespace or namespace in _PREFIXES else f"{{{namespace}}}{local}"


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return _PREFIXES.get(namespace, "") + local


def tree(xml: str | bytes, path: str = "doc.xml") -> Tree:
    """The tree of the well-formed document `xml`; `xlink:` needs no declaration, `&nbsp; &copy; &mdash;` are known."""
    if isinstance(xml, str):
        xml = re.sub(r"&(\w+);", lambda name: _ENTITIES.get(name[1], name[0]), xml)
        if "xlink:" in xml and "xmlns:xlink" not in xml:
            xml = re.sub(r"<(\w+)", r'<\1 xmlns:xlink="http://www.w3.org/1999/xlink"', xml, count=1)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    stack: list[Element] = []
    roots: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        attrib = {_attribute(key): value for key, value in attributes.items()}
        element = Element(_tag(name), attrib, path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        if stack:
            stack[-1].append(element)
        else:
            roots.append(element)
        stack.append(element)

    def characters(text: str) -> None:
        stack[-1].append(text)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = characters
    parser.Parse(xml, True)
    return Tree(roots[0], path, ())
