"""kahea.control.mi_registry."""

from collections.abc import Generator

import pytest

from kahea.base.errors import KaheaError
from kahea.control.call import run_now
from kahea.control.errors import ExportError, RpcFault
from kahea.control.mi import MI_MISSING_PARM, MI_ROOT_ASYNC_RPL, MiHandler, MiNode, MiRoot, init_mi_tree
from kahea.control.mi_registry import MI_ASYNC_RPL_FLAG, MI_NO_INPUT_FLAG, MiCmd, MiFlag, MiFunction, MiRegistry


class Wait:
    """A request object of the edge's."""

    def __await__(self) -> Generator["Wait", str, str]:
        return (yield self)


def _arguments(*values: str) -> MiNode:
    root = MiNode()
    for value in values:
        root.add_mi_node_child(value=value)
    return root


def _run(command: MiCmd, *values: str) -> list[MiRoot]:
    registry, replies = MiRegistry(), list[MiRoot]()
    registry.register(command)
    run_now(registry.run(command.name, _arguments(*values), replies.append))
    return replies


def test_a_command_takes_a_tree_and_gives_one() -> None:
    def ds_set_state(root: MiRoot) -> MiRoot:
        """Sets the state."""
        if len(root.args) != 2:
            return init_mi_tree(400, MI_MISSING_PARM)
        return init_mi_tree(200, " ".join(root.args))

    command = MiCmd("ds_set_state", ds_set_state)
    assert _run(command, "a", "2") == [MiRoot(200, "a 2")]
    assert _run(command, "a") == [MiRoot(400, "Too few or too many arguments")]
    assert command.help == "Sets the state."


def test_a_command_that_gives_nothing_has_failed() -> None:
    assert _run(MiCmd("bad", lambda root: None)) == [MiRoot(500, "command 'bad' failed")]  # noqa: ARG005 - takes a tree


def test_a_command_that_raises_a_fault_replies_with_it() -> None:
    def bad(root: MiRoot) -> MiRoot:
        raise RpcFault(404, f"no {root.args[0]}")

    assert _run(MiCmd("bad", bad), "bob") == [MiRoot(404, "no bob")]


def test_a_foreseen_fault_of_the_server_is_its_sentence() -> None:
    def bad(root: MiRoot) -> MiRoot:
        raise KaheaError(f"no counter {root.args[0]}")

    assert _run(MiCmd("bad", bad), "x") == [MiRoot(400, "no counter x")]


def test_a_bug_of_a_command_is_not_hidden_and_its_caller_is_answered() -> None:
    def bad(root: MiRoot) -> MiRoot:
        return MiRoot(200, root.args[7])

    registry, replies = MiRegistry(), list[MiRoot]()
    registry.register(MiCmd("bad", bad))
    with pytest.raises(IndexError):
        run_now(registry.run("bad", MiNode(), replies.append))
    assert replies == [MiRoot(500, "command 'bad' failed")]


def test_a_command_that_is_not_there() -> None:
    replies: list[MiRoot] = []
    run_now(MiRegistry().run("nix", MiNode(), replies.append))
    assert replies == [MiRoot(500, "command 'nix' not available")]


def test_a_command_without_input_sees_no_arguments() -> None:
    seen: list[list[str]] = []

    def which(root: MiRoot) -> MiRoot:
        seen.append(root.args)
        return MiRoot()

    _run(MiCmd("which", which, MI_NO_INPUT_FLAG), "a")
    _run(MiCmd("which", which), "a")
    assert seen == [[], ["a"]]


def test_an_asynchronous_command_replies_later_and_more_than_once() -> None:
    kept: list[MiHandler] = []

    def t_uac_dlg(root: MiRoot) -> MiRoot:
        assert root.async_hdl is not None
        kept.append(root.async_hdl)
        return MI_ROOT_ASYNC_RPL

    replies = _run(MiCmd("t_uac_dlg", t_uac_dlg, MI_ASYNC_RPL_FLAG))
    assert replies == []
    kept[0].handler_f(MiRoot(180, "Ringing"), False)
    kept[0].handler_f(None, True)
    assert replies == [MiRoot(180, "Ringing"), MiRoot(500, "command 't_uac_dlg' failed")]


def test_an_asynchronous_reply_of_a_command_that_said_nothing_of_it_is_a_failure() -> None:
    def bad(root: MiRoot) -> MiRoot:
        assert root.async_hdl is None
        return MI_ROOT_ASYNC_RPL

    assert _run(MiCmd("bad", bad)) == [MiRoot(500, "command 'bad' failed")]


def test_what_a_command_awaits_travels_up() -> None:
    async def slow(root: MiRoot) -> MiRoot:  # noqa: ARG001 - takes a tree
        return MiRoot(200, await Wait())

    registry, replies = MiRegistry(), list[MiRoot]()
    registry.register(MiCmd("slow", slow))
    driver = registry.run("slow", MiNode(), replies.append)
    assert isinstance(driver.send(None), Wait)
    with pytest.raises(StopIteration):
        driver.send("done")
    assert replies == [MiRoot(200, "done")]


def test_names_are_registered_once_and_can_be_written() -> None:
    registry = MiRegistry()
    nothing: MiFunction = lambda root: None  # noqa: E731, ARG005 - the smallest command
    registry.register_mi_cmd(nothing, "which")
    with pytest.raises(ExportError, match="which is registered already"):
        registry.register(MiCmd("other", nothing), MiCmd("which", nothing))
    with pytest.raises(ExportError, match="twice is registered already"):
        registry.register(MiCmd("twice", nothing), MiCmd("twice", nothing))
    for name in ("", "a b", "a:b", "a\n"):
        with pytest.raises(ExportError, match="no name"):
            registry.register(MiCmd(name, nothing))
    assert [command.name for command in registry] == ["which"]
    assert registry.near("whichever") == "; did you mean which?"


def test_commands_are_told_to_get_ready() -> None:
    told: list[str] = []
    registry = MiRegistry()
    registry.register_mi_cmd(lambda root: None, "a", lambda: told.append("a"), MiFlag.NONE)  # noqa: ARG005 - takes a tree
    registry.register_mi_cmd(lambda root: None, "b")  # noqa: ARG005 - takes a tree
    registry.init_child()
    assert told == ["a"]
