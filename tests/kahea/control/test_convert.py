"""kahea.control.convert."""

import pytest

from kahea.control.convert import ConversionError, to_bool, to_float, to_int, to_str
from kahea.control.value import RpcValue

INTS: list[tuple[RpcValue, int | None]] = [
    (5, 5),
    (True, 1),
    (2.0, 2),
    ("-5", -5),
    ("+5", 5),
    ("9223372036854775807", 2**63 - 1),
    (2.5, None),
    (float("nan"), None),
    (float("inf"), None),
    ("", None),
    (" 5", None),
    ("5\n", None),
    ("1_000", None),  # int() would take it
    ("\u0665", None),  # a digit of another script, which int() takes too
    ("9" * 20, None),
    ([], None),
    (None, None),
    (b"5", None),
]
FLOATS: list[tuple[RpcValue, float | None]] = [
    ("0.5", 0.5),
    (".5", 0.5),
    ("5.", 5.0),
    ("1e3", 1000.0),
    (2, 2.0),
    ("nan", None),
    ("inf", None),
    ("1e999", None),
    (float("inf"), None),
    (10**400, None),
    ("0x10", None),
    ("1__0", None),
    ({}, None),
]
TEXTS: list[tuple[RpcValue, str | None]] = [("a", "a"), (5, "5"), (2.5, "2.5"), (True, "1"), (b"a\xff", "a\udcff"), ([], None)]
BOOLS: list[tuple[RpcValue, bool | None]] = [("Yes", True), ("off", False), (1, True), (False, False), (2, None), (1.0, None)]


@pytest.mark.parametrize(("value", "expected"), INTS)
def test_integers(value: RpcValue, expected: int | None) -> None:
    if expected is None:
        with pytest.raises(ConversionError):
            to_int(value)
    else:
        assert to_int(value) == expected


@pytest.mark.parametrize(("value", "expected"), FLOATS)
def test_numbers(value: RpcValue, expected: float | None) -> None:
    if expected is None:
        with pytest.raises(ConversionError):
            to_float(value)
    else:
        assert to_float(value) == expected


@pytest.mark.parametrize(("value", "expected"), TEXTS)
def test_texts(value: RpcValue, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(ConversionError):
            to_str(value)
    else:
        assert to_str(value) == expected


@pytest.mark.parametrize(("value", "expected"), BOOLS)
def test_booleans(value: RpcValue, expected: bool | None) -> None:
    if expected is None:
        with pytest.raises(ConversionError):
            to_bool(value)
    else:
        assert to_bool(value) is expected
