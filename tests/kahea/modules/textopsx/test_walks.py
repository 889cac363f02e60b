"""Changes made at once, bodies, and walks."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.traffic import Case, assert_holds
from tests.kahea.modules.textopsx.table_walks import CASES


@pytest.mark.parametrize("case", CASES["msg_apply_changes"])
def test_msg_apply_changes_makes_changes_visible(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_body"])
def test_remove_body_leaves_no_body(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["keep_hf"])
def test_keep_hf_keeps_what_routing_needs(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["fnmatch"])
def test_fnmatch_matches_whole_strings(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["hf_iterator_next"])
def test_hf_iterator_next_walks_over_all_headers(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["hf_iterator_rm"])
def test_hf_iterator_rm_takes_the_header_away(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["hf_iterator_insert"])
def test_hf_iterator_insert_puts_a_header_before(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["hf_iterator_prev"])
def test_hf_iterator_prev_walks_back(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["bl_iterator_rm"])
def test_bl_iterator_rm_takes_the_line_away(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["bl_iterator_insert"])
def test_bl_iterator_insert_puts_a_line_before(case: Case) -> None:
    assert_holds(case)
