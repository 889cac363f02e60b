"""Shared variables from outside: RPC pv.shvSet and pv.shvGet, MI shv_set and shv_get."""

from kahea.api import PvValue
from kahea.api.values import (
    MI_BAD_PARM,
    MI_MISSING_PARM,
    MI_OK,
    MiRoot,
    RpcFault,
    pv_int,
    pv_str,
)
from kahea.modules.pv.exports import module
from kahea.modules.pv.shv import ZERO, shared_vars

__all__: list[str] = []


def _typed(kind: str, value: str) -> PvValue | None:
    """The value; None when the type is not int or str, or the value is no int."""
    if kind in ("str", "s", "string"):
        return pv_str(value.encode("utf-8", "surrogateescape"))
    if kind in ("int", "i", "integer") and value.strip().removeprefix("-").isdigit():
        return pv_int(int(value))
    return None


@module.rpc("pv.shvSet")
def rpc_shv_set(name: str, kind: str, value: str) -> None:
    """Sets a shared variable: its name, int or str, and the value."""
    typed = _typed(kind, value)
    if typed is None:
        raise RpcFault(400, f"expected int with a number, or str, found {kind} {value[:40]}")
    shared_vars()[name.encode()] = typed


def _shown(name: bytes, value: PvValue) -> dict[str, str | int]:
    native = value.ri if value.is_int else value.rs.decode("utf-8", "replace")
    return {"name": name.decode("utf-8", "replace"), "type": "int" if value.is_int else "string", "value": native}


@module.rpc("pv.shvGet")
def rpc_shv_get(name: str = "") -> list[dict[str, str | int]]:
    """The shared variable of that name, all of them without one."""
    shared = shared_vars()
    if name:
        return [_shown(name.encode(), shared.get(name.encode(), ZERO))]
    return [_shown(known, value) for known, value in shared.items()]


@module.mi("shv_set")
def mi_shv_set(root: MiRoot) -> MiRoot:
    """Sets a shared variable: name, type and value are the arguments."""
    args = root.args
    if len(args) != 3:  # noqa: PLR2004  name, type, value
        return MiRoot(400, MI_MISSING_PARM)
    typed = _typed(args[1], args[2])
    if typed is None:
        return MiRoot(400, MI_BAD_PARM)
    shared_vars()[args[0].encode()] = typed
    return MiRoot(200, MI_OK)


@module.mi("shv_get")
def mi_shv_get(root: MiRoot) -> MiRoot:
    """The shared variable that the argument names, all of them without one."""
    shared = shared_vars()
    names = [name.encode() for name in root.args] or list(shared)
    reply = MiRoot(200, MI_OK)
    for name in names:
        if name not in shared:
            return MiRoot(404, "Not found")
        value = _shown(name, shared[name])
        node = reply.node.add_mi_node_child("VAR")
        node.add_mi_attr("name", str(value["name"]))
        node.add_mi_attr("type", str(value["type"]))
        node.add_mi_attr("value", str(value["value"]))
    return reply
