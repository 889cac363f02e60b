"""The RPC commands that every server has (kamailio src/core/core_cmd.c): what they are, and echoes to try a client with.

Commands about the running server (``core.uptime``, ``core.version`` ...) are registered by those who know the answers.
"""

from typing import Any

from kahea.control.call import Call
from kahea.control.errors import BadParams, RpcFault, UnknownCommand
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RET_ARRAY, RPC_EXEC_DELTA, RpcExport
from kahea.control.rpc_registry import RpcRegistry

__all__ = ["register_core_cmd"]


def register_core_cmd(registry: RpcRegistry) -> None:
    """Nothing; the commands of this file are registered in `registry`, whose names and help they tell.

    >>> from kahea.control.call import LocalCall, run_now
    >>> registry = RpcRegistry()
    >>> register_core_cmd(registry)
    >>> run_now(registry.dispatch(call := LocalCall("system.methodHelp", ["core.echo"])))
    >>> call.answer.values
    ('Returns the parameters as text.',)
    """

    def list_methods() -> list[str]:
        """Returns the names of all RPC commands."""
        return sorted(export.name for export in registry)

    def method_help(rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
        """Returns the help of an RPC command."""
        rpc.add("s", _lookup(registry, rpc).help)

    def method_signature(rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
        """Returns what parameters an RPC command takes and what it answers, as Python writes a function's signature."""
        export = _lookup(registry, rpc)
        rpc.add("s", export.signature.text if export.signature else "(...)")

    registry.register(
        RpcExport("system.listMethods", list_methods),
        RpcExport("system.methodHelp", method_help),
        RpcExport("system.methodSignature", method_signature),
        RpcExport("core.echo", _echo, flags=RET_ARRAY),
        RpcExport("core.echo_delta", _echo_delta, flags=RET_ARRAY | RPC_EXEC_DELTA),
        RpcExport("core.prints", _prints, flags=RET_ARRAY),
        RpcExport("core.printi", _printi, flags=RET_ARRAY),
    )


def _lookup(registry: RpcRegistry, rpc: Rpc) -> RpcExport:
    names: list[Any] = rpc.scan("s")
    if not names:
        raise BadParams("Method Name Expected")
    try:
        return registry.lookup(names[0])
    except UnknownCommand:
        raise RpcFault(400, "command not found") from None


def _each(rpc: Rpc, scan: str, add: str) -> None:
    while found := rpc.scan(scan):
        rpc.add(add, *found)


def _echo(rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
    """Returns the parameters as text."""
    _each(rpc, "*.s", "s")


def _echo_delta(rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
    """Returns the parameters as text, but not twice within rpc_exec_delta."""
    _each(rpc, "*.s", "s")


def _prints(rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
    """Returns the parameters, which must be strings."""
    _each(rpc, "*s", "s")


def _printi(rpc: Rpc, ctx: Call) -> None:  # noqa: ARG001 - the signature is the road's
    """Returns the parameters, which must be integers."""
    _each(rpc, "*d", "d")
