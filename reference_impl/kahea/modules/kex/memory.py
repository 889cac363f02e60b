"""The statistics of shared memory, and the RPC commands that show memory."""

import sys

from kahea.api import engine
from kahea.api.values import MemInfo, NotInitialisedError, RpcFault, mem_sums
from kahea.modules.kex.exports import module

__all__: list[str] = []

_NOTHING = MemInfo(total=0, used=0, real_used=0, max_used=0, fragments=0)


def _shm() -> MemInfo:
    """The figures of shared memory; all 0 where the server was started without any."""
    try:
        return engine().shm.info()
    except NotInitialisedError:
        return _NOTHING


module.stat("total_size", group="shmem", callback=lambda: _shm().total, no_reset=True, doc="bytes of shared memory")
module.stat("used_size", group="shmem", callback=lambda: _shm().used, no_reset=True, doc="bytes in use")
module.stat(
    "real_used_size", group="shmem", callback=lambda: _shm().real_used, no_reset=True, doc="bytes in use and their overhead"
)
module.stat("max_used_size", group="shmem", callback=lambda: _shm().max_used, no_reset=True, doc="the most ever in use")
module.stat("free_size", group="shmem", callback=lambda: _shm().free, no_reset=True, doc="bytes that are free")
module.stat("fragments", group="shmem", callback=lambda: _shm().fragments, no_reset=True, doc="free fragments")


def _by_module() -> dict[str, dict[str, int]]:
    """The bytes of shared memory by module and place; a place outside of every module belongs to the core."""
    found: dict[str, dict[str, int]] = {}
    try:
        manager = engine().shm.manager
    except NotInitialisedError:
        return found
    for each in mem_sums(manager):
        head, _, _ = each.owner.partition("/")
        name = head if head in engine().modules else "core"
        found.setdefault(name, {})[each.owner] = each.asked
    return found


def _selected(name: str) -> dict[str, dict[str, int]]:
    found = _by_module()
    if name == "all":
        return found
    if name != "core" and name not in engine().modules:
        raise RpcFault(404, f"module {name} is not loaded")
    return {name: found.get(name, {})}


def _kinds(kind: str) -> None:
    if kind not in ("shm", "pkg", "all"):
        raise RpcFault(400, f"expected pkg, shm or all, found {kind[:20]}")


@module.rpc("mod.stats")
def rpc_mod_stats(name: str = "all", kind: str = "all") -> list[dict[str, str | int]]:
    """The bytes that a module, or every one, holds in shared memory; pkg memory is Python's own and is not counted."""
    _kinds(kind)
    places = {} if kind == "pkg" else _selected(name)
    return [{"module": module_name, "shm": sum(held.values())} for module_name, held in places.items()]


@module.rpc("mod.mem_stats")
def rpc_mod_mem_stats(name: str = "all", kind: str = "all") -> list[str]:
    """The places of a module that hold shared memory: ``module: place = bytes``."""
    _kinds(kind)
    places = {} if kind == "pkg" else _selected(name)
    return [f"{module_name}: {place} = {size}" for module_name, held in places.items() for place, size in held.items()]


@module.rpc("mod.mem_statsx")
def rpc_mod_mem_statsx(name: str = "all", kind: str = "all") -> list[dict[str, str | int]]:
    """The same, each place as module, place and size."""
    _kinds(kind)
    places = {} if kind == "pkg" else _selected(name)
    return [
        {"module": module_name, "place": place, "size": size}
        for module_name, held in places.items()
        for place, size in held.items()
    ]


@module.rpc("pkg.stats")
def rpc_pkg_stats(process: int = 0) -> list[dict[str, str | int]]:
    """The process and the blocks of memory that Python holds for it; `process` is its index, 0."""
    if process:
        raise RpcFault(404, f"there is no process {process}: one serves alone")
    log = engine().log
    return [{"entry": 0, "pid": log.pid, "rank": log.rank, "blocks": sys.getallocatedblocks(), "desc": "main process"}]


@module.rpc("pkg.info")
def rpc_pkg_info() -> dict[str, str]:
    """Who manages the memory of a process: Python does."""
    return {"name": "python", "mem": "pkg"}
