"""Headers added, removed and asked for."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.table_headers import CASES
from tests.kahea.modules.textops.traffic import Case, assert_holds


@pytest.mark.parametrize("case", CASES["append_hf"])
def test_append_hf_puts_a_header_behind(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["insert_hf"])
def test_insert_hf_puts_a_header_before(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["append_urihf"])
def test_append_urihf_writes_the_received_uri(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf"])
def test_remove_hf_takes_every_header_of_the_name(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_pv"])
def test_remove_hf_pv_takes_a_name_with_variables(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_idx"])
def test_remove_hf_idx_takes_one_of_several(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_re"])
def test_remove_hf_re_takes_names_that_match(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_re_pv"])
def test_remove_hf_re_pv_takes_an_expression_with_variables(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_exp"])
def test_remove_hf_exp_keeps_exceptions(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_exp_pv"])
def test_remove_hf_exp_pv_takes_expressions_with_variables(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_match"])
def test_remove_hf_match_looks_at_the_content(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["is_present_hf"])
def test_is_present_hf_knows_long_and_compact_names(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["is_present_hf_pv"])
def test_is_present_hf_pv_takes_a_name_with_variables(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["is_present_hf_re"])
def test_is_present_hf_re_looks_at_names(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["is_present_hf_re_pv"])
def test_is_present_hf_re_pv_takes_an_expression_with_variables(case: Case) -> None:
    assert_holds(case)
