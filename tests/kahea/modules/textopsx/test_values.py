"""Values of headers."""

from __future__ import annotations

from time import process_time

import pytest
from tests.kahea.modules.textops.traffic import Case, assert_holds
from tests.kahea.modules.textopsx.table_values import CASES

from kahea.modules.textopsx.values import list_params, params_of, split_values


@pytest.mark.parametrize("case", CASES["append_hf_value"])
def test_append_hf_value_puts_a_value_behind(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["insert_hf_value"])
def test_insert_hf_value_puts_a_value_before(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_value"])
def test_remove_hf_value_takes_a_value_or_its_parameter(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["assign_hf_value"])
def test_assign_hf_value_changes_a_value_or_its_parameter(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["remove_hf_value2"])
def test_remove_hf_value2_takes_a_header_or_its_parameter(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["assign_hf_value2"])
def test_assign_hf_value2_changes_a_header_or_its_parameter(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["include_hf_value"])
def test_include_hf_value_adds_what_is_missing(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["exclude_hf_value"])
def test_exclude_hf_value_takes_what_is_there(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["hf_value_exists"])
def test_hf_value_exists_looks_in_every_header(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("unit", [b"<", b'"', b" ", b"a", b";a", b',"', b"=", b"a ", b'a="', b"<>,"])
def test_values_are_read_in_a_time_that_grows_with_the_text(unit: bytes) -> None:
    """Squares of the length would take ten times as long as is allowed here."""
    body = unit * (200_000 // len(unit))
    begun = process_time()
    values = split_values(body, 0)
    assert params_of(values[0], b"p")[0] == []
    assert list_params(body, 0, b"p")[0] == []
    assert process_time() - begun < 10
