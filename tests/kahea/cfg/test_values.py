"""Numbers as C has them, and the operators whose operands' types show at run time."""

import ctypes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.cfg.values import HIGHEST, LOWEST, ScriptError, Values, quotient, read_int, regex_of, remainder, shifted, wrap
from kahea.pv import EMPTY, NULL, PvValue, pv_int, pv_intstr, pv_str, pv_strint

numbers = st.one_of(st.integers(LOWEST, HIGHEST), st.sampled_from([LOWEST, HIGHEST, 0, 1, -1]))


@given(st.integers(-(1 << 130), 1 << 130))
def test_wrap_is_what_64_bits_hold(number: int) -> None:
    assert wrap(number) == ctypes.c_int64(number).value


@given(numbers, numbers.filter(bool))
def test_division_and_remainder_are_cs(left: int, right: int) -> None:
    assert left == quotient(left, right) * right + remainder(left, right) or (left, right) == (LOWEST, -1)
    assert abs(remainder(left, right)) < abs(right)
    assert remainder(left, right) == 0 or (remainder(left, right) < 0) == (left < 0)


@pytest.mark.parametrize("divide", [quotient, remainder])
def test_nothing_is_divided_by_zero(divide: object) -> None:
    assert callable(divide)
    with pytest.raises(ScriptError, match="by zero"):
        divide(1, 0)


@given(numbers, st.integers(-200, 200))
def test_a_shift_counts_six_bits(left: int, by: int) -> None:
    assert shifted(left, "<<", by) == ctypes.c_int64(left << (by % 64)).value
    assert shifted(left, ">>", by) == left >> (by % 64)


READ = [
    (b"12", 12),
    (b"-12", -12),
    (b"+12", 12),
    (b"010", 10),
    (b"0x10", 16),
    (b"0XfF", 255),
    (b"", 0),
    (b"-0x10", None),
    (b" 12", None),
    (b"12 ", None),
    (b"12ab", None),
    (b"--5", None),
    (b"0x", None),
    (b"9223372036854775807", HIGHEST),
    (b"9223372036854775808", None),
    (b"9" * 5000, None),
    (b"1\n", None),
    ("٣".encode(), None),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_text_is_a_number_when_all_of_it_is(text: bytes, expected: int | None) -> None:
    assert read_int(text) == expected


SAMPLES = [NULL, EMPTY, pv_int(0), pv_int(5), pv_str(b"5"), pv_str(b"abc"), pv_strint(b"INVITE", 1), pv_intstr(5, b"05")]
EQUAL = [
    "11100000",  # null is 0 beside a number and the empty string beside text
    "11000000",
    "11100100",  # a number: text beside it counts as the number it writes, else 0
    "00011001",
    "00011000",  # text: a number beside it is written out
    "00000100",
    "00000010",
    "00011001",
]


@pytest.mark.parametrize("row", range(len(SAMPLES)))
def test_equality_is_that_of_the_left_operands_type(row: int) -> None:
    values = Values(lambda _text: None)
    assert "".join(str(int(values.equal(SAMPLES[row], right))) for right in SAMPLES) == EQUAL[row]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (pv_int(1), pv_str(b"2"), pv_int(3)),
        (pv_str(b"1"), pv_int(2), pv_str(b"12")),
        (NULL, pv_int(2), pv_str(b"2")),
        (NULL, NULL, EMPTY),
        (pv_int(HIGHEST), pv_int(1), pv_int(LOWEST)),
        (pv_intstr(32, b"00000020"), pv_int(1), pv_int(33)),
        (pv_strint(b"INVITE", 1), pv_int(1), pv_str(b"INVITE1")),
    ],
)
def test_plus_adds_numbers_and_joins_the_rest(left: PvValue, right: PvValue, expected: PvValue) -> None:
    assert Values(lambda _text: None).plus(left, right) == expected


def test_a_warning_is_given_once_for_each_text_that_is_no_number() -> None:
    told: list[str] = []
    values = Values(told.append)
    assert (values.int_of(pv_str(b"x" * 200)), values.int_of(NULL), values.int_of(EMPTY), values.text_int(b"7")) == (0, 0, 0, 7)
    assert [line[:30] for line in told] == ["'" + "x" * 29]
    assert len(told[0]) < 200


@pytest.mark.parametrize("value", [NULL, EMPTY, pv_str(b"x")])
def test_a_functions_number_must_be_one(value: PvValue) -> None:
    with pytest.raises(ScriptError, match="is no integer"):
        Values(lambda _text: None).int_arg(value)


def test_a_regular_expression_is_compiled_once() -> None:
    assert regex_of(b"^a") is regex_of(b"^a")
    assert regex_of(b"^A").search(b"abc") is not None
