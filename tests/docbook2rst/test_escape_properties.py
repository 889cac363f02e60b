"""Text is never markup: random strings of reST's own tokens come back as they were, in every place where text can stand."""

from __future__ import annotations

import os
import random

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


def table(text: str, spans: int) -> nodes.table:
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.colspec(colwidth=1), cols=2)
    rows = [nodes.row("", nodes.entry("", paragraph(text)), nodes.entry("", paragraph("x"), paragraph(text)))]
    if spans:
        rows.append(nodes.row("", nodes.entry("", paragraph(text), morecols=1)))
    group += nodes.tbody("", *rows)
    return nodes.table("", group, classes=["colwidths-auto"])


def in_lists(text: str) -> list[nodes.Node]:
    item = nodes.definition_list_item("", nodes.term("", flat(text)), nodes.definition("", paragraph(text)))
    body = nodes.field_body("", paragraph(text))
    return [
        nodes.bullet_list("", nodes.list_item("", paragraph(text)), bullet="-"),
        nodes.enumerated_list("", nodes.list_item("", paragraph(text)), enumtype="arabic", prefix="", suffix="."),
        nodes.definition_list("", item),
        nodes.field_list("", nodes.field("", nodes.field_name("", "Name"), body)),
        nodes.line_block("", nodes.line("", flat(text))),
        nodes.block_quote("", paragraph(text), paragraph(text)),
    ]


def in_inlines(text: str) -> list[nodes.Node]:
    # White space at the edge of an inline element stands outside: the reader moves it.
    inner = text.strip()
    if not inner:
        return []
    made: list[nodes.Node] = []
    for around in (("", ""), ("a", "b"), (text + " ", " " + text), ("(", ")"), (":", ":"), ('"', '"'), (text, text)):
        for node in (
            nodes.emphasis("", inner),
            nodes.strong("", inner),
            nodes.literal("", inner),
            nodes.literal("", inner, classes=["db-varname"]),
            nodes.inline("", "", nodes.Text(inner), nodes.emphasis("", inner), nodes.Text(inner), classes=["db-quote"]),
            nodes.reference("", inner, refuri="http://x.y/z"),
            nodes.reference("", "", nodes.literal("", inner), refuri="http://x.y/z?a b`<_"),
            xref("", inner, refid="a.b_C"),
            nodes.superscript("", inner),
        ):
            made.append(paragraph(*(part for part in (around[0], node, around[1]) if part)))  # noqa: PERF401
    return made


def in_blocks(text: str) -> list[nodes.Node]:
    made: list[nodes.Node] = [paragraph(text)]
    made.append(nodes.container("", nodes.rubric("", flat(text)), paragraph(text), classes=["db-example"]))
    made.append(nodes.note("", paragraph(text)))
    made.append(nodes.admonition("", nodes.title("", flat(text)), paragraph(text), classes=["db-note"]))
    made.append(nodes.figure("", nodes.image(uri="a.png"), nodes.caption("", text)))
    made.append(indexterm(entries=[("single", " ".join(text.split()), "", "", None)]))
    made.append(listing("\n " + text + "\t\n", language="c", force=False, highlight_args={}))
    made.append(listing(text, language="c", force=False, highlight_args={}))
    made.append(listing(text))
    made.append(nodes.literal_block("", "", nodes.Text(text), nodes.emphasis("", "x"), nodes.Text(text), classes=["db-screen"]))
    return made


def document(blocks: list[nodes.Node], texts: list[str]) -> nodes.document:
    made = utils.new_document("source.xml")
    top = nodes.section("", nodes.title("", "Title"), *blocks, classes=["db-book"])
    top.extend(nodes.section("", nodes.title("", flat(text)), paragraph(text), classes=["db-section"]) for text in texts)
    made += top
    return made


def round_trip(made: nodes.document) -> str:
    """What is different after writing and reading, docutils' messages included."""
    read = rst_road.read(rst.write(made))
    messages = [message.astext() for message in read.findall(nodes.system_message)]
    return "\n".join([*messages, doctree_equal.difference(made, read)]).strip()


def check(blocks_of: object, texts: list[str], titles: bool = False) -> None:
    """Assert that all `texts` survive together; else find the one that does not."""
    assert callable(blocks_of)
    if not round_trip(document([block for text in texts for block in blocks_of(text)], texts if titles else [])):
        return
    for text in texts:
        found = round_trip(document(blocks_of(text), [text] if titles else []))
        assert not found, f"{text!r}\n{found[:2000]}"
    pytest.fail(f"only together: {texts!r}")


COUNT = int(os.environ.get("DOCBOOK2RST_DEEP", "0"))


@pytest.fixture(autouse=True, scope="module")
def registered() -> None:
    rst_road.setup_docutils()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("blocks_of", "share"), [(in_lists, 1), (in_inlines, 20), (in_blocks, 1)], ids=["lists", "inlines", "blocks"]
)
def test_text_is_never_markup(seed: int, blocks_of: object, share: int) -> None:
    check(blocks_of, strings((COUNT or 500) // 5 // share, seed), titles=blocks_of is in_blocks)


@pytest.mark.parametrize("seed", range(4))
def test_text_in_cells_is_never_markup(seed: int) -> None:
    texts = strings((COUNT or 200) // 4, seed)
    check(lambda text: [table(text, 0), table(text, 1)], texts)
