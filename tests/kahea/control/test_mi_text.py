"""kahea.control.mi_text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_DEPTH
from kahea.control.mi import MiNode, MiRoot
from kahea.control.mi_text import read_mi_text, write_mi_text, write_reply


def _tree() -> MiRoot:
    root = MiRoot()
    domain = root.node.add_mi_node_child("Domain", "location")
    domain.add_mi_attr("table", "512")
    aor = domain.add_mi_node_child("AOR", "bob")
    aor.add_mi_node_child("Contact", "sip:b@a").add_mi_attr("Q", "")
    domain.add_mi_node_child("Expires")
    root.node.add_mi_node_child(None, "core:rcv_requests = 0")
    root.node.add_mi_node_child()
    return root


TEXT = b"200 OK\nDomain:: location table=512\n\tAOR:: bob\n\t\tContact:: sip:b@a Q=\n\tExpires:: \ncore:rcv_requests = 0\n\n"


def test_a_reply_is_a_line_a_node() -> None:
    assert write_mi_text(_tree()) == TEXT + b"\n"
    assert write_mi_text(_tree(), ends_with_empty_line=False) == TEXT


def test_the_indent_is_the_modules_parameter() -> None:
    assert b"\n  AOR:: bob\n    Contact" in write_mi_text(_tree(), indent="  ")
    assert b"\nAOR:: bob\nContact" in write_mi_text(_tree(), indent="")


def test_a_line_end_in_a_value_begins_no_line() -> None:
    root = MiRoot(200, "OK\n500 x")
    root.node.add_mi_node_child("a\n", "b\r\n\nc").add_mi_attr("d\n", "\0")
    assert write_mi_text(root) == b"200 OK 500 x\na :: b   c d = \n\n"


def test_bytes_that_are_no_text_go_through() -> None:
    root = MiRoot()
    root.node.add_mi_node_child("a", "\udcff")
    assert write_mi_text(root) == b"200 OK\na:: \xff\n\n"
    assert read_mi_text(b"200 OK\na:: \xff\n\n") == root


def test_a_tree_too_deep_is_refused_and_the_reply_says_so() -> None:
    root = MiRoot()
    node = root.node
    for _ in range(MAX_DEPTH + 2):
        node = node.add_mi_node_child("a")
    with pytest.raises(EncodeError, match="deeper"):
        write_mi_text(root)
    assert write_reply(root) == b"500 mi: nodes nested deeper than 32\n\n"


def test_a_client_reads_the_tree_back() -> None:
    root = read_mi_text(TEXT)
    assert (root.code, root.reason) == (200, "OK")
    domain, statistic = root.node.kids
    assert (domain.name, domain.value) == ("Domain", "location table=512")
    assert [(kid.name, kid.value) for kid in domain.kids] == [("AOR", "bob"), ("Expires", None)]
    assert domain.kids[0].kids[0].value == "sip:b@a Q="
    assert (statistic.name, statistic.value) == (None, "core:rcv_requests = 0")


BAD = [
    (b"", "'' begins with no status (offset 0)"),
    (b"OK\n", r"'OK\n' begins with no status (offset 0)"),
    (b"200 OK\n\ta\n", "a line of level 1 below one of level -1 (offset 7)"),
    (b"200 OK\na\n\t\tb\n", "a line of level 2 below one of level 0 (offset 9)"),
]


@pytest.mark.parametrize(("data", "reason"), BAD)
def test_what_is_no_reply_is_refused_with_its_place(data: bytes, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        read_mi_text(data)
    assert str(caught.value) == f"mi: {reason}"


def test_a_reply_without_its_last_line_end_is_read() -> None:
    assert read_mi_text(b"404 AOR not found") == MiRoot(404, "AOR not found")


WORDS = st.text("ab c", min_size=1, max_size=5).filter(lambda text: text.strip() == text)


@given(st.recursive(st.just([]), lambda inner: st.lists(st.tuples(WORDS | st.none(), WORDS, inner), max_size=3), max_leaves=8))
def test_trees_without_attributes_come_back(shape: list[tuple[str | None, str, list[object]]]) -> None:
    def grow(parent: MiNode, nodes: list[tuple[str | None, str, list[object]]]) -> None:
        for name, value, below in nodes:
            grow(parent.add_mi_node_child(name, value), below)  # type: ignore[arg-type]  # a recursive strategy has no type

    root = MiRoot()
    grow(root.node, shape)
    assert read_mi_text(write_mi_text(root)) == root


@given(st.binary(max_size=60) | st.text("200 OK\n\t:a=", max_size=60).map(lambda text: b"200 OK\n" + text.encode()))
def test_any_bytes_give_a_tree_or_a_codec_error(data: bytes) -> None:
    offset = 0
    try:
        read_mi_text(data)
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)
