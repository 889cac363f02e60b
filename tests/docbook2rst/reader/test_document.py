"""The whole document: its top section, registration, deep nesting, and real documents."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from docutils import nodes
from lxml import etree
from tests.docbook2rst.doctrees import doctree, shown
from tests.docbook2rst.trees import tree

from docbook2rst import transforms
from docbook2rst.elements import ELEMENTS, Status
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader import read
from docbook2rst.reader.walk import READERS, element
from docbook2rst.source.tree import Element, Tree

MINI = Path(__file__).parents[4] / "shared/corpora/mini"
KAMAILIO = Path(__file__).parents[4] / "shared/corpora/kamailio"

_NOT_TEXT = frozenset(("toc", "lot", "indexterm", "index", "colspec", "remark"))
_WORD = re.compile(r"\w+")


def words_of(root: Element) -> Counter[str]:
    """The words of the tree's text; every element separates words but those that DocBook puts inside them."""
    parts: list[str] = []
    stack: list[Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.tag not in _NOT_TEXT and not item.tag.startswith("{"):
            stack.extend([" ", *reversed(item.children), " "])
    return Counter(_WORD.findall("".join(parts)))


def words_in(document: nodes.document) -> Counter[str]:
    return Counter(_WORD.findall(" ".join(str(text) for text in document.findall(nodes.Text))))


@pytest.mark.parametrize(
    ("xml", "classes", "title"),
    [
        ("<book><title>A</title><chapter><title>B</title><para/></chapter></book>", ["db-book"], "A"),
        ("<section><title>A</title><para>x</para></section>", ["db-section"], "A"),
        ("<section><para>x</para></section>", ["db-section"], "doc"),
        ("<chapter><para>x</para></chapter>", ["db-chapter"], "doc"),
        ("<preface><para>x</para></preface>", ["db-preface"], "Preface"),
        ("<para>x</para>", ["db-fragment"], "doc"),
        ("<itemizedlist><listitem><para>x</para></listitem></itemizedlist>", ["db-fragment"], "doc"),
        ("<emphasis>x</emphasis>", ["db-fragment"], "doc"),
        ("<nonsense>x</nonsense>", ["db-fragment"], "doc"),
        ("<para/>", ["db-fragment"], "doc"),
    ],
)
def test_there_is_one_top_section_with_a_title(xml: str, classes: list[str], title: str) -> None:
    document = doctree(xml)
    (top,) = document.children
    assert isinstance(top, nodes.section)
    assert top["classes"] == classes
    assert top[0].astext() == title
    assert top["ids"]


def test_inline_content_at_the_root_is_a_paragraph() -> None:
    assert shown(doctree("<emphasis>x</emphasis>")[0][1]) == '<paragraph>\n  <emphasis>\n    "x"\n'


def test_footnotes_end_the_last_section() -> None:
    document = doctree(
        "<book><title>A</title><chapter><title>B</title><para>x<footnote><para>n</para></footnote></para></chapter>"
        "<chapter><title>C</title><section><title>D</title><para>y</para></section></chapter></book>"
    )
    last = document[0][2][1]
    assert isinstance(last[-1], nodes.footnote)


def test_nodes_know_their_file_and_line() -> None:
    paragraph = doctree("<section><title>A</title>\n\n<para>x</para></section>")[0][1]
    assert (paragraph.source, paragraph.line) == ("doc.xml", 3)


def test_registering_a_name_twice_is_refused() -> None:
    READERS.load()
    with pytest.raises(ValueError, match=r"<para> has a reader already: para\(\)"):
        element("para")(READERS.functions["para"])


def test_registered_names_are_docbook_elements_that_the_table_calls_handled() -> None:
    READERS.load()
    assert set(READERS.functions) <= set(ELEMENTS)
    odd = {
        name: ELEMENTS[name].status
        for name in READERS.functions
        if ELEMENTS[name].status in (Status.IGNORED, Status.UNSUPPORTED)
    }
    assert not odd
    assert set(READERS.functions) >= READERS.inline


def _nested(*tags: str, depth: int, text: str = "x") -> Tree:
    """`depth` levels that take the names of `tags` by turns, around `text`."""
    root = element_ = Element(tags[0], {}, "doc.xml", 1)
    for level in range(1, depth):
        child = Element(tags[level % len(tags)], {}, "doc.xml", level)
        element_.append(f"{level} ")
        element_.append(child)
        element_ = child
    element_.append(text)
    return Tree(root, "doc.xml", ())


@pytest.mark.parametrize(
    "tags",
    [
        ("section",),
        ("emphasis",),
        ("quote",),
        ("para",),
        ("itemizedlist", "listitem"),
        ("note",),
        ("link", "emphasis"),
        ("emphasis", "para"),
        ("nonsense",),
        ("variablelist", "varlistentry", "listitem"),
        ("programlisting", "emphasis"),
        ("title",),
        ("footnote", "para"),
        ("phrase",),
    ],
    ids=" ".join,
)
def test_a_thousand_levels_are_read(tags: tuple[str, ...]) -> None:
    limit = sys.getrecursionlimit()
    problems = Problems()
    deep = _nested(*tags, depth=1_000)
    document = read(deep, Options(), problems)
    transforms.apply(document, problems)
    assert sys.getrecursionlimit() == limit
    stack: list[nodes.Node] = [document]
    texts = []
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Text):
            texts.append(str(node))
        stack.extend(node.children)
    assert not words_of(deep.root) - Counter(_WORD.findall(" ".join(texts)))


def _resolved(path: Path) -> Tree:
    """The tree of a document with entities and includes, which libxml2 resolves."""
    parser = etree.XMLParser(resolve_entities=True, no_network=True, huge_tree=True)
    document = etree.parse(path, parser)
    document.xinclude()
    return tree(etree.tostring(document.getroot(), encoding="utf-8"), str(path))


@pytest.mark.corpus
def test_every_word_of_kamailios_modules_is_kept() -> None:
    tops = [path for path in sorted(KAMAILIO.glob("src/modules/*/doc/*.xml")) if path.stem == path.parts[-3]]
    for path in tops:
        source = _resolved(path)
        problems = Problems()
        document = read(source, Options(), problems)
        transforms.apply(document, problems)
        assert not words_of(source.root) - words_in(document), path
        assert {problem.code for problem in problems} <= {
            "DB201",
            "DB203",
            "DB204",
            "DB205",
            "DB209",
            "DB301",
            "DB303",
            "DB207",
            "DB202",
        }


@pytest.mark.corpus
@pytest.mark.parametrize("path", sorted(MINI.glob("*.xml")), ids=lambda path: path.stem)
def test_every_word_of_the_mini_documents_is_kept(path: Path) -> None:
    source = tree(re.sub(rb"<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", b"", path.read_bytes(), flags=re.DOTALL), str(path))
    problems = Problems()
    document = read(source, Options(), problems)
    transforms.apply(document, problems)
    assert not words_of(source.root) - words_in(document)
