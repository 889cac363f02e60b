"""kahea.control.mi_xmlrpc."""

import pytest

from kahea.control import mi_xmlrpc, xmlrpc
from kahea.control.call import RpcReply, run_now
from kahea.control.limits import MAX_MI_NODES
from kahea.control.mi import MiRoot
from kahea.control.mi_registry import MiCmd, MiRegistry


def ul_show(root: MiRoot) -> MiRoot:
    """Shows what was asked for."""
    if root.args == ["nobody"]:
        return MiRoot(404, "AOR not found")
    reply = MiRoot()
    for kid in root.node.kids:
        reply.node.add_mi_node_child(kid.name, kid.value).add_mi_node_child("Q").add_mi_attr("a", "1")
    return reply


@pytest.fixture
def mi() -> MiRegistry:
    made = MiRegistry()
    made.register(MiCmd("ul_show", ul_show))
    return made


def _xml(registry: MiRegistry, data: bytes, *, as_array: bool = False) -> RpcReply:
    sent: list[bytes] = []
    run_now(mi_xmlrpc.answer(data, registry, sent.append, as_array=as_array))
    (reply,) = sent
    return xmlrpc.decode_reply(reply)


def test_mi_over_xmlrpc_is_one_string_or_many(mi: MiRegistry) -> None:
    call = xmlrpc.request("ul_show", ["n::a", "b"])
    assert _xml(mi, call).values == ("n:: a\n\tQ::  a=1\nb\n\tQ::  a=1\n",)
    assert _xml(mi, call, as_array=True).values == ("n:: a", "\tQ::  a=1", "b", "\tQ::  a=1")


FAULTS: list[tuple[bytes, str]] = [
    (xmlrpc.request("ul_show", ["nobody"]), "404 AOR not found"),
    (xmlrpc.request("nix"), "500 command 'nix' not available"),
    (xmlrpc.request("ul_show", [{}]), "400 mi: an argument is a structure and not a string (offset 0)"),
    (xmlrpc.request("ul_show", ["a"] * (MAX_MI_NODES + 1)), "400 mi: 1001 arguments, at most 1000 are allowed (offset 0)"),
    (b"<a/>", "400 xmlrpc: <a> is no <methodCall> (offset 0)"),
]


@pytest.mark.parametrize(("call", "fault"), FAULTS)
def test_failures_over_xmlrpc_are_faults(mi: MiRegistry, call: bytes, fault: str) -> None:
    assert str(_xml(mi, call).fault) == fault


def test_two_line_ends_are_crlf_over_xmlrpc() -> None:
    assert mi_xmlrpc.arguments_of(["a\n\nb"]).kids[0].value == "a\r\nb"


def test_a_tree_too_deep_is_a_fault_over_xmlrpc() -> None:
    root = MiRoot()
    node = root.node
    for _ in range(40):
        node = node.add_mi_node_child("a")
    fault = xmlrpc.decode_reply(mi_xmlrpc.encode_reply(root)).fault
    assert fault is not None
    assert fault.code == 500
