"""Places in a text, and what is looked up in it only once."""

from __future__ import annotations

import random

from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.tree import Position

TEXT = "ab\n\nc\nd"


def test_places_are_the_same_in_any_order() -> None:
    expected = [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (4, 1), (4, 2)]
    order = list(range(len(TEXT) + 1)) * 3
    random.Random(1).shuffle(order)
    text = Input(TEXT, "f")
    assert [text.place(pos) for pos in range(len(TEXT) + 1)] == expected
    assert all(text.place(pos) == expected[pos] for pos in order)


def test_all_of_an_internal_entity_stands_at_its_reference() -> None:
    reference = Position("f", 7, 3)
    assert Input("a\nb", "f", fixed=reference).position(2) == reference


def test_what_is_absent_is_looked_up_once() -> None:
    text = Input("a-->b", "f")
    assert (text.find("-->", 0), text.find("-->", 2), text.find("-->", 3)) == (1, -1, -1)


def test_end_tags_are_known_in_any_case() -> None:
    text = Input("<a>b</Ab >c</x", "f")
    assert [text.has_end_tag(name) for name in ("aB", "x", "a", "b")] == [True, True, False, False]
