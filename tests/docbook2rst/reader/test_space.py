"""White space of running text, whatever it is made of."""

from __future__ import annotations

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from tests.docbook2rst.doctrees import doctree

from docbook2rst.reader.space import collapse

TEXT = st.text(alphabet="ab \n\t\u00a0", max_size=6)
INLINE = st.recursive(
    TEXT,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["emphasis", "varname", "quote", "phrase", "acronym", "title"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
MIXED = st.lists(
    st.one_of(INLINE, st.sampled_from(["<para> p </para>", '<anchor id="i"/>', "<programlisting> x </programlisting>"])),
    max_size=6,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("a", "a"),
        ("a  b", "a b"),
        ("a \n\t b", "a\nb"),
        ("a\t\tb\tc", "a b c"),
        ("a\r\nb", "a\nb"),
        ("\n \n", "\n"),
        ("a \u00a0 b", "a \u00a0 b"),
    ],
)
def test_collapse(text: str, expected: str) -> None:
    assert collapse(text) == expected


@given(MIXED)
def test_inline_nodes_have_no_space_at_their_edges_and_paragraphs_no_runs(parts: list[str]) -> None:
    document = doctree(f"<section><title>T</title><para>{''.join(parts)}</para></section>")
    for node in document.findall(nodes.Inline):
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.target):
            text = node.astext()
            assert text
            assert text == text.strip()
    for paragraph in document.findall(nodes.paragraph):
        text = paragraph.astext()
        assert "  " not in text.replace("\u00a0", "x")
        assert text == text.strip(" \t\r\n")


@given(MIXED)
def test_no_letter_is_lost_or_moved(parts: list[str]) -> None:
    xml = "".join(parts)
    document = doctree(f"<section><title>T</title><para>{xml}</para></section>")
    kept = [char for text in document[0][1:] for char in text.astext() if char in "abpx"]
    written = [char for char in _text(xml) if char in "abpx"]
    assert sorted(kept) == sorted(written)
    if "<title>" not in xml:
        assert kept == written


def _text(xml: str) -> str:
    out, inside = [], False
    for char in xml:
        if char == "<":
            inside = True
        elif char == ">":
            inside = False
        elif not inside:
            out.append(char)
    return "".join(out)


@given(MIXED)
def test_text_never_touches_text(parts: list[str]) -> None:
    document = doctree(f"<section><title>T</title><para>{''.join(parts)}</para></section>")
    for node in document.findall(nodes.Element):
        pairs = zip(node.children, node.children[1:], strict=False)
        assert not any(isinstance(one, nodes.Text) and isinstance(two, nodes.Text) for one, two in pairs)
        assert all(child.parent is node for child in node.children)
