"""Expressions of the script: the same matches as `re`, and a time that no text can blow up."""

import re
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kahea.cfg.posix_automaton import MAX_STATES, Automaton, TooLargeError
from kahea.cfg.posix_cost import EXPONENTIAL, degree_of
from kahea.cfg.posix_re import PosixRe, compile_posix, compile_safe
from kahea.cfg.posix_tree import read_tree

MATCHES = [
    (rb"^[[:digit:]]+$", b"12", True),
    (rb"^[[:digit:]]+$", b"12a", False),
    (rb"^[[:digit:]]+$", b"12\n", False),
    (rb"ABC", b"xabcx", True),
    (rb"^sip:(alice|bob)@", b"SIP:Bob@h", True),
    (rb"a.c", b"a\nc", True),
    (rb"[^a-z]", b"abc", False),
    (rb"[]x]", b"]", True),
    (rb"[a\]", b"\\", True),
    (rb"\.", b"x", False),
    (rb"a{2,3}$", b"baa", True),
    (rb"^a{2,3}$", b"aaaa", False),
    (rb"a{2}", b"aba", False),
    (rb"^(a|)b$", b"b", True),
    (rb"", b"", True),
    (rb"^$", b"", True),
    (rb"^$", b"x", False),
    (rb"x$|^y", b"yx", True),
    (rb"(^a|b)c", b"bc", True),
    (rb"(^a|b)c", b"xac", False),
    (rb"a**", b"", True),
    (rb"\w+@\w+", b"a@b", True),
]


@pytest.mark.parametrize(("expression", "text", "expected"), MATCHES)
def test_an_expression_matches_as_posix_says(expression: bytes, text: bytes, expected: bool) -> None:
    assert (PosixRe(expression, ignore_case=True).search(text) is not None) is expected
    tree, is_whole = read_tree(expression, ignore_case=True)
    assert is_whole
    assert (Automaton(tree).search(text) is not None) is expected


DEGREES = [
    (rb"friendly-scanner|sipcli", 1),
    (rb"^sip:[0-9]+@", 1),
    (rb"^(sip|sips):.*$", 1),
    (rb"^\+?49", 1),
    (rb"^sip:.*@.*$", 2),
    (rb"foo.*", 2),
    (rb".*a.*b", 3),
    (rb"^(;[^;]+)*$", 2),
    (rb"^(foo|bar)+$", 1),
    (rb"^([a-z]+\.)+[a-z]+$", 3),
    (rb"(a+)+", EXPONENTIAL),
    (rb"(a|aa)+", EXPONENTIAL),
    (rb"(a*)*", EXPONENTIAL),
    (rb"(.*a){12}", EXPONENTIAL),
    (rb"((a?){9}){9}a", EXPONENTIAL),
    (b"a?" * 9 + b"a" * 9, EXPONENTIAL),
    (rb"(x+x+)+y", EXPONENTIAL),
    (rb"([a-z]+[a-z.]+)*", EXPONENTIAL),
]


@pytest.mark.parametrize(("expression", "degree"), DEGREES)
def test_the_cost_of_backtracking_is_seen_in_the_expression(expression: bytes, degree: int) -> None:
    assert degree_of(read_tree(expression, ignore_case=True)[0]) == degree


BOMBS = [
    (rb"^(a+)+$", b"a" * 60_000 + b"!"),
    (rb"(a|aa)+$", b"a" * 60_000 + b"!"),
    (rb"(x+x+)+y", b"x" * 60_000),
    (b"a?" * 30 + b"a" * 30, b"a" * 29),
    (rb".*a.*b.*c", b"ab" * 30_000),
    (rb"foo.*bar.*baz", b"foobar" * 10_000),
    (rb"^[^@]*[^;]*[^,]*X", b"a" * 60_000),
]


@pytest.mark.parametrize(("expression", "text"), BOMBS)
def test_no_text_makes_a_search_last(expression: bytes, text: bytes) -> None:
    """A thousandth of what backtracking would need would be longer than this test may run."""
    search = PosixRe(expression, ignore_case=True).search
    began = time.perf_counter()
    assert search(text) is None
    assert time.perf_counter() - began < 60


def test_a_pattern_with_groups_is_refused_when_it_could_last_for_ever() -> None:
    with pytest.raises(re.error, match="a repetition within a repetition"):
        compile_safe(rb"^(a+)+$")
    with pytest.raises(re.error, match="a repetition within a repetition"):
        PosixRe(rb"\b(a+)+\b", ignore_case=True)
    assert compile_safe(rb"^(;[^;]+)*$").match(b";a;b") is not None


def test_word_boundaries_and_back_references_are_left_to_re() -> None:
    assert PosixRe(rb"\bab\b", ignore_case=False).search(b"x ab y") is not None
    assert PosixRe(rb"(a)\1", ignore_case=False).search(b"xaa") is not None


def test_an_expression_that_is_written_out_too_large_is_refused() -> None:
    with pytest.raises(TooLargeError):
        Automaton(read_tree(rb"((a+){99}){99}", ignore_case=False)[0])
    with pytest.raises(re.error, match="more than 4000 steps"):
        PosixRe(rb"((a+){99}){99}", ignore_case=False)


def test_the_automaton_forgets_states_and_goes_on() -> None:
    """``a.{14}$`` has more than 16,000 states: which of the last 15 bytes were an a."""
    automaton = Automaton(read_tree(rb"a.{14}b$", ignore_case=False)[0])
    draw = Random(1)
    text = bytes(draw.choice(b"ab") for _ in range(20_000))
    pattern = compile_posix(rb"a.{14}b$")
    for end in (14, 100, 5_000, 20_000):
        assert (automaton.search(text[:end]) is not None) is (pattern.search(text[:end]) is not None)
    assert len(automaton._states) <= MAX_STATES + 1


atoms = st.sampled_from([b"a", b"b", b".", b"[ab]", b"[^a]", b"^", b"$", b"()", b"(a|b)", b"(^|a)", b"(b|$)"])
repeats = st.sampled_from([b"", b"", b"*", b"+", b"?", b"{2}", b"{1,3}", b"{0,2}", b"{2,}"])


def _joined(parts: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(atom if atom in (b"^", b"$") else atom + times for atom, times in parts)


rows = st.lists(st.tuples(atoms, repeats), max_size=4).map(_joined)
nested = st.tuples(rows, rows, repeats).map(lambda each: each[0] + b"(" + each[1] + b")" + each[2])
expressions = st.lists(st.one_of(rows, nested), min_size=1, max_size=3).map(b"|".join)


@settings(max_examples=1_000)
@given(expressions, st.text("abc", max_size=8).map(str.encode))
def test_the_automaton_and_re_agree(expression: bytes, text: bytes) -> None:
    found = compile_posix(expression).search(text) is not None
    tree, is_whole = read_tree(expression, ignore_case=False)
    assert is_whole
    assert (Automaton(tree).search(text) is not None) is found
    assert (PosixRe(expression, ignore_case=False).search(text) is not None) is found
