"""Questions about the method, privacy and strings."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.table_strings import CASES
from tests.kahea.modules.textops.traffic import Case, assert_holds


@pytest.mark.parametrize("case", CASES["is_method"])
def test_is_method_knows_methods_in_any_case(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["is_privacy"])
def test_is_privacy_finds_a_kind(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["in_list"])
def test_in_list_finds_an_item(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["in_list_prefix"])
def test_in_list_prefix_finds_an_item_that_begins_the_string(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["cmp_str"])
def test_cmp_str_compares_bytes(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["starts_with"])
def test_starts_with_compares_the_beginning(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["ends_with"])
def test_ends_with_compares_the_end(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["str_find"])
def test_str_find_gives_the_place(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["str_ifind"])
def test_str_ifind_gives_the_place_in_any_case(case: Case) -> None:
    assert_holds(case)
