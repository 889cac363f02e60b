"""kahea.control.mi_lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_MI_NODES
from kahea.control.mi import MiNode
from kahea.control.mi_lines import read_arguments, write_arguments

Pair = tuple[str | None, str | None]

READ: list[tuple[bytes, list[Pair]]] = [
    (b"", []),
    (b"location\n", [(None, "location")]),
    (b"location", [(None, "location")]),
    (b"  a b \t\n", [(None, "a b")]),
    (b" \t\na\n", [(None, "a")]),
    (b"user::bob\n", [("user", "bob")]),
    (b" user :: bob \n", [("user", "bob")]),
    (b"user::\n", [("user", None)]),
    (b"::bob\n", [(None, "bob")]),
    (b"a::b::c\n", [("a", "b::c")]),
    (b"sip:bob@[::1]\n", [("sip:bob@[", "1]")]),  # the first '::' is the separator; quotes keep an IPv6 address whole
    (b'"sip:bob@[::1]"\n', [(None, "sip:bob@[::1]")]),
    (b'""\n', [(None, "")]),
    (b'n::""\n', [("n", "")]),
    (b'"a \\"b\\""  \n', [(None, 'a "b"')]),
    (b'"a\\b"\n', [(None, "a\\b")]),
    (b'n:: "two\nlines"\nnext\n', [("n", "two\nlines"), (None, "next")]),
    (b"\xff\n", [(None, "\udcff")]),
    (b"a\r\nb\r\n", [(None, "a"), (None, "b")]),
]
BAD = [
    (b'a"b\n', "a '\"' inside 'a\"b' (offset 7)"),
    (b'ok\nn::a"b\n', "a '\"' inside 'n::a\"b' (offset 10)"),
    (b'"a\n', "the '\"' of '\"a' is not closed, or text follows it (offset 7)"),
    (b'n:: "a" b\n', "the '\"' of 'n:: \"a\" b' is not closed, or text follows it (offset 11)"),
]


@pytest.mark.parametrize(("data", "expected"), READ)
def test_arguments_are_read(data: bytes, expected: list[Pair]) -> None:
    assert [(kid.name, kid.value) for kid in read_arguments(data).kids] == expected


@pytest.mark.parametrize(("data", "reason"), BAD)
def test_bad_arguments_are_refused_with_their_place(data: bytes, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        read_arguments(data, 7)
    assert str(caught.value) == f"mi: {reason}"


def test_arguments_have_a_limit() -> None:
    assert len(read_arguments(b"a\n" * MAX_MI_NODES).kids) == MAX_MI_NODES
    with pytest.raises(CodecError, match="more than 1000 arguments"):
        read_arguments(b"a\n" * (MAX_MI_NODES + 1))


WRITTEN: list[tuple[Pair, bytes]] = [
    ((None, "a b"), b"a b\n"),
    (("n", "a"), b"n::a\n"),
    (("n", None), b"n::\n"),
    (("n", ""), b'n::""\n'),
    ((None, None), b'""\n'),
    ((None, " a"), b'" a"\n'),
    ((None, "a\nb"), b'"a\nb"\n'),
    ((None, "sip:[::1]"), b'"sip:[::1]"\n'),
    ((None, 'a"b'), b'"a\\"b"\n'),
    ((None, "a\\b"), b"a\\b\n"),
]


@pytest.mark.parametrize(("pair", "data"), WRITTEN)
def test_arguments_are_written(pair: Pair, data: bytes) -> None:
    assert write_arguments([MiNode(*pair)]) == data


@pytest.mark.parametrize(
    "pair", [("", "a"), ("a:: b", "c"), ('"', "c"), ("a\n", "c"), (None, 'a\\"'), (None, " \\"), (None, "a\n\nb")]
)
def test_what_has_no_place_is_refused(pair: Pair) -> None:
    with pytest.raises(EncodeError):
        write_arguments([MiNode(*pair)])


@given(
    st.lists(
        st.tuples(st.none() | st.text("ab c:", min_size=1, max_size=4), st.text('ab"\\ \n:\r\u00e9', max_size=8)), max_size=4
    )
)
def test_arguments_come_back(pairs: list[tuple[str | None, str]]) -> None:
    nodes = [MiNode(name, value) for name, value in pairs]
    try:
        data = write_arguments(nodes)
    except EncodeError:
        return
    assert read_arguments(data).kids == nodes


@given(st.binary(max_size=60) | st.text('ab"\\ \n:', max_size=60).map(str.encode))
def test_any_bytes_give_arguments_or_a_codec_error(data: bytes) -> None:
    offset = 0
    try:
        read_arguments(data)
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)
