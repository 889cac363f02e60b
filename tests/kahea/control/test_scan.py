"""kahea.control.scan."""

from typing import Any

import pytest

from kahea.control.scan import Scanner
from kahea.control.value import RpcValue

TABLE: list[tuple[list[RpcValue], str, list[Any], str | None]] = [
    (["a", 5], "sd", ["a", 5], None),
    (["a"], "s*d", ["a"], None),
    ([], "*s", [], None),
    ([], "s", [], "parameter 1 is missing, a string is expected"),
    (["a"], "sd", ["a"], "parameter 2 is missing, an integer is expected"),
    ([5], "s", [], "parameter 1 must be a string, not 5"),
    ([5], ".s", ["5"], None),
    ([5, 6], ".ss", ["5"], "parameter 2 must be a string, not 6"),  # the dot is for one parameter
    (["5"], "d", [], "parameter 1 must be an integer, not '5'"),
    (["5"], ".d", [5], None),
    (["x"], "*d", [], "parameter 1 must be an integer, not 'x'"),  # optional means missing, not wrong
    ([0], "b", [False], None),
    ([7], "b", [True], None),
    ([True], "b", [True], None),
    ([-1], "u", [2**32 - 1], None),  # as kamcmd sends 4294967295
    ([2**32 - 1], "u", [2**32 - 1], None),
    ([-(2**31) - 1], "u", [], "parameter 1 must be an integer from 0 on, not -2147483649"),
    ([-1], "j", [], "parameter 1 must be an integer from 0 on, not -1"),
    (["-1"], ".J", [], "parameter 1 must be an integer from 0 on, not '-1'"),
    ([-1], "d", [-1], None),
    ([2**40], "lLjJ", [2**40], "parameter 2 is missing, an integer is expected"),
    (["7"], ".u", [7], None),
    (["-7"], ".u", [2**32 - 7], None),
    (["0"], ".b", [False], None),
    ([2], "f", [2.0], None),
    (["2"], "f", [], "parameter 1 must be a number, not '2'"),
    (["2.5"], ".f", [2.5], None),
    ([1234567890], "t", [1234567890], None),
    ([{"a": 1}, [2]], "{[", [{"a": 1}, [2]], None),
    (["a"], "{", [], "parameter 1 must be a structure, not 'a'"),
    (["a"], "[", [], "parameter 1 must be an array, not 'a'"),
    ([None], "s", [], "parameter 1 must be a string, not nothing"),
]


@pytest.mark.parametrize(("params", "fmt", "found", "fault"), TABLE)
def test_a_format_reads_what_it_says(params: list[RpcValue], fmt: str, found: list[Any], fault: str | None) -> None:
    scanner = Scanner(params)
    assert scanner.scan(fmt) == found
    assert (scanner.fault.text if scanner.fault else None) == fault


def test_what_does_not_fit_may_be_read_by_another_format() -> None:
    scanner = Scanner(["all"])
    assert scanner.scan("d") == []
    assert scanner.scan("s") == ["all"]
    assert scanner.fault is None


def test_scans_go_on_where_the_last_one_ended() -> None:
    scanner = Scanner(["a", "b", "c"])
    assert [scanner.scan("*s") for _ in range(4)] == [["a"], ["b"], ["c"], []]


def test_a_transport_of_texts_converts_unasked() -> None:
    assert Scanner(["5", "a"], autoconvert=True).scan("ds") == [5, "a"]


def test_an_unknown_letter_is_the_commands_bug() -> None:
    with pytest.raises(ValueError, match="'q' is no letter"):
        Scanner(["a"]).scan("q")
