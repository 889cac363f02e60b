"""The RPC commands of the statistics."""

from kahea.api import engine
from kahea.api.values import Counter, CounterError, RpcFault
from kahea.modules.kex.exports import module

__all__: list[str] = []


def _find(names: tuple[str, ...]) -> list[Counter]:
    """The statistics that the names mean, in order: ``all``, ``group:``, ``group:name``, ``group.name`` or ``name``."""
    if not names:
        raise RpcFault(400, "expected all, group: or the names of statistics")
    found: list[Counter] = []
    for name in names:
        try:
            found += engine().counters.find(name)
        except CounterError as error:
            raise RpcFault(404, str(error)) from error
    return found


@module.rpc("stats.get_statistics")
def rpc_get_statistics(*names: str) -> list[str]:
    """The statistics that the names mean, each as ``group:name = value``."""
    return [str(each) for each in _find(names)]


@module.rpc("stats.fetch")
def rpc_fetch(*names: str) -> dict[str, str]:
    """The statistics that the names mean, ``group.name`` and the value as text."""
    return {f"{each.group}.{each.name}": str(each.value) for each in _find(names)}


@module.rpc("stats.fetchn")
def rpc_fetchn(*names: str) -> dict[str, int]:
    """The statistics that the names mean, ``group.name`` and the value as a number."""
    return {f"{each.group}.{each.name}": each.value for each in _find(names)}


@module.rpc("stats.reset_statistics")
def rpc_reset_statistics(*names: str) -> None:
    """Sets the statistics that the names mean to 0, those excepted that tell how much there is."""
    for each in _find(names):
        each.reset()


@module.rpc("stats.clear_statistics")
def rpc_clear_statistics(*names: str) -> list[str]:
    """Sets the statistics that the names mean to 0, and says what they were: ``group:name = (now: value)``."""
    lines: list[str] = []
    for each in _find(names):
        before = each.value
        each.reset()
        lines.append(f"{each.group}:{each.name} = {each.value} ({before})")
    return lines
