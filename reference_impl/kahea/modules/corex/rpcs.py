"""The RPC commands that show sockets, aliases and shared memory."""

from kahea.api import engine
from kahea.api.net import PROTO_NAMES, SocketInfo
from kahea.api.values import NotInitialisedError, RpcFault, RpcValue, mem_sums
from kahea.modules.corex.exports import module

__all__: list[str] = []


def _advertised(sock: SocketInfo) -> str:
    host, port = sock.sent_by
    return f"{host.decode()}:{port}" if sock.advertise_host else "-"


@module.rpc("corex.list_sockets")
def rpc_list_sockets() -> list[dict[str, str | int]]:
    """The sockets that are listened on: protocol, address, port, name, and what is advertised."""
    return [
        {
            "proto": PROTO_NAMES[sock.proto].decode(),
            "address": sock.address.decode(),
            "port": sock.port,
            "name": sock.name.decode(),
            "advertise": _advertised(sock),
        }
        for sock in engine().sockets
    ]


@module.rpc("corex.list_aliases")
def rpc_list_aliases() -> list[dict[str, str | int]]:
    """The aliases: host, port and protocol, 0 and * meaning any."""
    return [
        {"address": host.decode(), "port": port, "proto": PROTO_NAMES[proto].decode() if proto else "*"}
        for host, port, proto in engine().sockets.aliases()
    ]


@module.rpc("corex.debug")
def rpc_debug(level: int | None = None) -> dict[str, int]:
    """The level of the log before, and the one that it has now."""
    here = engine()
    before = here.log.level
    if level is not None:
        here.settings.set_now("core", "debug", level)
    return {"old": before, "new": here.log.level}


def _no_memory() -> RpcFault:
    return RpcFault(500, "the server was started without shared memory")


@module.rpc("corex.shm_status")
def rpc_shm_status() -> None:
    """Writes the status of shared memory to the log."""
    _log(is_short=False)


@module.rpc("corex.shm_summary")
def rpc_shm_summary() -> None:
    """Writes who holds how much shared memory to the log."""
    _log(is_short=True)


def _log(*, is_short: bool) -> None:
    log = engine().log.module("corex")
    try:
        lines = engine().shm.status(short=is_short)
    except NotInitialisedError as error:
        raise _no_memory() from error
    for line in lines:
        log.notice("%s", line)


@module.rpc("corex.pkg_summary")
def rpc_pkg_summary() -> str:
    """Says that a process's own memory is Python's, which keeps no sums."""
    return "the memory of a process is managed by Python"


@module.rpc("shm.info")
def rpc_shm_info() -> dict[str, str]:
    """Who manages shared memory."""
    try:
        return {"name": type(engine().shm.manager).__name__, "mem": "shm"}
    except NotInitialisedError:
        return {"name": "none", "mem": "shm"}


@module.rpc("shm.stats")
def rpc_shm_stats() -> dict[str, int]:
    """The figures of shared memory, in bytes."""
    try:
        info = engine().shm.info()
    except NotInitialisedError as error:
        raise _no_memory() from error
    return {
        "total": info.total,
        "free": info.free,
        "used": info.used,
        "real_used": info.real_used,
        "max_used": info.max_used,
        "fragments": info.fragments,
    }


@module.rpc("shm.report")
def rpc_shm_report() -> list[dict[str, RpcValue]]:
    """Who holds how much shared memory, the largest first: place, number of pieces, bytes."""
    try:
        found = mem_sums(engine().shm.manager)
    except NotInitialisedError as error:
        raise _no_memory() from error
    return [{"place": each.owner, "count": each.count, "size": each.asked} for each in found]


@module.rpc("shm.rprint")
def rpc_shm_rprint() -> list[str]:
    """The same as lines of text."""
    try:
        return [str(each) for each in mem_sums(engine().shm.manager)]
    except NotInitialisedError as error:
        raise _no_memory() from error
