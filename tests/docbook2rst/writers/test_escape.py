"""What gets a backslash, and what stays as it is."""

from __future__ import annotations

import pytest

from docbook2rst.writers.escape import escape_content, escape_line_starts, escape_text, split_odd, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*3 snake_case a | b", "2*3 snake_case a | b"),
        ("*a", "\\*a"),
        ("foo_ _foo", "foo\\_ _foo"),
        ("`a` \\", "\\`a\\` \\\\"),
        ("sip:a@b http://x", "sip\\:a\\@b http\\://x"),
        ("a: b", "a: b"),
        ("|a|", "\\|a|"),
    ],
)
def test_only_what_could_be_markup_is_escaped(text: str, expected: str) -> None:
    assert escape_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", "\\- a"),
        ("-1", "\\-1"),
        ("1. a", "1\\. a"),
        ("(i) a", "\\(i) a"),
        ("1.5", "1.5"),
        ("====", "\\===="),
        (".. a", "\\.. a"),
        (":a: b", "\\:a: b"),
        (">>> a", "\\>>> a"),
        ("a ::", "a :\\:"),
        ("a\n- b", "a\n\\- b"),
        ("--all x", "\\--all x"),
    ],
)
def test_no_line_begins_a_construct(text: str, expected: str) -> None:
    assert escape_line_starts(text) == expected


def test_a_quote_has_no_attribution_that_nobody_wrote() -> None:
    assert escape_line_starts("-- Me", is_quoted=True) == "\\-- Me"


def test_content_of_markup_escapes_its_end_only() -> None:
    assert escape_content("a*b`c\\", "`") == "a*b\\`c\\\\"


def test_characters_that_end_lines_stand_alone() -> None:
    assert split_odd("a\u2028b", is_last=False) == ["a", "\u2028", "b"]
    assert split_odd("a\u00a0", is_last=True) == ["a", "\u00a0", ""]
    assert split_odd("a\u00a0", is_last=False) == ["a\u00a0"]


@pytest.mark.parametrize(("text", "columns"), [("ab", 2), ("\u4e2d", 2), ("a\u0301", 1)])
def test_width_is_docutils(text: str, columns: int) -> None:
    assert width(text) == columns
