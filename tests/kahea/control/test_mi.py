"""kahea.control.mi."""

import pytest

from kahea.control.mi import MiAttr, MiRoot, init_mi_tree


def test_a_tree_grows_by_children_siblings_and_attributes() -> None:
    root = init_mi_tree(200, "OK")
    first = root.node.add_mi_node_child("AOR", "bob")
    first.add_mi_node_child("Contact", "a").add_mi_attr("Q", "1")
    first.add_mi_node_child("Contact", "b").add_mi_node_sibling("Contact", "c").add_mi_node_sibling("Contact", "d")
    first.add_mi_node_sibling("AOR", "joe")
    assert [(kid.name, kid.value) for kid in root.node.kids] == [("AOR", "bob"), ("AOR", "joe")]
    assert [kid.value for kid in first.kids] == ["a", "b", "c", "d"]
    assert first.kids[0].attributes == [MiAttr("Q", "1")]


@pytest.mark.parametrize(("code", "is_ok"), [(200, True), (202, True), (299, True), (199, False), (300, False), (404, False)])
def test_codes_of_success(code: int, is_ok: bool) -> None:
    assert MiRoot(code, "").is_ok is is_ok
