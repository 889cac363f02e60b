"""kahea.control.mi_rpc."""

import pytest

from kahea.control.call import LocalCall, RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import ExportError, RpcFault
from kahea.control.mi import MI_ROOT_ASYNC_RPL, MiHandler, MiNode, MiRoot
from kahea.control.mi_registry import MI_ASYNC_RPL_FLAG, MiCmd, MiRegistry
from kahea.control.mi_rpc import mi_tree_of, register_mi_rpc, rpc_as_mi
from kahea.control.mi_text import write_mi_text
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcMember, RpcValue

KEPT: list[MiHandler] = []


def ul_show(root: MiRoot) -> MiRoot:
    """Shows what was asked for."""
    if root.args == ["nobody"]:
        return MiRoot(404, "AOR not found")
    reply = MiRoot()
    for kid in root.node.kids:
        reply.node.add_mi_node_child(kid.name, kid.value).add_mi_node_child("Q").add_mi_attr("a", "1")
    return reply


def later(root: MiRoot) -> MiRoot:
    assert root.async_hdl is not None
    KEPT.append(root.async_hdl)
    return MI_ROOT_ASYNC_RPL


@pytest.fixture
def rpc() -> RpcRegistry:
    made = RpcRegistry()
    register_core_cmd(made)

    def add(a: int, b: int = 1) -> dict[str, int]:
        return {"sum": a + b}

    made.register(RpcExport("t.add", add))
    return made


@pytest.fixture
def mi(rpc: RpcRegistry) -> MiRegistry:
    made = MiRegistry(rpc_as_mi(rpc))
    made.register(MiCmd("ul_show", ul_show), MiCmd("later", later, MI_ASYNC_RPL_FLAG))
    register_mi_rpc(rpc, made)
    return made


def _mi(registry: MiRegistry, name: str, *values: str) -> bytes:
    arguments, replies = MiNode(), list[MiRoot]()
    for value in values:
        arguments.add_mi_node_child(None, value)
    run_now(registry.run(name, arguments, replies.append))
    (reply,) = replies
    return write_mi_text(reply)


def _rpc(registry: RpcRegistry, name: str, *params: RpcValue) -> RpcReply:
    call = LocalCall(name, params)
    run_now(registry.dispatch(call))
    assert call.answer is not None
    return call.answer


def test_an_rpc_command_is_an_mi_command_of_the_same_name(mi: MiRegistry) -> None:
    assert _mi(mi, "t.add", "2") == b"200 OK\nsum:: 3\n\n"
    assert _mi(mi, "core.printi", "2", "3") == b"200 OK\n2\n3\n\n"
    assert _mi(mi, "t.add", "x") == b"400 parameter 1 (a) must be an integer, not 'x'\n\n"
    assert _mi(mi, "t.nix") == b"500 command 't.nix' not available\n\n"


def test_an_mi_command_hides_an_rpc_command_of_its_name(mi: MiRegistry) -> None:
    mi.register(MiCmd("t.add", lambda root: MiRoot(200, "mine")))  # noqa: ARG005 - takes a tree
    assert _mi(mi, "t.add") == b"200 mine\n\n"


def test_the_mi_command_rpc_runs_any_rpc_command(mi: MiRegistry) -> None:
    assert _mi(mi, "rpc", "t.add", "2", "5") == b"200 OK\nsum:: 7\n\n"
    assert _mi(mi, "rpc", "nosuch") == b"500 command nosuch not found\n\n"
    assert _mi(mi, "rpc") == b"400 Too few or too many arguments\n\n"


TREES: list[tuple[RpcReply, bytes]] = [
    (RpcReply(), b"200 OK\n\n"),
    (RpcReply(("a", 5, True, 2.5)), b"200 OK\na\n5\n1\n2.5\n\n"),
    (RpcReply(({"a": 1, "b": {"c": "x"}},)), b"200 OK\na:: 1\nb:: \n\tc:: x\n\n"),
    (RpcReply(({"a": 1}, {"a": 2})), b"200 OK\n:: \n\ta:: 1\n:: \n\ta:: 2\n\n"),
    (RpcReply(({"l": ["x", RpcMember(SET={"ID": 1})]},)), b"200 OK\nl:: \n\tx\n\tSET:: \n\t\tID:: 1\n\n"),
    (RpcReply(("", None, "\tx", [], {})), b"200 OK\n:: \n:: \n:: \tx\n:: \n:: \n\n"),
    (RpcReply(fault=RpcFault(404, "gone")), b"404 gone\n\n"),
]


@pytest.mark.parametrize(("reply", "text"), TREES)
def test_an_rpc_reply_as_a_tree(reply: RpcReply, text: bytes) -> None:
    assert write_mi_text(mi_tree_of(reply)) == text


# what modules/mi_rpc adds to its reply, value by value
PRINTED: list[tuple[str, tuple[RpcValue, ...]]] = [
    ("mi", ("n:: a", "\tQ::  a=1", ":: b", "\tQ::  a=1")),
    ("mi_fifo", ("200 OK\n", "n:: a\n", "\tQ::  a=1\n", ":: b\n", "\tQ::  a=1\n", "\n")),
    ("mi_dg", ("200 OK\n", "n:: a\n", "\tQ::  a=1\n", ":: b\n", "\tQ::  a=1\n")),
    ("mi_xmlrpc", ("n:: a\n", "Q::  a=1\n", ":: b\n", "Q::  a=1\n")),
]


@pytest.mark.usefixtures("mi")
@pytest.mark.parametrize(("name", "values"), PRINTED)
def test_rpc_commands_run_mi_commands(rpc: RpcRegistry, name: str, values: tuple[RpcValue, ...]) -> None:
    assert _rpc(rpc, name, "ul_show", "--n", "a", "b") == RpcReply(values, is_array=True)


@pytest.mark.usefixtures("mi")
def test_a_failure_is_a_fault_or_a_status_line(rpc: RpcRegistry) -> None:
    assert [str(_rpc(rpc, name, "ul_show", "nobody").fault) for name in ("mi", "mi_xmlrpc")] == ["404 AOR not found"] * 2
    assert _rpc(rpc, "mi_fifo", "ul_show", "nobody").values == ("404 AOR not found\n", "\n")


@pytest.mark.usefixtures("mi")
def test_bad_calls_of_the_bridge(rpc: RpcRegistry) -> None:
    assert str(_rpc(rpc, "mi").fault) == "500 command parameter missing"
    assert str(_rpc(rpc, "mi", "nix").fault) == "500 command not available"
    assert str(_rpc(rpc, "mi", "ul_show", "--n").fault) == "400 --n names an argument that does not follow"


@pytest.mark.usefixtures("mi")
def test_an_asynchronous_mi_command_delays_the_rpc_reply(rpc: RpcRegistry) -> None:
    call = LocalCall("mi", ["later"])
    run_now(rpc.dispatch(call))
    assert call.answer is None
    KEPT[-1].handler_f(MiRoot(200, "OK", MiNode(kids=[MiNode("a", "b")])), False)
    KEPT[-1].handler_f(MiRoot(), True)
    assert call.answer == RpcReply(("a:: b",), is_array=True)


def test_a_delayed_rpc_command_delays_the_mi_reply(rpc: RpcRegistry, mi: MiRegistry) -> None:
    kept: list[Rpc] = []

    def slow(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
        kept.append(rpc.delayed_ctx_new())

    rpc.register(RpcExport("t.slow", slow))
    replies: list[MiRoot] = []
    run_now(mi.run("t.slow", MiNode(), replies.append))
    assert replies == []
    kept[0].add("s", "x")
    kept[0].delayed_ctx_close()
    assert [reply.args for reply in replies] == [["x"]]


def test_the_bridge_is_built_once(rpc: RpcRegistry, mi: MiRegistry) -> None:
    with pytest.raises(ExportError):
        register_mi_rpc(rpc, mi)
