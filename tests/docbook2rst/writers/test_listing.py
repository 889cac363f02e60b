"""Listings and formulas come back exactly, whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbook2rst.writers.listing import ESCAPED, decode, encode, encode_tight, mode

TEXT = st.text(alphabet="ab \t\n\\&x0\x85\u2028\u00a0\0\f", max_size=30)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("a\n  b", ""),
        ("a\n\nb", ""),
        ("\ta\n\t\tb", "retab"),
        ("        a\n\tb", ESCAPED),  # the eight spaces would become a tab
        ("a\tb", ESCAPED),
        ("a ", ESCAPED),
        ("a\n", ESCAPED),
        ("\na", ESCAPED),
        ("a\x85b", ESCAPED),
        ("", ESCAPED),
        ("a\\b", ""),
    ],
)
def test_a_listing_is_written_as_plainly_as_it_can_be(text: str, how: str) -> None:
    assert mode(text) == how


@settings(max_examples=500, deadline=None)
@given(text=TEXT)
def test_a_listing_comes_back(text: str) -> None:
    how = mode(text)
    coded = encode(text, how)
    assert (decode(coded, how) if how else coded) == text
    assert coded.strip("\n")
    assert coded.split("\n")[0].strip()


@settings(max_examples=500, deadline=None)
@given(text=TEXT)
def test_a_formula_comes_back_and_has_no_empty_line(text: str) -> None:
    coded = encode_tight(text)
    assert decode(coded, ESCAPED) == text
    assert all(line.strip() for line in coded.splitlines())
