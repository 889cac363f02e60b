"""The RPC commands of counters."""

from kahea.api import engine
from kahea.api.values import Counter, CounterError, RpcFault
from kahea.modules.counters.exports import module

__all__: list[str] = []


def _get(group: str, name: str) -> Counter:
    try:
        return engine().counters.get(group, name)
    except CounterError as error:
        raise RpcFault(404, str(error)) from error


def _group(group: str) -> dict[str, Counter]:
    try:
        return engine().counters.group(group)
    except CounterError as error:
        raise RpcFault(404, str(error)) from error


@module.rpc("cnt.get")
def rpc_get(group: str, name: str) -> int:
    """The value of a counter."""
    return _get(group, name).value


@module.rpc("cnt.get_raw")
def rpc_get_raw(group: str, name: str) -> int:
    """What was counted, even where the value is computed otherwise."""
    return _get(group, name).raw


@module.rpc("cnt.reset")
def rpc_reset(group: str, name: str) -> None:
    """Sets a counter to 0."""
    if not _get(group, name).reset():
        raise RpcFault(400, f"counter {group}.{name} cannot be reset: it tells how much there is")


@module.rpc("cnt.list_groups")
def rpc_list_groups() -> list[str]:
    """The names of the groups."""
    return engine().counters.groups()


@module.rpc("cnt.grps_list")
def rpc_grps_list() -> list[str]:
    """The names of the groups, under the name that kamcmd asks for."""
    return engine().counters.groups()


@module.rpc("cnt.list_vars")
def rpc_list_vars(group: str) -> list[str]:
    """The names of the counters of a group."""
    return list(_group(group))


@module.rpc("cnt.var_list")
def rpc_var_list(group: str) -> list[str]:
    """The names of the counters of a group, under the name that kamcmd asks for."""
    return list(_group(group))


@module.rpc("cnt.get_vars")
def rpc_get_vars(group: str) -> dict[str, int]:
    """The counters of a group with their values."""
    return {name: counter.value for name, counter in _group(group).items()}


@module.rpc("cnt.grp_get_all")
def rpc_grp_get_all(group: str) -> dict[str, int]:
    """The same as cnt.get_vars."""
    return {name: counter.value for name, counter in _group(group).items()}


@module.rpc("cnt.help")
def rpc_help(group: str, name: str) -> str:
    """What a counter counts."""
    return _get(group, name).description
