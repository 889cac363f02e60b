"""Markdown: read back with a CommonMark parser, it has the document's text, and no text has become markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from docbook2rst.nodes import xref
from docbook2rst.writers import markdown
from docbook2rst.writers.text_nodes import UnknownNodeError

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough").use(footnote_plugin)
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\`*_[]<>&~$|!#+-=.):1(a \n\u00a0\"'{}^@/;x"),
        st.sampled_from("\u00e9\u65e5\u201c"),
    ),
    max_size=24,
).map(lambda text: re.sub(r"[ \n]+", lambda run: "\n" if "\n" in run[0] else " ", text))
PIECES = st.sampled_from(
    [
        *(
            "**",
            "](u)",
            "[^1]",
            "[x]: /u",
            "- ",
            "1. ",
            "# ",
            "> ",
            "```",
            "~~~",
            "&amp;",
            "&#35;",
            "<b>",
            "<!--",
            "http://x.y/",
        ),
        *(
            "www.x.y",
            "a@b.cd",
            "---",
            "===",
            "| - |",
            ":-:",
            "!",
            "![",
            "\\",
            "`",
            "``",
            "*a*",
            "__",
            "_a_",
            "$x$",
            "a|b",
            "\n",
            " ",
        ),
    ]
)
TEXT = st.one_of(NASTY, st.lists(PIECES, max_size=6).map("".join))
WRAPPERS: list[Callable[[str], nodes.Node]] = [
    nodes.Text,
    lambda text: nodes.emphasis("", text),
    lambda text: nodes.strong("", text),
    lambda text: nodes.literal("", text),
    lambda text: nodes.literal("", "", nodes.Text(text), nodes.emphasis("", text)),
    lambda text: nodes.emphasis("", "", nodes.strong("", text), nodes.Text(text)),
    lambda text: nodes.inline("", text, classes=["db-quote"]),
    lambda text: nodes.superscript("", text),
    lambda text: nodes.reference("", text, refuri="http://example.org/a(b)_*?x=1&copy=2"),
    lambda text: xref("", text, refid="a.b (c)"),
    lambda text: nodes.target("", text, ids=['x"<&|']),
]


def normal(text: str) -> str:
    return re.sub(r"[ \n\t]+", " ", text).strip(" \n")


def document(*blocks: nodes.Node) -> nodes.document:
    made = new_document("made")
    made.extend(blocks)
    return made


def token_text(token: Token) -> str:
    """The words of one token as a reader of the page sees them."""
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return token.content
    if token.type == "html_block":
        return html.unescape(re.sub(r"<[^>]*>", "", token.content))
    return "".join(map(token_text, token.children or ()))


def shape(tokens: list[Token]) -> list[str]:
    return [token.type for token in tokens if token.type.endswith("_open") or token.type in ("fence", "hr", "html_block")]


def inline_nodes(pieces: list[tuple[int, str]]) -> list[nodes.Node]:
    return [WRAPPERS[kind](text) for kind, text in pieces if normal(text).strip("\u00a0")]


INLINES = st.lists(st.tuples(st.integers(0, len(WRAPPERS) - 1), TEXT), min_size=1, max_size=4).map(inline_nodes).filter(bool)

BULLETS = ["bullet_list_open", "list_item_open", "paragraph_open"]
PIPES = ["table_open", "thead_open", "tr_open", "th_open", "tbody_open", "tr_open", "td_open"]


def in_list(*inline: nodes.Node) -> nodes.Node:
    return nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "", *inline)))


def in_table(*inline: nodes.Node) -> nodes.Node:
    head = nodes.row("", nodes.entry("", nodes.paragraph("", "h")))
    body = nodes.row("", nodes.entry("", nodes.paragraph("", "", *inline)))
    return nodes.table("", nodes.tgroup("", nodes.colspec(), nodes.thead("", head), nodes.tbody("", body), cols=1))


def in_section(*inline: nodes.Node) -> nodes.Node:
    return nodes.section("", nodes.title("", "", *inline), nodes.paragraph("", "p"))


CONTEXTS: list[tuple[Callable[..., nodes.Node], list[str], str]] = [
    (lambda *inline: nodes.paragraph("", "", *inline), ["paragraph_open"], "{}"),
    (lambda *inline: nodes.rubric("", "", *inline), ["paragraph_open"], "{}"),
    (in_list, BULLETS, "{}"),
    (in_table, PIPES, "h{}"),
    (in_section, ["heading_open", "paragraph_open"], "{}p"),
    (lambda *inline: nodes.block_quote("", nodes.paragraph("", "", *inline)), ["blockquote_open", "paragraph_open"], "{}"),
    (lambda *inline: nodes.note("", nodes.paragraph("", "", *inline)), ["blockquote_open", "paragraph_open"], "[!NOTE] {}"),
]


def check(inline: list[nodes.Node], context: int) -> None:
    """Assert that reading what is written of `inline` in a context gives its words and no other markup."""
    build, expected_shape, form = CONTEXTS[context]
    words = "".join(node.astext() for node in inline)
    written = markdown.write(document(build(*inline)))
    tokens = PARSER.parse(written)
    assert shape(tokens) == expected_shape, written
    pieces = [token_text(token) for token in tokens]
    assert normal("".join(pieces)).replace(" ", "") == normal(form.replace("{}", words)).replace(" ", ""), written


@settings(max_examples=2_000, deadline=None)
@given(inline=INLINES, context=st.sampled_from(range(len(CONTEXTS))))
def test_read_back_text_is_the_documents(inline: list[nodes.Node], context: int) -> None:
    check(inline, context)


@pytest.mark.deep
@settings(max_examples=20_000, deadline=None)
@given(inline=INLINES, context=st.sampled_from(range(len(CONTEXTS))))
def test_all_read_back_text_is_the_documents(inline: list[nodes.Node], context: int) -> None:
    check(inline, context)


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="`~ab \n\t<>&|\\", max_size=40), nested=st.booleans())
def test_listings_come_back_exactly(text: str, nested: bool) -> None:
    listing: nodes.Node = nodes.literal_block("", text, language="c")
    if nested:
        item = nodes.list_item("", nodes.paragraph("", "p"), listing)
        listing = nodes.block_quote("", nodes.bullet_list("", item))
    (fence,) = [token for token in PARSER.parse(markdown.write(document(listing))) if token.type == "fence"]
    assert fence.content == text + "\n"
    assert fence.info == "c"


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="ab \n\t<>&", min_size=1, max_size=30).filter(lambda text: text.strip()))
def test_listings_in_html_tables_come_back_exactly(text: str) -> None:
    row = nodes.row("", nodes.entry("", nodes.literal_block("", text)))
    table = nodes.table("", nodes.tgroup("", nodes.colspec(), nodes.tbody("", row), cols=1))
    written = markdown.write(document(table, nodes.paragraph("", "end")))
    (block,) = [token for token in PARSER.parse(written) if token.type == "html_block"]
    found = re.search(r"<pre>(.*)</pre>", block.content, re.DOTALL)
    assert found
    # HTML drops a line break right after <pre>
    assert html.unescape(found[1]).removeprefix("\n") == text


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (nodes.paragraph("", "max_limit (integer), _x"), "max_limit (integer), \\_x\n"),
        (nodes.paragraph("", "-1 (false)\n- x\n1. y\n#!KAMAILIO"), "-1 (false)\n\\- x\n1\\. y\n#!KAMAILIO\n"),
        (nodes.paragraph("", "see http://x.org/ or www.x.org"), "see http\\://x.org/ or www\\.x.org\n"),
        (nodes.literal_block("", "a\n```\nb", language="x y"), "````\na\n```\nb\n````\n"),
        (nodes.rubric("", "", nodes.literal("", "x"), ids=["e.1"]), '<a id="e.1"></a>**`x`**\n'),
        (nodes.danger("", nodes.paragraph("", "x")), "> [!CAUTION]\n> **Danger**\n>\n> x\n"),
        (nodes.section("", nodes.title("", "C #"), ids=["A.b_C"]), '<a id="A.b_C"></a>\n# C \\#\n'),
        (nodes.line_block("", nodes.line("", "\u00a0a"), nodes.line("", "b")), "&nbsp;a<br>\nb\n"),
    ],
)
def test_small_forms(node: nodes.Node, expected: str) -> None:
    assert markdown.write(document(node)) == expected


def test_lists_that_follow_each_other_stay_two() -> None:
    def made() -> nodes.Node:
        return nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "a")))

    assert shape(PARSER.parse(markdown.write(document(made(), made(), made())))).count("bullet_list_open") == 3


def test_alert_inside_a_list_is_a_quote_with_its_title() -> None:
    made = nodes.bullet_list("", nodes.list_item("", nodes.note("", nodes.paragraph("", "x"))))
    assert markdown.write(document(made)) == "- > **Note**\n  >\n  > x\n"


def test_footnotes_are_githubs() -> None:
    paragraph = nodes.paragraph("", "", nodes.Text("a"), nodes.footnote_reference(auto=1, refid="f.1"), nodes.Text("(b)"))
    note = nodes.footnote("", nodes.paragraph("", "one"), nodes.paragraph("", "two"), ids=["f.1"], auto=1)
    assert markdown.write(document(paragraph, note)) == 'a[^1]\\(b)\n\n[^1]: <a id="f.1"></a>one\n\n    two\n'


def test_footnote_that_only_an_html_table_refers_to_is_kept() -> None:
    entry = nodes.entry("", nodes.paragraph("", "", nodes.footnote_reference(auto=1, refid="f1")))
    table = nodes.table("", nodes.tgroup("", nodes.tbody("", nodes.row("", entry)), cols=1))
    written = markdown.write(document(table, nodes.footnote("", nodes.paragraph("", "one"), ids=["f1"])))
    assert '<sup><a href="#f1">[1]</a></sup>' in written
    assert written.endswith('***\n\n<a id="f1"></a>\\[1\\] one\n')


def test_front_matter_is_yaml_of_the_metadata() -> None:
    field = nodes.field("", nodes.field_name("", "Author"), nodes.field_body("", nodes.paragraph("", 'A "B" C')))
    info = nodes.container("", nodes.field_list("", field), classes=["db-info"])
    made = document(nodes.section("", nodes.title("", "T: x"), info))
    assert markdown.write(made, front_matter=True).startswith('---\n"title": "T: x"\n"author": "A \\"B\\" C"\n---\n\n# T: x\n')


def test_unknown_node_is_a_clear_internal_error() -> None:
    with pytest.raises(UnknownNodeError, match=r"internal error: the Markdown writer has no rule for the node .*\.raw"):
        markdown.write(document(nodes.raw("", "x", format="html")))
