"""Expressions and substitutions that routes make."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.traffic import MODULES

from kahea.api.testing import Lab
from kahea.api.values import KaheaError
from kahea.modules.textops.patterns import kept_patterns, line_pattern, pattern_of, substitution_of, text_pattern


def test_line_pattern_knows_lines_and_text_pattern_does_not() -> None:
    assert line_pattern("^b$").search(b"a\nB\n") is not None
    assert text_pattern("^b$").search(b"a\nB\n") is None
    assert line_pattern("a.b").search(b"a\nb") is None
    assert text_pattern("a.b").search(b"a\nb") is not None


def test_pattern_of_keeps_what_it_compiled_within_a_bound() -> None:
    lab = Lab(f"{MODULES}request_route {{ exit; }}")
    with lab.at_work():
        for number in (1, 2, 1):
            pattern_of(b"x%d" % number)
        assert list(kept_patterns()) == [b"x1", b"x2"]
        for number in range(300):
            pattern_of(b"y%d" % number)
        assert len(kept_patterns()) <= 256


@pytest.mark.parametrize("text", [b"(", b"(a*)*b"])
def test_pattern_of_refuses_what_cannot_be_matched(text: bytes) -> None:
    lab = Lab(f"{MODULES}request_route {{ exit; }}")
    with lab.at_work(), pytest.raises(KaheaError):
        pattern_of(text)


@pytest.mark.parametrize("text", [b"", b"/a/b", b"/a/\\2/", b"/a/b/gq", b"/(a*)*b/c/"])
def test_substitution_of_refuses_what_is_none(text: bytes) -> None:
    lab = Lab(f"{MODULES}request_route {{ exit; }}")
    with lab.at_work(), pytest.raises(KaheaError):
        substitution_of(text)
