"""The reST of each kind of node, exactly; that reading gives the node back is test_roundtrip's business."""

from __future__ import annotations

import pytest
from docutils import nodes, utils

from docbook2rst import doctree_equal, rst_road
from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers import rst


def P(text: str, **attributes: object) -> nodes.paragraph:  # noqa: N802
    return nodes.paragraph("", text, **attributes)


def li(*blocks: nodes.Node) -> nodes.list_item:
    return nodes.list_item("", *blocks)


def item(term: nodes.term, *blocks: nodes.Node) -> nodes.definition_list_item:
    return nodes.definition_list_item("", term, nodes.definition("", *blocks))


def table(
    columns: int, *rows: list[list[nodes.Node]], head: int = 0, title: str = "", span: tuple[str, int] | None = None
) -> nodes.table:
    """A table of rows of cells of blocks; the last row's last cell reaches as far as `span` says."""
    drawn = [nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows]
    if span:
        drawn[-1][-1][span[0]] = span[1]
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(columns)), cols=columns)
    if head:
        group += nodes.thead("", *drawn[:head])
    group += nodes.tbody("", *drawn[head:])
    named = [nodes.title("", title)] if title else []
    return nodes.table("", *named, group, classes=["colwidths-auto"])


BLOCKS: list[tuple[nodes.Node, str]] = [
    (
        nodes.section("", nodes.title("", "T"), P("x"), ids=["A.b"], classes=["db-chapter"]),
        ".. db-chapter\n\n.. _A.b:\n\nT\n====\n\nx",
    ),
    (
        nodes.section(
            "", nodes.title("", "T"), nodes.section("", nodes.title("", "*U"), classes=["db-section"]), classes=["db-section"]
        ),
        "T\n====\n\n\\*U\n----",
    ),
    (
        P("a\nb", classes=["db-subtitle"]),
        ".. container:: db-wrap db-subtitle\n\n   a\n   b",
    ),
    (
        nodes.rubric("", "1. x", classes=["db-bridgehead"], ids=["b"]),
        ".. _b:\n\n.. rubric:: 1\\. x\n   :class: db-bridgehead",
    ),
    (
        nodes.container("", P("x"), classes=["db-example"], ids=["c:d"]),
        ".. db:anchor:: c:d\n\n.. container:: db-example\n\n   x",
    ),
    (
        nodes.note("", P("x")),
        ".. note::\n\n   x",
    ),
    (
        nodes.admonition("", nodes.title("", "T"), P("x"), classes=["db-note", "note"]),
        ".. admonition:: T\n   :class: db-note note\n\n   x",
    ),
    (
        nodes.block_quote("", P("x"), nodes.attribution("", "Me"), classes=["db-epigraph"]),
        ".. container:: db-wrap db-epigraph\n\n   ..\n\n      x\n\n      -- Me",
    ),
    (
        nodes.literal_block("", "\tx\n\t\ty", classes=["db-screen"], language="c", force=False),
        ".. code-block:: c\n   :class: db-screen retab\n\n           x\n                   y",
    ),
    (
        nodes.literal_block("", " x \n", classes=["db-screen"], language="none", force=False),
        ".. code-block:: none\n   :class: db-screen escaped\n\n   \\& x\\x20\n   \\&",
    ),
    (
        nodes.literal_block("", "", nodes.Text("a "), nodes.emphasis("", "b"), classes=["db-screen"]),
        ".. parsed-literal::\n   :class: db-screen\n\n   a *b*",
    ),
    (
        nodes.math_block("", "x^2\n\ny"),
        ".. math::\n   :class: escaped\n\n   x^2\n   \\&\n   y",
    ),
    (
        nodes.image(uri="a b.png", alt="It", classes=["db-mediaobject"]),
        ".. image:: a\\ b.png\n   :alt: It\n   :class: db-mediaobject",
    ),
    (
        nodes.figure("", nodes.image(uri="a.png"), nodes.caption("", "C"), nodes.legend("", P("l")), classes=["db-figure"]),
        ".. figure:: a.png\n   :figclass: db-figure\n\n   C\n\n   l",
    ),
    (
        indexterm(entries=[("single", "a; b", "", "", None), ("single", "c", "", "main", None)]),
        ".. index:: single: a; b\n   !single: c",
    ),
    (
        nodes.comment(),
        "..",
    ),
    (
        nodes.transition(),
        "----",
    ),
]


LISTS: list[tuple[nodes.Node, str]] = [
    (
        nodes.bullet_list("", li(P("a")), li(P("b"), nodes.bullet_list("", li(P("c")), bullet="-")), bullet="-"),
        "- a\n\n- b\n\n  - c",
    ),
    (
        nodes.enumerated_list("", li(P("a")), li(P("b")), enumtype="loweralpha", prefix="", suffix=".", start=3),
        "c. a\nd. b",
    ),
    (
        nodes.enumerated_list("", li(P("a")), enumtype="loweralpha", prefix="", suffix=".", start=9),
        ".. container:: db-wrap db-enum-loweralpha\n\n   9. a",
    ),
    (
        nodes.definition_list("", item(nodes.term("", "a : b"), P("x")), item(nodes.term("", "c")), classes=["db-glossary"]),
        ".. role:: db:char\n\n.. container:: db-wrap db-glossary\n\n   a :db:char:`3a` b\n      x\n\n   c\n      ..",
    ),
    (
        nodes.field_list("", nodes.field("", nodes.field_name("", "A: b"), nodes.field_body("", P("x")))),
        ":A\\: b: x",
    ),
    (
        nodes.line_block("", nodes.line("", "a"), nodes.line("", "- b")),
        "| a\n| - b",
    ),
]


TABLES: list[tuple[nodes.Node, str]] = [
    (
        table(2, [[P("a")], [P("b")]], [[P("c")], []], head=1),
        ".. list-table::\n   :widths: auto\n   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n     -",
    ),
    (
        table(1, [[P("a")]], title="T"),
        ".. list-table:: T\n   :widths: auto\n\n   * - a",
    ),
    (
        table(2, [[P("a")], [P("b")]], [[P("c")]], span=("morecols", 1)),
        ".. table::\n   :widths: auto\n\n   +---+---+\n   | a | b |\n   +---+---+\n   | c     |\n   +-------+",
    ),
    (
        table(2, [[P("a")]], span=("morecols", 1)),
        ".. list-table::\n   :widths: auto\n\n   * - .. db-morecols-1\n\n       a\n     - .. db-spanned",
    ),
]


INLINES: list[tuple[nodes.Node, str]] = [
    (
        nodes.Text("*a* `b` c_ |d| e@f http://x 2*3 a_b"),
        "x \\*a* \\`b\\` c\\_ \\|d| e\\@f http\\://x 2*3 a_b y",
    ),
    (
        nodes.emphasis("", "a"),
        "x *a* y",
    ),
    (
        nodes.strong("", "a*b"),
        "x **a\\*b** y",
    ),
    (
        nodes.literal("", "a"),
        "x ``a`` y",
    ),
    (
        nodes.literal("", "a`b", classes=["db-varname"]),
        ".. role:: db:varname(literal)\n\nx :db:varname:`a\\`b` y",
    ),
    (
        nodes.inline("", "x", classes=["db-acronym"]),
        ".. role:: db:acronym\n\nx :db:acronym:`x` y",
    ),
    (
        nodes.inline("", "x", classes=["a", "b"]),
        ".. role:: db:as-inline-a-b\n   :class: a b\n\nx :db:as-inline-a-b:`x` y",
    ),
    (
        nodes.emphasis("", "", nodes.Text("a "), nodes.literal("", "b")),
        ".. role:: db:emphasis.rich(emphasis)\n\nx :db:emphasis.rich:`a \\`\\`b\\`\\`` y",
    ),
    (
        nodes.subscript("", "2"),
        "x :sub:`2` y",
    ),
    (
        nodes.reference("", "a_b", refuri="http://x.y/"),
        "x `a_b <http://x.y/>`__ y",
    ),
    (
        nodes.reference("", "http://x.y/", refuri="http://x.y/"),
        "x `<http://x.y/>`__ y",
    ),
    (
        nodes.reference("", "mail", refuri="a b>"),
        ".. role:: db:link\n\nx :db:link:`mail <a b{gt}>` y",
    ),
    (
        nodes.inline(
            "", "", nodes.Text("<"), nodes.reference("", "a@b.c", refuri="mailto:a@b.c"), nodes.Text(">"), classes=["db-email"]
        ),
        ".. role:: db:email\n   :class: db-email\n\nx :db:email:`a@b.c` y",
    ),
    (
        xref("", "The T", refid="A.b"),
        ".. role:: db:xref\n\nx :db:xref:`The T <A.b>` y",
    ),
    (
        nodes.target("", "", ids=["A.b"]),
        ".. role:: db:anchor\n\nx :db:anchor:`A.b` y",
    ),
    (
        nodes.image(uri="a.png", alt="It", classes=["db-inlinemediaobject"]),
        ".. role:: db:image\n\nx :db:image:`It <a.png>` y",
    ),
    (
        nodes.math("", "x^2"),
        "x :math:`x^2` y",
    ),
    (
        nodes.math("", "x`", classes=["db-x"]),
        ".. role:: db:as-math-db-x(math)\n   :class: db-x\n\nx :db:as-math-db-x:`x\\`` y",
    ),
    (
        indexterm(entries=[("single", "a; b", "", "main", None)]),
        ".. role:: db:index\n\nx :db:index:`!single: a; b` y",
    ),
    (
        nodes.Text("x\u2028y"),
        ".. role:: db:char\n\nx x\\ :db:char:`2028`\\ y y",
    ),
]


def written(*blocks: nodes.Node) -> str:
    """What is written of `blocks`, without the comment that begins every file."""
    document = utils.new_document("x.xml")
    document.extend(block.deepcopy() for block in blocks)
    head, _, text = rst.write(document).partition("\n")
    assert head == ".. docbook2rst: x.xml"
    return text.strip("\n")


@pytest.mark.parametrize(("node", "expected"), BLOCKS + LISTS + TABLES)
def test_a_block_is_written_so(node: nodes.Node, expected: str) -> None:
    assert written(node) == expected


@pytest.mark.parametrize(("node", "expected"), INLINES)
def test_an_inline_node_is_written_so(node: nodes.Node, expected: str) -> None:
    assert written(nodes.paragraph("", "", nodes.Text("x "), node, nodes.Text(" y"))) == expected


def test_neighbours_that_would_merge_have_a_comment_between() -> None:
    lists = [nodes.bullet_list("", li(P(text)), bullet="-") for text in "ab"]
    assert written(*lists) == "- a\n\n..\n\n- b"


def test_footnotes_follow_each_other() -> None:
    marks = [nodes.footnote_reference("", auto=1, refid=f"n{at}") for at in (1, 2)]
    notes = [nodes.footnote("", P(f"note {at}"), auto=1, ids=[f"n{at}"]) for at in (1, 2)]
    text = written(nodes.paragraph("", "", nodes.Text("a"), *marks), *notes)
    assert text == "a\\ [#f1]_\\ [#f2]_\n\n.. _n1:\n\n.. [#f1] note 1\n\n.. _n2:\n\n.. [#f2] note 2"


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        (P("a"), nodes.paragraph("read so", "a"), True),
        (P("a"), P("b"), False),
        (P("a", classes=["x", "y"]), P("a", classes=["y", "x"]), True),
        (P("a", classes=["x"]), P("a"), False),
        (P("a", ids=["A"]), P("a", ids=["a"]), False),
        (P("ab"), nodes.paragraph("", "", nodes.Text("a"), nodes.Text("b")), True),
        (P("a\nb"), P("a b"), False),
        (nodes.section("", P("a"), nodes.comment("", "c")), nodes.section("", P("a")), True),
        (nodes.footnote("", P("a"), ids=["footnote-1"]), nodes.footnote("", nodes.label("", "1"), P("a"), ids=["f1"]), True),
        (nodes.footnote("", P("a"), ids=["Note"]), nodes.footnote("", P("a"), ids=["f1"]), False),
        (nodes.enumerated_list("", li(P("a")), start=1), nodes.enumerated_list("", li(P("a"))), True),
        (table(1, [[P("a")]]), table(1, [[P("b")]]), False),
    ],
)
def test_the_judge_ignores_only_where_a_node_was_read(one: nodes.Element, other: nodes.Element, is_equal: bool) -> None:
    assert doctree_equal.equal(one, other) is is_equal
    assert (doctree_equal.difference(one, other) == "") is is_equal


def test_what_the_writer_did_not_write_is_left_alone() -> None:
    rst_road.setup_docutils()
    read = rst_road.read(".. note\n\nT\n=\n\nx [#]_\n\n.. [#] y\n")
    assert not rst_road.is_written(read)
    assert read.next_node(nodes.section)["ids"] == ["t"]
