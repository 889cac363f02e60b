"""The comparison of listings forgives nothing but the newlines that belong to the markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.measure.listings import lost_listings

CASES = [
    ("a\tb", "a\tb", True),
    ("\na\n", "a\n", True),
    ("\n  a\n  b\n    ", "  a\n  b\n", True),
    ("a\tb", "a       b", False),
    ("“x”", '"x"', False),
    ("a ", "a\n", False),
    ("\n\na", "\na\n", True),
    ("\n\na", "a\n", False),
]


@pytest.mark.parametrize(("source", "page", "equal"), CASES)
def test_listing_equality(source: str, page: str, equal: bool, tmp_path: Path) -> None:
    tree, html = tmp_path / "tree.xml", tmp_path / "page.html"
    tree.write_text(f"<para><screen>{source}</screen></para>", encoding="utf-8")
    html.write_text(f"<html><body><pre><span></span>{page}</pre></body></html>", encoding="utf-8")
    assert (lost_listings(tree, [html])[0] == []) is equal


def test_a_listing_that_appears_twice_must_be_there_twice(tmp_path: Path) -> None:
    tree, html = tmp_path / "tree.xml", tmp_path / "page.html"
    tree.write_text("<para><screen>a</screen><screen>a</screen></para>", encoding="utf-8")
    html.write_text("<html><body><pre>a\n</pre></body></html>", encoding="utf-8")
    assert lost_listings(tree, [html]) == (["a"], 0)


@pytest.mark.parametrize(
    ("page", "expected"),
    [("a (1)b", ([], 1)), ("a b (1)", ([], 1)), ("a b(1)", ([], 1)), ("a (1)c", (["a b"], 0)), ("a b", ([], 0))],
)
def test_marks_are_forgiven_and_counted_only_where_the_code_is_equal(
    page: str, expected: tuple[list[str], int], tmp_path: Path
) -> None:
    tree, html = tmp_path / "tree.xml", tmp_path / "page.html"
    tree.write_text('<para><screen>a <co id="c"/>b</screen></para>', encoding="utf-8")
    marked = page.replace("(1)", '<span class="db-co">(1)</span>')
    html.write_text(f"<html><body><pre>{marked}\n</pre></body></html>", encoding="utf-8")
    assert lost_listings(tree, [html]) == expected
