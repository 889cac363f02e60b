"""Lines and their indentation."""

from __future__ import annotations

from docbook2rst.writers.layout import Layout


def test_a_mark_waits_for_the_first_line_of_its_item() -> None:
    layout = Layout()
    with layout.indented("  ", first="- "), layout.indented("   ", first="1. "):
        layout.gap()
        layout.line("a")
        layout.gap()
        layout.line("b")
    assert layout.text() == "- 1. a\n\n     b\n"


def test_an_item_without_lines_is_its_mark() -> None:
    layout = Layout()
    with layout.indented("  ", first="- "):
        assert layout.is_at_first_line
    assert layout.text() == "-\n"


def test_gaps_never_double_and_end_nothing() -> None:
    layout = Layout()
    layout.gap()
    layout.line("a")
    layout.gap()
    layout.gap()
    layout.lines("b\nc")
    layout.gap()
    assert layout.result() == ["a", "", "b", "c"]


def test_tight_content_has_no_gap_before_it() -> None:
    layout = Layout()
    layout.line("term")
    with layout.indented("   "), layout.tight():
        layout.gap()
        layout.line("x")
        layout.gap()
        layout.line("y")
    assert layout.text() == "term\n   x\n\n   y\n"


def test_an_empty_line_has_no_indentation() -> None:
    layout = Layout()
    with layout.indented("   "):
        layout.lines("a\n\nb")
    assert layout.text() == "   a\n\n   b\n"
