"""kahea.base.log_line: one physical line, printable, of bounded length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kahea.base.log_line import L_ALERT, L_DBG, MAX_LINE_BYTES, cut, escape, log_line
from kahea.base.origin import Origin

WHERE = Origin("core/receive.py", 9, "receive_msg")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本", "plain é 日本"),
        ("%s%n%x", "%s%n%x"),
        ("a\nb", r"a\nb"),
        ("a\r\nERROR: forged", r"a\r\nERROR: forged"),
        ("\x1b[2J\x07\x00\x7f", r"\x1b[2J\x07\x00\x7f"),
        ("\x85\u2028\u2029", r"\x85\u2028\u2029"),  # what else may end a line
        ("\u202etxt\u200b", r"\u202etxt\u200b"),  # what turns or hides text
        ("\udcff", r"\udcff"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_does_not_print_is_written_as_an_escape(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (-9, "ALERT"),
        (-5, "ALERT"),
        (-4, "BUG"),
        (-3, "CRITICAL"),
        (-2, "CRITICAL"),
        (-1, "ERROR"),
        (0, "WARNING"),
        (1, "NOTICE"),
        (2, "INFO"),
        (3, "DEBUG"),
        (9, "DEBUG"),
    ],
)
def test_each_level_has_its_word(level: int, name: str) -> None:
    expected = f"12(345) {name}: <core> [core/receive.py:9]: receive_msg(): text"
    assert log_line(level, "core", "text", where=WHERE, rank=12, pid=345) == expected


def test_the_prefix_stands_between_level_and_module_and_is_escaped() -> None:
    line = log_line(-1, "tm", "x", where=WHERE, prefix="{INVITE a\nb} ", pid=1)
    assert line == r" 0(1) ERROR: {INVITE a\nb} tm [core/receive.py:9]: receive_msg(): x"


def test_64_kilobytes_are_cut_and_the_length_is_told() -> None:
    line = log_line(L_DBG, "core", "\x1b" * 65_536, where=WHERE)
    assert len(line.encode()) == MAX_LINE_BYTES
    assert line.endswith("characters)")


@given(st.text(max_size=6_000), st.text(max_size=200), st.integers(L_ALERT, L_DBG))
@settings(max_examples=100)
def test_whatever_is_logged_is_one_line_of_bounded_length(text: str, prefix: str, level: int) -> None:
    line = log_line(level, "core", text, where=WHERE, prefix=prefix)
    assert line.isprintable()
    assert len(line.encode()) <= MAX_LINE_BYTES


@pytest.mark.parametrize("text", ["", "x" * 40, "é" * 20])
def test_what_fits_is_not_cut(text: str) -> None:
    assert cut(text, 40) == text


def test_no_character_is_cut_in_two() -> None:
    assert cut("日" * 100, 40) == "日" * 6 + "... (100 characters)"
