"""kahea.control.core_cmd."""

import pytest

from kahea.control.call import LocalCall, RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue

# answers of Kamailio 5.6.3 unless a comment says what differs
TABLE: list[tuple[str, list[RpcValue], tuple[RpcValue, ...] | str]] = [
    ("core.echo", ["a", 5], ("a", "5")),
    ("core.echo", [2.5], ("2.5",)),  # Kamailio's BINRPC refuses a double, its JSON gives "2"
    ("core.echo", [], ()),
    ("core.echo_delta", ["a", 5], ("a", "5")),
    ("core.prints", ["a", "b"], ("a", "b")),
    ("core.prints", [1], "400 parameter 1 must be a string, not 1"),
    ("core.printi", [3, -3], (3, -3)),
    ("core.printi", ["x"], "400 parameter 1 must be an integer, not 'x'"),
    ("system.methodHelp", ["core.echo"], ("Returns the parameters as text.",)),
    ("system.methodHelp", ["nix"], "400 command not found"),
    ("system.methodHelp", [], "400 Method Name Expected"),
    ("system.methodSignature", ["system.listMethods"], ("() -> list[str]",)),  # Kamailio: not implemented
    ("system.methodSignature", ["core.echo"], ("(...)",)),
    ("system.methodSignature", ["nix"], "400 command not found"),
]


@pytest.fixture
def registry() -> RpcRegistry:
    made = RpcRegistry()
    register_core_cmd(made)
    return made


@pytest.mark.parametrize(("method", "params", "expected"), TABLE)
def test_commands_that_every_server_has(
    registry: RpcRegistry, method: str, params: list[RpcValue], expected: tuple[RpcValue, ...] | str
) -> None:
    call = LocalCall(method, params)
    run_now(registry.dispatch(call))
    assert call.answer is not None
    if isinstance(expected, str):
        assert str(call.answer.fault) == expected
    else:
        assert (call.answer.values, call.answer.fault) == (expected, None)


def test_list_methods_names_every_command_in_order(registry: RpcRegistry) -> None:
    call = LocalCall("system.listMethods")
    run_now(registry.dispatch(call))
    assert call.answer == RpcReply(tuple(sorted(export.name for export in registry)), is_array=True)
    assert "core.echo" in call.answer.values


def test_every_command_has_help(registry: RpcRegistry) -> None:
    assert all(export.help != "undocumented" for export in registry)
