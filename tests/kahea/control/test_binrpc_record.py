"""kahea.control.binrpc_record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kahea.control.rpc_values_drawn import TEXTS

from kahea.control.binrpc_record import encode_values, read_values
from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_DEPTH, MAX_VALUES
from kahea.control.value import RpcMember, RpcTime, RpcValue

# values and the bytes of the examples in Kamailio's binrpc.h or of its 5.6.3
VECTORS: list[tuple[list[RpcValue], str]] = [
    ([0x1234], "20 12 34"),
    ([7], "10 07"),
    ([0], "00"),
    ([-1], "40 ff ff ff ff"),
    ([-(2**31)], "40 80 00 00 00"),
    ([-(2**31) - 1], "90 08 ff ff ff ff 7f ff ff ff"),
    ([2**31 - 1], "40 7f ff ff ff"),
    ([2**31], "50 00 80 00 00 00"),  # four bytes would be negative
    ([2**63 - 1], "90 08 7f ff ff ff ff ff ff ff"),
    ([True, False], "10 01 00"),
    ([RpcTime(5)], "10 05"),
    (["abcdef"], "71 61 62 63 64 65 66 00"),
    (["abcdefghi"], "91 0a 61 62 63 64 65 66 67 68 69 00"),
    ([""], "11 00"),
    (["\udcff"], "21 ff 00"),
    ([b"abcdef"], "66 61 62 63 64 65 66"),
    ([2.5], "22 09 c4"),
    ([-1.0], "42 ff ff fc 18"),
    ([[1, 2]], "04 10 01 10 02 84"),
    ([[7, "abc"]], "04 10 07 41 61 62 63 00 84"),
    ([{"intval": 3, "s": "abc"}], "03 75 69 6e 74 76 61 6c 00 10 03 25 73 00 41 61 62 63 00 83"),
    ([{}], "03 83"),
    ([[[]]], "04 04 84 84"),
    ([{"slot": [{"n": 1}, {"n": 2}]}], "03 55 73 6c 6f 74 00 03 03 25 6e 00 10 01 83 03 25 6e 00 10 02 83 83 83"),
    ([{"S": [RpcMember(D=1), RpcMember(D=2)]}], "03 25 53 00 03 25 44 00 10 01 25 44 00 10 02 83 83"),
    ([{"l": ["a", 5]}], "03 25 6c 00 03 21 61 00 10 05 83 83"),
]
READ_ONLY: list[tuple[str, list[RpcValue]]] = [
    ("90 02 12 34", [0x1234]),
    ("a0 00 02 12 34", [0x1234]),
    ("10 00", [0]),
    ("01", [""]),
    ("31 61 62 63", ["abc"]),  # no NUL at the end
    ("03 25 53 00 03 25 44 00 10 01 83 83", [{"S": {"D": 1}}]),  # one named element: nothing tells it from a structure
    ("04 25 44 00 10 01 84", [[{"D": 1}]]),
    ("03 25 6c 00 04 10 01 84 83", [{"l": [1]}]),
    ("80 00", [0, 0]),
]
BAD = [
    ("20 12", "a record of 2 bytes, and 1 are left (offset 3)"),
    ("91", "a length of 1 bytes is cut off or above 4 (offset 3)"),
    ("f1 00 00 00 00 00 00 00", "a length of 7 bytes is cut off or above 4 (offset 3)"),
    ("a1 ff ff 00", "a record of 65535 bytes, and 1 are left (offset 3)"),
    ("90 09 00 00 00 00 00 00 00 00 00", "an integer of 9 bytes, at most 8 are allowed (offset 3)"),
    ("00 03 25 6e 00", "a record is missing (offset 8)"),
    ("03", "a record is missing (offset 4)"),
    ("03 84", "the end of a structure or an array that did not begin (offset 4)"),
    ("83", "the end of a structure or an array that did not begin (offset 3)"),
    ("13 00", "the end of a structure or an array that did not begin (offset 3)"),
    ("25 6e 00 00", "a member's name outside a structure (offset 3)"),
    ("03 25 6e 00 25 6e 00 00 83", "a member's name outside a structure (offset 7)"),
    ("07", "a record of the unknown type 7 (offset 3)"),
    ("1f 00", "a record of the unknown type 15 (offset 3)"),
]


@pytest.mark.parametrize(("values", "text"), VECTORS)
def test_values_have_these_bytes_and_come_back(values: list[RpcValue], text: str) -> None:
    assert encode_values(values).hex(" ") == text
    assert read_values(bytes.fromhex(text)) == values


@pytest.mark.parametrize(("text", "values"), READ_ONLY)
def test_other_bytes_of_the_same_values_are_read(text: str, values: list[RpcValue]) -> None:
    assert read_values(bytes.fromhex(text)) == values


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_bad_bytes_are_refused_with_their_place(text: str, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        read_values(bytes.fromhex(text), 3)
    assert str(caught.value) == f"binrpc: {reason}"


def test_null_is_the_text_that_kamailio_writes_for_it() -> None:
    assert read_values(encode_values([None])) == ["<null string>"]


def test_what_has_no_place_is_refused() -> None:
    for value in (2**63, -(2**63) - 1, float("nan"), float("inf"), 1e300):
        with pytest.raises(EncodeError):
            encode_values([value])


def test_depth_is_limited_both_ways() -> None:
    deep: RpcValue = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert read_values(encode_values([deep])) == [deep]
    with pytest.raises(EncodeError, match="deeper"):
        encode_values([[deep]])
    with pytest.raises(CodecError, match="deeper"):
        read_values(b"\x04" * 60_000)
    with pytest.raises(CodecError, match="deeper"):
        read_values(b"\x03\x25a\0" * 15_000)


def test_a_request_has_a_limit_of_values_and_a_reply_has_not() -> None:
    body = b"\0" * (MAX_VALUES + 1)
    assert len(read_values(body, limit=False)) == MAX_VALUES + 1
    assert len(read_values(body[1:])) == MAX_VALUES
    with pytest.raises(CodecError, match="more than 10000 values"):
        read_values(body)


def test_a_name_has_a_limit() -> None:
    with pytest.raises(CodecError, match="a name of 300 bytes"):
        read_values(b"\x03\xa5\x01\x2c" + b"a" * 300)


BINARY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.binary(max_size=300), TEXTS),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=10,
)


def _as_read(value: RpcValue) -> RpcValue:
    """What the format keeps of a value: booleans are integers, null is a text."""
    if isinstance(value, list):
        return [_as_read(each) for each in value]
    return "<null string>" if value is None else value


@given(st.lists(BINARY, max_size=4))
def test_values_come_back(values: list[RpcValue]) -> None:
    assert read_values(encode_values(values)) == _as_read(values)


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(-5, 5) | st.text("xyz", max_size=9), max_size=5))
def test_structures_come_back(members: dict[str, RpcValue]) -> None:
    assert read_values(encode_values([members, {"inner": members}])) == [members, {"inner": members}]


@given(st.binary(max_size=80))
def test_any_bytes_give_values_or_a_codec_error(data: bytes) -> None:
    offset = 0
    try:
        read_values(data)
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)
