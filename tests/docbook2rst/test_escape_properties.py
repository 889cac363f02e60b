"""Text is never markup: random strings of reST's own tokens come back as they were, in every place where text can stand."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from docutils import nodes, utils

from docbook2rst import doctree_equal, rst_road
from docbook2rst.nodes import indexterm, xref
from docbook2rst.writers import rst

TOKENS = (
    *(
        "*",
        "**",
        "`",
        "``",
        "_",
        "__",
        "|",
        "\\",
        ":",
        "::",
        "<",
        ">",
        "[",
        "]",
        "[1]_",
        "[#f1]_",
        "(",
        ")",
        "{",
        "}",
        "'",
        '"',
    ),
    *("..", ".. raw:: html", ".. include:: /etc/passwd", ".. _t:", ".. |x| image:: y", ".. [1] z", "..", "-", "--", "+", "#."),
    *(
        "1.",
        "a)",
        "(i)",
        "v.",
        "- x",
        ">>>",
        "| ",
        "+---+",
        "====",
        "----",
        "~~~",
        "=== ===",
        ":name:",
        ":ref:`x`",
        "|version|",
    ),
    *(
        "`a <b>`_",
        "`a <b>`__",
        ":role:",
        "foo_",
        "_`t`",
        "http://x.y/z",
        "a@b.c",
        "sip:a@b",
        "mailto:q@r.s",
        "x",
        "word",
        "é",
        "—",
    ),
    *(
        "中",
        "a\u0301",
        "“",
        "”",
        "\u00a0",
        "\u00ad",
        "\u200b",
        "\u2028",
        "\x85",
        "\u200f",
        "/V",
        "-v FILE",
        "--all",
        ".",
        ",",
        ";",
        "@",
        "~",
    ),
    *(
        "=",
        "^",
        "db:varname",
        ":db:char:`41`",
        "\\ ",
        "\\x20",
        "&",
        "!",
        "?",
        "%",
        "$",
        "'s",
        "PEP 8",
        "RFC 3261",
        "1",
        "i",
        "A",
    ),
)
Blocks = list[nodes.Node]
NUMBERS = itertools.count(1)
SPACES = ("", "", "", " ", " ", "\n")


def strings(count: int, seed: int) -> list[str]:
    """Random strings as running text has them: no white space at the edges, none doubled."""
    rng = random.Random(seed)
    found = []
    while len(found) < count:
        parts = []
        for _ in range(rng.randint(1, 7)):
            parts += [rng.choice(TOKENS), rng.choice(SPACES)]
        lines = [" ".join(line.split(" ")) for line in "".join(parts).split("\n")]
        text = "\n".join(line.strip(" ") for line in lines if line.strip(" "))
        while "  " in text:
            text = text.replace("  ", " ")
        text = text.strip(" \n")
        if text:
            found.append(text)
    return found


def flat(text: str) -> str:
    return text.replace("\n", " ")


def paragraph(*content: nodes.Node | str) -> nodes.paragraph:
    return nodes.paragraph("", "", *(nodes.Text(part) if isinstance(part, str) else part for part in content))


def listing(text: str, **attributes: object) -> nodes.literal_block:
    return nodes.literal_block("", text, classes=["db-screen"], **attributes)


def in_lists(text: str) -> Blocks:
    return [
        nodes.bullet_list("", nodes.list_item("", paragraph(text)), bullet="-"),
        nodes.enumerated_list("", nodes.list_item("", paragraph(text)), enumtype="arabic", prefix="", suffix="."),
    ]


def in_definitions(text: str) -> Blocks:
    item = nodes.definition_list_item("", nodes.term("", flat(text)), nodes.definition("", paragraph(text)))
    return [nodes.definition_list("", item)]


def in_fields(text: str) -> Blocks:
    fields = [
        nodes.field("", nodes.field_name("", "Name"), nodes.field_body("", *body))
        for body in ([paragraph(text)], [paragraph("x"), paragraph(text)])
    ]
    return [nodes.container("", nodes.field_list("", *fields), classes=["db-info"])]


def in_quotes(text: str) -> Blocks:
    return [
        nodes.block_quote("", paragraph(text), paragraph(text), nodes.attribution("", text)),
        nodes.line_block("", nodes.line("", flat(text)), nodes.line("", "x"), nodes.line("", flat(text))),
    ]


def in_titles(text: str) -> Blocks:
    title = nodes.title("", flat(text))
    return [nodes.section("", title, paragraph(text), classes=["db-section"])]


def in_rubrics(text: str) -> Blocks:
    return [
        nodes.container("", nodes.rubric("", flat(text)), paragraph(text), classes=["db-example"]),
        nodes.note("", paragraph(text)),
        nodes.admonition("", nodes.title("", flat(text)), paragraph(text), classes=["db-note"]),
    ]


def in_captions(text: str) -> Blocks:
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.tbody("", row(paragraph("x"))), cols=1)
    return [
        nodes.figure("", nodes.image(uri="a.png"), nodes.caption("", text), nodes.legend("", paragraph(text))),
        nodes.table("", nodes.title("", flat(text)), group, classes=["colwidths-auto"]),
    ]


def in_alternatives(text: str) -> Blocks:
    alt = " ".join(text.split())
    return [
        nodes.image(uri="a.png", alt=alt),
        nodes.figure("", nodes.image(uri="a.png", alt=alt), nodes.caption("", "x")),
        paragraph(nodes.image(uri="a.png", alt=alt, classes=["db-inlinemediaobject"])),
    ] * bool(alt)


def in_index_entries(text: str) -> Blocks:
    entries = [("single", " ".join(text.split()), "", main, None) for main in ("", "main")]
    return [indexterm(entries=entries), paragraph("x", indexterm(entries=entries), "y")] * bool(text.split())


def in_footnotes(text: str) -> Blocks:
    names = [f"note-x{next(NUMBERS)}" for _ in range(2)]
    bodies = ([paragraph(text)], [paragraph("x"), paragraph(text)])
    marks = [nodes.footnote_reference("", auto=1, refid=name) for name in names]
    notes = [nodes.footnote("", *body, auto=1, ids=[name]) for name, body in zip(names, bodies, strict=True)]
    return [paragraph(text, marks[0], text, marks[1]), *notes]


def in_listings(text: str) -> Blocks:
    return [
        listing("\n " + text + "\t\n", language="c", force=False, highlight_args={}),
        listing(text, language="c", force=False, highlight_args={}),
        listing(text),
        nodes.literal_block("", "", nodes.Text(text), nodes.emphasis("", "x"), nodes.Text(text), classes=["db-screen"]),
        nodes.math_block("", text),
        nodes.math_block("", text + "\n\n" + text),
    ]


def in_list_tables(text: str) -> Blocks:
    return [table(row(paragraph(text), paragraph("x")), row(paragraph("x"), paragraph(text)))]


def in_grid_tables(text: str) -> Blocks:
    wide = nodes.row("", nodes.entry("", paragraph(text), morecols=1))
    return [table(row(paragraph(text), paragraph(text)), wide)]


def row(*cells: nodes.Node) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


def table(*rows: nodes.row) -> nodes.table:
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.colspec(colwidth=1), nodes.tbody("", *rows), cols=2)
    return nodes.table("", group, classes=["colwidths-auto"])


def beside(text: str, *inlines: nodes.Node) -> Blocks:
    """Each of `inlines` in a paragraph, with something on both of its sides."""
    sides = (("", ""), ("a", "b"), (text + " ", " " + text), ("(", ")"), (":", ":"), ('"', '"'), (text, text))
    return [paragraph(*(part for part in (left, node.deepcopy(), right) if part)) for node in inlines for left, right in sides]


def in_inlines(text: str) -> Blocks:
    # White space at the edge of an inline element stands outside: the reader moves it.
    if not (inner := text.strip()):
        return []
    return beside(
        text,
        nodes.emphasis("", inner),
        nodes.strong("", inner),
        nodes.literal("", inner),
        nodes.literal("", inner, classes=["db-varname"]),
        nodes.superscript("", inner),
        nodes.math("", inner),
    )


def in_references(text: str) -> Blocks:
    if not (inner := text.strip()):
        return []
    return beside(text, nodes.reference("", inner, refuri="http://x.y/z"), xref("", inner, refid="a.b_C"))


def in_rich_roles(text: str) -> Blocks:
    if not (inner := text.strip()):
        return []
    deep = nodes.emphasis("", "", nodes.Text(inner + " "), nodes.literal("", inner, classes=["db-varname"]))
    return beside(
        text,
        nodes.inline("", "", nodes.Text(inner), nodes.emphasis("", inner), nodes.Text(inner), classes=["db-quote"]),
        nodes.reference("", "", nodes.literal("", inner), refuri="http://x.y/z?a b`<_"),
        nodes.inline("", "", deep, nodes.Text(" " + inner), classes=["db-quote"]),
    )


CONTEXTS: dict[str, tuple[Callable[[str], Blocks], int]] = {
    "paragraph": (lambda text: [paragraph(text)], 1),
    "list": (in_lists, 1),
    "definition": (in_definitions, 1),
    "field body": (in_fields, 1),
    "quote": (in_quotes, 1),
    "section title": (in_titles, 1),
    "rubric": (in_rubrics, 1),
    "caption": (in_captions, 1),
    "image alt": (in_alternatives, 1),
    "index entry": (in_index_entries, 1),
    "footnote": (in_footnotes, 1),
    "listing": (in_listings, 1),
    "list-table cell": (in_list_tables, 1),
    "grid-table cell": (in_grid_tables, 1),
    "inline": (in_inlines, 10),
    "reference": (in_references, 4),
    "rich role": (in_rich_roles, 10),
}
"""Where text can stand: the blocks that hold a text in such a place, and of how many strings one is tried there."""


def document(blocks: Blocks) -> nodes.document:
    made = utils.new_document("source.xml")
    made += nodes.section("", nodes.title("", "Title"), *blocks, classes=["db-book"])
    return made


def round_trip(made: nodes.document) -> str:
    """What is different after writing and reading, docutils' messages included."""
    read = rst_road.read(rst.write(made))
    messages = [message.astext() for message in read.findall(nodes.system_message)]
    return "\n".join([*messages, doctree_equal.difference(made, read)]).strip()


def check(context: str, count: int, seed: int) -> None:
    """Assert that `count` strings survive together in `context`; else find the one that does not."""
    blocks_of, share = CONTEXTS[context]
    texts = strings(max(1, count // share), seed)
    if not round_trip(document([block for text in texts for block in blocks_of(text)])):
        return
    for text in texts:
        found = round_trip(document(blocks_of(text)))
        assert not found, f"{text!r}\n{found[:2000]}"
    pytest.fail(f"only together: {texts!r}")


@pytest.fixture(autouse=True, scope="module")
def registered() -> None:
    rst_road.setup_docutils()


@pytest.mark.parametrize("context", CONTEXTS)
def test_text_is_never_markup(context: str) -> None:
    check(context, 250, seed=sorted(CONTEXTS).index(context))


SEEDS = range(100, 106)
DRAWN = 250


def test_the_long_check_draws_twenty_thousand_strings() -> None:
    assert len(SEEDS) * sum(DRAWN // share for _, share in CONTEXTS.values()) >= 20_000


@pytest.mark.deep
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("context", CONTEXTS)
def test_no_text_is_markup(context: str, seed: int) -> None:
    check(context, DRAWN, seed=seed * 100 + sorted(CONTEXTS).index(context))
