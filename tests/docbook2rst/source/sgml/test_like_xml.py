"""XML read by the SGML reader, as happens under an SGML name, gives what the XML reader gives: tree, places and problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import Element, opening, read
from docbook2rst.source.sgml import document

CORPORA = Path(__file__).parents[5] / "shared" / "corpora"

DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook XML V4.4//EN" "docbookx.dtd" [
<!ENTITY % p "<!ENTITY q 'r'>"> %p; <!ENTITY x "<phrase role='&q;'>&q;&copy;</phrase>"> <!ATTLIST para arch CDATA "&#65;d">
]>
<article xmlns:xi="http://www.w3.org/2001/XInclude" id="i">
  <para>&x;<!-- f - g --><![CDATA[g]]><?h i>j?>
  <imagedata>
  </imagedata><Odd  b = 'c'/></para>
  <d:para xmlns:d="http://docbook.org/ns/docbook" xmlns="u" d:k="&q;1"><m/></d:para>
  <xi:include href="no.xml"><xi:fallback>l</xi:fallback></xi:include> &nope; &#x41;
</article>
"""


def flat(root: Element) -> list[object]:
    found: list[object] = []
    waiting: list[Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            found.append(item)
        else:
            found.append((item.tag, dict(item.attrib), item.position))
            waiting.extend(["</>", *reversed(item.children)])
    return found


def both(monkeypatch: pytest.MonkeyPatch, path: Path, root: Path, data: bytes | None = None) -> list[object]:
    """What each reader makes of a document: its tree and its problems."""
    results: list[object] = []
    for is_sgml in (False, True):
        monkeypatch.setattr(opening, "is_sgml", lambda _name, _data, is_sgml=is_sgml: is_sgml)
        monkeypatch.setattr(document, "is_xml_flavoured", lambda _text: True)
        problems = Problems()
        tree = read(path, Options(root=root), problems, data=data)
        results.append((flat(tree.root), [str(problem) for problem in problems]))
    return results


def test_a_document_with_all_of_xml_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    expected, found = both(monkeypatch, tmp_path / "top.xml", tmp_path, DOCUMENT.encode())
    assert found == expected


def documents() -> list[tuple[Path, Path]]:
    modules = [path for path in CORPORA.glob("kamailio/src/modules/*/doc/*.xml") if path.stem == path.parts[-3]]
    found = [(path, CORPORA / "kamailio") for path in sorted(modules)]
    folders = ("flatpak", "docbook5", "mini")
    return found + [(path, CORPORA) for folder in folders for path in sorted((CORPORA / folder).glob("*.xml"))]


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is not there")
def test_every_document_of_the_corpora_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    different = []
    for path, root in documents():
        expected, found = both(monkeypatch, path, root)
        if found != expected:
            different.append(path.name)
    assert different == []
