"""Writing a doctree and reading what was written gives an equal doctree."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

import pytest
from docutils import core, nodes, utils

from docbook2rst import doctree_equal, rst_road
from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers import rst

n = nodes
C_LISTING = {"language": "c", "force": False, "highlight_args": {}}


@pytest.fixture(autouse=True, scope="module")
def registered() -> None:
    rst_road.setup_docutils()


def doc(*children: nodes.Node) -> nodes.document:
    made = utils.new_document("x.xml")
    made += n.section("", n.title("", "The Title"), *children, ids=["Top.Id"], classes=["db-book"])
    return made


def P(*content: nodes.Node | str, **attributes: object) -> nodes.paragraph:  # noqa: N802
    return n.paragraph("", "", *(n.Text(part) if isinstance(part, str) else part for part in content), **attributes)


def L(text: str, name: str = "varname") -> nodes.literal:  # noqa: N802
    return n.literal("", text, classes=[f"db-{name}"] if name else [])


def li(*content: nodes.Node) -> nodes.list_item:
    return n.list_item("", *content)


def entry(*content: nodes.Node, **attributes: object) -> nodes.entry:
    return n.entry("", *content, **attributes)


def table(
    rows: list[list[nodes.Node]],
    head: int = 0,
    title: nodes.Node | None = None,
    ids: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
) -> nodes.table:
    made = n.table(classes=["colwidths-auto", *classes], ids=list(ids))
    if title is not None:
        made += title
    group = n.tgroup("", n.colspec(colwidth=1), n.colspec(colwidth=1), cols=2)
    if head:
        group += n.thead("", *[n.row("", *row) for row in rows[:head]])
    group += n.tbody("", *[n.row("", *row) for row in rows[head:]])
    made += group
    return made


BLOCKS: list[nodes.Node] = [
    P("Plain *text* with ", L("x`y"), " and http://foo.bar, a@b.c foo_ |x| ``y``.\n- second\n==="),
    P(L("a"), L("b"), "s: ", n.emphasis("", "em*ph"), "x", n.strong("", "st"), ", ", L("c d", "")),
    P("Sub", classes=["db-subtitle"], ids=["p1"]),
    n.block_quote("", P("Quote"), P("-- not attr"), n.attribution("", "Me"), classes=["db-epigraph"]),
    n.block_quote("", P("Quote2")),
    n.block_quote("", P("Quote3")),
    n.bullet_list(
        "",
        li(P("a"), n.bullet_list("", li(P("n")), bullet="-")),
        li(),
        li(n.bullet_list("", li(P("q", ids=[])), bullet="-")),
        bullet="-",
    ),
    n.bullet_list("", li(P("second list")), bullet="-"),
    n.block_quote("", P("Quote4")),
    n.enumerated_list("", li(P("a")), li(P("b")), enumtype="lowerroman", prefix="", suffix=".", start=5),
    n.enumerated_list("", li(P("a")), li(P("b")), enumtype="loweralpha", prefix="", suffix="."),
    n.definition_list(
        "",
        n.definition_list_item("", n.term("", "a : b"), n.definition("", P("x"))),
        n.definition_list_item("", n.term("", "c", n.target("", "", ids=["t.C"])), n.definition("")),
        n.definition_list_item("", n.term("", "c"), n.definition("", n.block_quote("", P("bq")), P("x"))),
        classes=["db-variablelist"],
    ),
    n.container(
        "",
        n.field_list(
            "",
            n.field(
                "",
                n.field_name("", "Author"),
                n.field_body(
                    "",
                    P("J: <"),
                ),
            ),
            n.field("", n.field_name("", "A: b"), n.field_body("", P("J"), P("K"))),
        ),
        classes=["db-info"],
    ),
    n.container(
        "",
        n.rubric("", "", n.inline("", "Example 1. ", classes=["db-label"]), n.Text("Set "), L("x")),
        n.literal_block("", "\tfoo\n\t\tbar", classes=["db-programlisting"], **C_LISTING),
        classes=["db-example"],
        ids=["a.b", "c:d"],
    ),
    n.literal_block("", "\n  foo \\ \n\tx\t y\n\n", classes=["db-screen"], **C_LISTING),
    n.literal_block("", "    a\n   b", classes=["db-screen"], **C_LISTING),
    n.literal_block(
        "", "", n.Text(" x "), n.emphasis("", " y", classes=["db-replaceable"]), n.Text("\n\n*z*\n"), classes=["db-screen"]
    ),
    P(
        "x",
        n.inline("", "", n.Text("<"), n.reference("", "a@b.c", refuri="mailto:a@b.c"), n.Text(">"), classes=["db-email"]),
        " ",
        n.emphasis("", "", n.Text("q "), L("z"), n.Text(" r")),
        " see ",
        xref("", "the t", refid="a.b"),
        xref("", "", refid="c:d"),
        n.reference("", "", L("x"), refuri="http://a/b_"),
        n.reference("", "http://a/b", refuri="http://a/b"),
        n.reference("", "t<x>`", refuri="http://a/b"),
        n.footnote_reference("", auto=1, refid="fn1"),
        n.footnote_reference("", auto=1, refid="fn1"),
        ".",
    ),
    n.note("", P("n")),
    n.admonition("", n.title("", "T: *"), P("x"), classes=["db-note", "note"]),
    n.note(""),
    indexterm(entries=[("single", "a; b", "", "", None), ("single", "c; d", "", "main", None)]),
    P("x"),
    n.line_block("", n.line("", "\xa0\xa0foo"), n.line("", ""), n.line("", "- bar")),
    n.line_block("", n.line("", "second")),
    n.figure("", n.image(uri="a b.png", alt="x\ny"), n.caption("", "cap"), n.legend("", P("l"))),
    n.image(uri="a.png"),
    P("img ", n.image(uri="a.png", alt="al <t>")),
    table(
        [
            [entry(P("h1")), entry(P("h2"))],
            [entry(P("a"), n.bullet_list("", li(P("z")), bullet="-")), entry()],
            [entry(P("x"), classes=["db-align-right"]), entry(P("\u4e2d\u6587 |"))],
        ],
        head=1,
        title=n.title("", "T"),
        ids=("tab",),
        classes=("db-table",),
    ),
    table(
        [[entry(P("h1"), morecols=1)], [entry(P("a\u0301b"), morerows=1), entry(P("c+ |"))], [entry(P("\u4e2d\u6587"))]], head=1
    ),
    table([[entry(P("h1")), entry(P("h1"))]], head=1),
    # No cell begins at the second row, at the second column: a grid would have neither.
    table([[entry(P("a"), morerows=1), entry(P("b"), morerows=1)], []]),
    table([[entry(P("a"), morecols=1, classes=["db-th"])], [entry(P("b"), morecols=1)]], classes=("db-table",)),
    # A cell of the head that reaches into the body.
    table([[entry(P("a"), morerows=1), entry(P("b"))], [entry(P("c"))]], head=1),
    n.math_block("", "x^2 \\\\\n\n\n  y"),
    n.math_block("", "a\\frac{b}{c}", classes=["db-equation"]),
    n.math_block("", ""),
    P(n.math("", "a`b\\"), " ", n.math("", "x\n\n y\u2028", classes=["db-x", "db-y"]), n.math("", "x", classes=["db-x"])),
    P(
        n.image(uri="a.png", classes=["db-inlinemediaobject"], width="10"),
        n.image(uri="{b}.png", classes=["db-x", "db-y"]),
        indexterm(entries=[("single", "a; {;}", "", "", None), ("single", "<b>", "", "main", None)]),
    ),
    n.section(
        "",
        n.title("", "Overview"),
        P("x"),
        n.section("", n.title("", "1. Deep"), P("z"), classes=["db-section"]),
        ids=["overview", "Overview"],
        classes=["db-chapter"],
    ),
    n.section(
        "",
        n.title("", "Overview"),
        P("NEL\x85x\u2028y\xa0\nz\xa0"),
        P("::"),
        P("a ::"),
        P("\\"),
        P("x\n\\\\"),
        classes=["db-section"],
    ),
]


def difference(made: nodes.document) -> str:
    read = rst_road.read(rst.write(made))
    messages = [message.astext() for message in read.findall(nodes.system_message)]
    return "\n".join([*messages, doctree_equal.difference(made, read)]).strip()


def footnote() -> nodes.footnote:
    return n.footnote("", P("note one"), auto=1, ids=["fn1"])


def test_all_blocks_together_survive() -> None:
    assert difference(doc(*(block.deepcopy() for block in BLOCKS), footnote())) == ""


@pytest.mark.parametrize("at", range(len(BLOCKS)))
def test_each_block_survives(at: int) -> None:
    assert difference(doc(BLOCKS[at].deepcopy(), footnote())) == ""


def test_a_footnote_keeps_all_its_ids_and_its_mark_in_an_escaped_listing() -> None:
    mark = n.footnote_reference("", auto=1, refid="fn1")
    listing = n.literal_block("", "", n.Text("\ta \n"), mark, n.Text("\n"), classes=["db-screen"])
    note = n.footnote("", P("x"), auto=1, ids=["fn1", "Other.Id"])
    made = doc(listing, note)
    assert difference(made) == ""
    assert next(iter(rst_road.read(rst.write(made)).findall(n.footnote)))["ids"] == ["fn1", "Other.Id"]


def test_a_footnote_that_somebody_adds_by_hand_is_numbered_with_the_others() -> None:
    text = rst.write(doc(P("x", n.footnote_reference("", auto=1, refid="Note")), n.footnote("", P("y"), auto=1, ids=["Note"])))
    read = rst_road.read(text + "\nMore [#]_.\n\n.. [#] by hand\n")
    assert [note.astext().split() for note in read.findall(n.footnote)] == [["1", "y"], ["2", "by", "hand"]]
    assert [mark.astext() for mark in read.findall(n.footnote_reference)] == ["1", "2"]


@pytest.mark.parametrize(("ids", "is_labelled"), [(["footnote-1"], False), (["footnote-2"], True), (["Note.1"], True)])
def test_only_a_footnotes_own_id_is_a_label(ids: list[str], is_labelled: bool) -> None:
    text = rst.write(doc(P("x", n.footnote_reference("", auto=1, refid=ids[0])), n.footnote("", P("y"), auto=1, ids=ids)))
    assert (f".. _{ids[0]}:" in text) is is_labelled


def test_reading_with_docutils_alone_needs_no_sphinx() -> None:
    program = """
import sys
sys.modules["sphinx"] = None
from docbook2rst import rst_road
rst_road.setup_docutils()
read = rst_road.read(".. docbook2rst: x\\n.. role:: db:varname(literal)\\n\\nT\\n=\\n\\n:db:varname:`x`\\n")
assert "db-varname" in read.pformat(), read.pformat()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_node_is_named() -> None:
    with pytest.raises(rst.UnknownNodeError, match="<pending>"):
        rst.write(doc(n.pending(None)))


def test_one_newline_ends_the_text_and_writing_twice_gives_the_same() -> None:
    made = doc(P("a"))
    assert rst.write(made) == rst.write(made)
    assert rst.write(made).endswith("a\n")


def test_docutils_alone_reads_it_without_a_complaint() -> None:
    text = rst.write(doc(P("see ", L("x"), " and ", n.emphasis("", "", L("y")), n.target("", "", ids=["z"])), footnote()))
    warnings = StringIO()
    core.publish_doctree(text, settings_overrides={"warning_stream": warnings, "_disable_config": True})
    assert warnings.getvalue() == ""
