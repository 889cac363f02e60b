"""The plain-text README: its look, and that no word, no listing and no URL is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import column_width, new_document
from hypothesis import given, settings
from hypothesis import strategies as st

from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers import markdown, readme
from docbook2rst.writers.readme_outline import ordinal
from docbook2rst.writers.text_layout import fold
from docbook2rst.writers.text_nodes import UnknownNodeError

CASES = Path(__file__).parent / "cases"


def document(*blocks: nodes.Node) -> nodes.document:
    made = new_document("made")
    made.extend(blocks)
    return made


def from_rest(text: str) -> nodes.document:
    return publish_doctree(text, settings_overrides={"doctitle_xform": False, "report_level": 5})


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("source", sorted(CASES.glob("readme-*.rst")), ids=lambda path: path.stem)
def test_case_looks_as_stored(source: Path) -> None:
    written = readme.write(from_rest(source.read_text(encoding="utf-8")), numbered="numbered" in source.stem)
    assert written == source.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", sorted(CASES.glob("readme-*.rst")), ids=lambda path: path.stem)
def test_writing_twice_gives_the_same_and_changes_nothing(source: Path) -> None:
    made = from_rest(source.read_text(encoding="utf-8"))
    before = made.pformat()
    assert readme.write(made) == readme.write(made)
    assert markdown.write(made) == markdown.write(made)
    assert made.pformat() == before


WORDS = st.lists(st.text(alphabet="ab*_\u00e9\u65e5\u3002\u0301(.", min_size=1, max_size=14), min_size=1, max_size=20).map(
    " ".join
)
INLINE = st.one_of(
    WORDS.map(nodes.Text),
    WORDS.map(lambda text: nodes.literal("", text)),
    WORDS.map(lambda text: nodes.emphasis("", "", nodes.literal("", text))),
    WORDS.map(lambda text: nodes.reference("", text, refuri="http://x.org/")),
    WORDS.map(lambda text: xref("", text, refid="a")),
)


def paragraph(children: list[nodes.Node]) -> nodes.Node:
    return nodes.paragraph("", "", *children)


PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).map(paragraph)
LISTING = st.text(alphabet="ab \t\n", max_size=60).map(lambda text: nodes.literal_block("", text))


def table_of(cells: list[nodes.Node], spans: bool) -> nodes.Node:
    first = nodes.entry("", cells[0], **({"morerows": 1} if spans else {}))
    rows = [nodes.row("", first, nodes.entry("", cells[1])), nodes.row("", *(nodes.entry("", cell) for cell in cells[2:4]))]
    return nodes.table("", nodes.tgroup("", nodes.thead("", rows[0]), nodes.tbody("", rows[1]), cols=2))


def blocks_of(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    some = st.lists(inner, min_size=1, max_size=3)
    items = st.lists(some.map(lambda blocks: nodes.list_item("", *blocks)), min_size=1, max_size=3)
    return st.one_of(
        items.map(lambda found: nodes.bullet_list("", *found)),
        items.map(lambda found: nodes.enumerated_list("", *found, enumtype="lowerroman")),
        some.map(lambda blocks: nodes.note("", *blocks)),
        some.map(lambda blocks: nodes.block_quote("", *blocks)),
        some.map(lambda blocks: nodes.container("", nodes.rubric("", "Title"), *blocks, classes=["db-example"])),
        some.map(
            lambda blocks: nodes.definition_list(
                "", nodes.definition_list_item("", nodes.term("", "term"), nodes.definition("", *blocks))
            )
        ),
        st.builds(table_of, st.lists(inner, min_size=4, max_size=4), st.booleans()),
    )


BLOCK = st.recursive(st.one_of(PARAGRAPH, LISTING), blocks_of, max_leaves=8)


@settings(max_examples=60, deadline=None)
@given(blocks=st.lists(BLOCK, min_size=1, max_size=3), width=st.integers(40, 90))
def test_no_word_is_lost(blocks: list[nodes.Node], width: int) -> None:
    made = document(*blocks)
    written = readme.write(made, width=width)
    in_tables = {id(text) for table in made.findall(nodes.table) for text in table.findall(nodes.Text)}
    whole = squeezed(written)
    for text in made.findall(nodes.Text):
        if id(text) not in in_tables:
            assert squeezed(text.astext()) in whole
        else:  # cells stand beside each other, so word by word; East Asian words may be broken
            assert not [word for word in text.astext().split() if word.isascii() and word not in written]


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="ab \t\n*", max_size=60), depth=st.integers(0, 3))
def test_listings_are_exact_at_every_depth(text: str, depth: int) -> None:
    block: nodes.Node = nodes.literal_block("", text)
    for _ in range(depth):
        block = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "p"), block))
    assert f"\n{text}\n" in "\n" + readme.write(document(block))


@settings(max_examples=60, deadline=None)
@given(words=WORDS, width=st.integers(10, 40))
def test_lines_are_as_wide_as_asked_and_have_no_space_at_their_end(words: str, width: int) -> None:
    for line in fold(words, first=" * ", rest="   ", edge=width):
        assert not line.endswith(" ")
        assert column_width(line) <= width or " " not in line.strip(" *") or column_width(line.split()[-1]) > width - 3


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (nodes.paragraph("", "", nodes.reference("", "docs", refuri="http://x.org/")), "   docs (http://x.org/)\n"),
        (nodes.paragraph("", "", nodes.reference("", "http://x.org/", refuri="http://x.org/")), "   http://x.org/\n"),
        (nodes.paragraph("", "", nodes.reference("", "a@b.c", refuri="mailto:a@b.c")), "   a@b.c\n"),
        (nodes.paragraph("", "", nodes.Text("x"), nodes.superscript("", "2"), indexterm()), "   x^2\n"),
        (nodes.paragraph("", "", nodes.image(uri="a.png", alt="A plan")), "   [image: A plan]\n"),
        (nodes.paragraph("", "a\u00a0b"), "   a\u00a0b\n"),
        (nodes.literal_block("", "\ta  \n\n b"), "\ta  \n\n b\n"),
        (nodes.literal_block("", "", nodes.reference("", "x", refuri="http://x.org/")), "x\n"),
        (nodes.caution("", nodes.paragraph("", "x")), "   Caution\n      x\n"),
        (nodes.bullet_list("", nodes.list_item("", nodes.literal_block("", "x"))), "     *\nx\n"),
    ],
)
def test_small_forms(node: nodes.Node, expected: str) -> None:
    assert readme.write(document(node)) == expected


def test_east_asian_text_breaks_after_its_stops() -> None:
    assert fold("\u65e5\u672c\u3002\u65e5\u672c\u3002", edge=8) == ["\u65e5\u672c\u3002", "\u65e5\u672c\u3002"]


@pytest.mark.parametrize(
    ("number", "kind", "mark"),
    [
        (1, "arabic", "1"),
        (26, "loweralpha", "z"),
        (27, "upperalpha", "AA"),
        (1994, "lowerroman", "mcmxciv"),
        (0, "upperroman", "0"),
    ],
)
def test_ordinals(number: int, kind: str, mark: str) -> None:
    assert ordinal(number, kind) == mark


def test_unknown_node_is_a_clear_internal_error() -> None:
    with pytest.raises(UnknownNodeError, match=r"internal error: the README writer has no rule for the node .*\.raw"):
        readme.write(document(nodes.raw("", "x", format="html")))


def test_contents_do_not_show_footnote_marks() -> None:
    title = nodes.title("", "", nodes.Text("Sec"), nodes.footnote_reference(auto=1, refid="f1"))
    top = nodes.section(
        "", nodes.title("", "T"), nodes.section("", title), nodes.footnote("", nodes.paragraph("", "x"), ids=["f1"])
    )
    assert readme.write(document(top)).split("\n")[2:7] == ["   Table of Contents", "", "   Sec", "", "Sec[1]"]
