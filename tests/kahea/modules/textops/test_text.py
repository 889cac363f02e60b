"""Text looked for and replaced in requests."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.table_text import CASES
from tests.kahea.modules.textops.traffic import Case, assert_holds


@pytest.mark.parametrize("case", CASES["search"])
def test_search_finds_text_anywhere_in_the_message(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["search_body"])
def test_search_body_finds_text_in_the_body_only(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["search_hf"])
def test_search_hf_finds_text_in_the_first_the_last_or_any_header(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["search_str"])
def test_search_str_finds_text_in_a_string(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["search_append"])
def test_search_append_puts_text_behind_the_first_match(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["search_append_body"])
def test_search_append_body_puts_text_behind_the_first_match_in_the_body(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace"])
def test_replace_replaces_the_first_match(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_hdrs"])
def test_replace_hdrs_leaves_the_body_alone(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_body"])
def test_replace_body_leaves_the_headers_alone(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_all"])
def test_replace_all_replaces_every_match(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_body_all"])
def test_replace_body_all_replaces_every_match_line_by_line(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_body_atonce"])
def test_replace_body_atonce_takes_the_body_as_one_string(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_str"])
def test_replace_str_replaces_a_plain_string(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_hdrs_str"])
def test_replace_hdrs_str_replaces_a_plain_string_in_headers(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["replace_body_str"])
def test_replace_body_str_replaces_a_plain_string_in_the_body(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["subst"])
def test_subst_substitutes_in_headers_and_body(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["subst_body"])
def test_subst_body_substitutes_in_the_body(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["subst_hf"])
def test_subst_hf_substitutes_in_one_header(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["subst_uri"])
def test_subst_uri_changes_the_request_uri_at_once(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["subst_user"])
def test_subst_user_changes_the_user_at_once(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["regex_substring"])
def test_regex_substring_stores_a_group(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize("case", CASES["re.subst"])
def test_re_subst_gives_the_changed_value(case: Case) -> None:
    assert_holds(case)
