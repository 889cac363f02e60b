"""kahea.control.json_text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kahea.control.rpc_values_drawn import VALUES

from kahea.control.errors import CodecError, EncodeError
from kahea.control.json_text import read_json, write_json
from kahea.control.limits import MAX_DEPTH, MAX_JSON_BYTES
from kahea.control.value import RpcMember, RpcTime, RpcValue

GOOD: list[tuple[bytes, RpcValue]] = [
    (b' {"a": [1, -2.5, true, null, "x"]}\n', {"a": [1, -2.5, True, None, "x"]}),
    (b'"\\u00e9\\ud83d\\ude00"', "\u00e9\U0001f600"),
    ('"\u00e9"'.encode(), "\u00e9"),
    (b'"\\\\ud800"', "\\ud800"),  # an escaped backslash and letters, no surrogate
    (b"9223372036854775807", 2**63 - 1),
    (b'"' + b",[" * 30_000 + b'"', ",[" * 30_000),  # no commas and no depth inside a string
]
BAD: list[tuple[bytes, str]] = [
    (b"", "expecting value (offset 0)"),
    (b"{", "expecting property name enclosed in double quotes (offset 1)"),
    (b'{"a": 1,}', "expecting property name enclosed in double quotes (offset 8)"),
    ('{"\u00e9": x}'.encode(), "expecting value (offset 7)"),  # bytes, not characters
    (b"[1] 2", "extra data (offset 4)"),
    (b'"a\nb"', "invalid control character at (offset 2)"),
    (b'"\xff"', "the text is not UTF-8 (offset 1)"),
    (b"\xef\xbb\xbf{}", "expecting value (offset 0)"),
    (b"NaN", "NaN is no number of JSON (offset 0)"),
    (b"-Infinity", "-Infinity is no number of JSON (offset 0)"),
    (b"1e999", "the number 1e999 is too large (offset 0)"),
    (b"9" * 5000, "an integer of 5000 digits, at most 19 are allowed (offset 0)"),
    (b"9223372036854775808", "the integer 9223372036854775808 has more than 64 bits (offset 0)"),
    (b'{"a": 1, "a": 2}', "an object has one name twice (offset 0)"),
    (b'"\\ud800"', "half of a surrogate pair (offset 1)"),
    (b'{"\\udcff": 1}', "half of a surrogate pair (offset 2)"),
    (b"[" * 100_000, f"values nested deeper than {MAX_DEPTH} (offset {MAX_DEPTH})"),
    (b'{"a":' * 40, f"values nested deeper than {MAX_DEPTH} (offset {MAX_DEPTH * 5})"),
    (b"[" + b"1," * 50_000 + b"1]", "more than 40000 strings, brackets and commas (offset 80000)"),
    (
        b" " * (MAX_JSON_BYTES + 1),
        f"{MAX_JSON_BYTES + 1} bytes, at most {MAX_JSON_BYTES} are allowed (offset {MAX_JSON_BYTES})",
    ),
]


@pytest.mark.parametrize(("data", "value"), GOOD)
def test_json_is_read(data: bytes, value: RpcValue) -> None:
    assert read_json(data) == value


@pytest.mark.parametrize(("data", "reason"), BAD)
def test_bad_json_is_refused_with_its_place(data: bytes, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        read_json(data)
    assert str(caught.value) == f"json: {reason}"


WRITTEN: list[tuple[RpcValue, bytes]] = [
    ({"b": 1, "a": [True, None, 2.5]}, b'{"b":1,"a":[true,null,2.5]}'),
    ("\u00e9\n", b'"\xc3\xa9\\n"'),
    ("a\udcff", b'"a\xef\xbf\xbd"'),
    (b"a\xff", b'"a\xef\xbf\xbd"'),
    ({"\udcff": 1}, b'{"\xef\xbf\xbd":1}'),
    (RpcTime(1234567890), b'"20090213T23:31:30"'),
    ((1, RpcMember(SET=2)), b'[1,{"SET":2}]'),
    ({}, b"{}"),
]


@pytest.mark.parametrize(("value", "data"), WRITTEN)
def test_values_are_written(value: RpcValue, data: bytes) -> None:
    assert write_json(value) == data


def test_the_pretty_form_has_tabs() -> None:
    assert write_json({"a": [1]}, indent=True) == b'{\n\t"a": [\n\t\t1\n\t]\n}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), RpcTime(10**18), 2**63, -(2**63) - 1])
def test_what_has_no_place_is_refused(value: RpcValue) -> None:
    with pytest.raises(EncodeError):
        write_json(value)


def test_depth_is_limited_when_writing_too() -> None:
    deep: RpcValue = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert read_json(write_json(deep)) == deep
    with pytest.raises(EncodeError, match="deeper"):
        write_json([deep])


@given(VALUES)
def test_values_come_back(value: RpcValue) -> None:
    assert read_json(write_json(value)) == value
    assert read_json(write_json(value, indent=True)) == value


@given(st.binary(max_size=60) | st.text('{}[]",:\\u d800e+-.0123456789', max_size=60).map(str.encode))
def test_any_bytes_give_a_value_or_a_codec_error(data: bytes) -> None:
    offset = 0
    try:
        write_json(read_json(data))
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)


HOSTILE = [
    b"[" * 10_000_000,
    b'{"a":1,' * 140_000,
    b'"' + b"\\" * 1_000_000,
    b"[1," * 300_000,
    b'["",' * 250_000,
    b"1" * 1_000_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: f"{data[:8]!r}")
def test_hostile_documents_are_refused_quickly(data: bytes) -> None:
    start = time.process_time()
    with pytest.raises(CodecError):
        read_json(data)
    assert time.process_time() - start < 20  # seconds on any machine
