"""Flags by number or by name."""

import pytest

from kahea.api.testing import Lab
from kahea.core.flag_number import flag_number


@pytest.mark.parametrize(
    ("text", "number"), [(b"0", 0), (b" 31 ", 31), (b"nat", 7), (b"32", None), (b"none", None), (b"-1", None)]
)
def test_flag_is_found_by_number_or_name(text: bytes, number: int | None) -> None:
    lab = Lab("flags nat:7;\nrequest_route { exit; }")
    assert flag_number(lab.engine, text) == number
    assert any("there is no flag" in line for line in lab.log) is (number is None)
