"""Added words are accounted for by the markup that generated text stands in, and by nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tools.measure.generators import explain


def test_label_explains_its_words_and_no_others(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<body><p class="rubric"><span class="db-label">Example 3. </span>Use it</p></body>', encoding="utf-8")
    accounts, left = explain(Counter({"example": 1, "3": 1, "stray": 1}), [page])
    assert accounts.total() == 2
    assert left == Counter({"stray": 1})


def test_a_word_generated_once_explains_one_addition(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<body><span class="db-label">Example 3. </span></body>', encoding="utf-8")
    assert explain(Counter({"example": 2}), [page])[1] == Counter({"example": 1})
