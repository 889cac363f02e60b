"""The module's own commands."""

from kahea.modules.ctl.exports import module
from kahea.modules.ctl.serving import served

__all__ = ["rpc_connections", "rpc_listen", "rpc_who"]


@module.rpc("ctl.listen")
def rpc_listen() -> list[str]:
    """The sockets that are served."""
    return [address.text for address in served().listeners]


@module.rpc("ctl.connections")
def rpc_connections() -> int:
    """How many clients are connected."""
    return len(served().connections)


@module.rpc("ctl.who")
def rpc_who() -> list[str]:
    """The sockets that clients are connected to, one line for each client."""
    return [f"{each.number} {each.address.text}" for each in served().connections.values()]
