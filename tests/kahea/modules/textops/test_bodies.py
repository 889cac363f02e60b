"""Bodies and their parts."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.table_bodies import CASES
from tests.kahea.modules.textops.traffic import Case, assert_holds


@pytest.mark.parametrize("case", CASES["set_body"])
def test_set_body_puts_body_and_type_in_place(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["filter_body"])
def test_filter_body_leaves_one_part(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["append_body_part"])
def test_append_body_part_adds_a_part(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["append_body_part_hex"])
def test_append_body_part_hex_adds_a_part_of_bytes(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["set_body_multipart"])
def test_set_body_multipart_makes_a_body_of_parts(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_body_part"])
def test_remove_body_part_takes_one_part_away(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["has_body"])
def test_has_body_looks_at_length_and_type(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["is_audio_on_hold"])
def test_is_audio_on_hold_knows_both_ways_of_holding(case: Case) -> None:
    assert_holds(case)
