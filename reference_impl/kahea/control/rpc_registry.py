"""Which RPC commands exist, and the one dispatcher behind every transport."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kahea.base.errors import KaheaError
from kahea.control.call import Call, RpcReply
from kahea.control.errors import ExportError, RpcFault, UnknownCommand
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RpcExport, RpcFlag
from kahea.control.rpc_signature import RpcSignature
from kahea.control.value import RpcValue

__all__ = ["RpcRegistry"]


class RpcRegistry:
    """All commands of one engine by name, in the order of registration; the engine owns it.

    `exec_delta_s` is the core parameter ``rpc_exec_delta``: the distance that executions of a command marked EXEC_DELTA keep by
    `clock`, any steady count of seconds.

    >>> from kahea.control.call import LocalCall, run_now
    >>> def rpc_limit(n: int = 0) -> int:
    ...     return max(n, 70)
    >>> registry = RpcRegistry()
    >>> registry.register(RpcExport("maxfwd.limit", rpc_limit))
    >>> run_now(registry.dispatch(call := LocalCall("maxfwd.limit", ["90"])))
    >>> call.answer.values
    (90,)
    >>> run_now(registry.dispatch(call := LocalCall("maxfwd.limit", ["ten"])))
    >>> call.answer.fault.text
    "parameter 1 (n) must be an integer, not 'ten'"
    """

    def __init__(self, *, exec_delta_s: float = 0, clock: Callable[[], float] = float) -> None:
        self.exec_delta_s = exec_delta_s
        self._clock = clock
        self._exports: dict[str, RpcExport] = {}
        self._last_run: dict[str, float] = {}

    def register(self, *exports: RpcExport) -> None:
        """Nothing; the commands can be called (Kamailio's ``rpc_register_array``).

        Raises:
            ExportError: one of the names is registered already; none of the commands is registered then.
        """
        names = [export.name for export in exports]
        for at, name in enumerate(names):
            if name in self._exports or name in names[:at]:
                raise ExportError(f"RPC command {name} is registered already")
        self._exports.update(zip(names, exports, strict=True))

    def lookup(self, name: str) -> RpcExport:
        """The command called `name`.

        Raises:
            UnknownCommand: there is none; it says which is spelt nearly so.
        """
        found = self._exports.get(name)
        if found is None:
            raise UnknownCommand(name, self._exports)
        return found

    def __contains__(self, name: str | None) -> bool:
        return name in self._exports

    def __iter__(self) -> Iterator[RpcExport]:
        return iter(self._exports.values())

    async def dispatch(self, call: Call) -> None:
        """Nothing; the command has run and `call` has its reply, unless the command delays it.

        What the command awaits travels up to the driver. A `KaheaError` of a command is the fault 400 with its sentence. Any
        other exception is a bug: it leaves here, and the caller is told no more than that the server failed.

        Raises:
            KaheaError: the command raised one when its reply had gone already.
        """
        try:
            export = self.lookup(call.method)
            self._keep_distance(export)
        except RpcFault as fault:
            call.reply(RpcReply(fault=fault))
            return
        rpc = Rpc(call, export.flags)
        failure: RpcFault | None = RpcFault(500, "Internal Server Error")
        try:
            await _run(export, rpc, call)
            failure = None
        except RpcFault as fault:
            failure = fault
            if rpc.is_sent:
                raise
        except KaheaError as error:
            failure = RpcFault(400, str(error))
            if rpc.is_sent:
                raise
        finally:
            rpc.end(failure)

    def _keep_distance(self, export: RpcExport) -> None:
        if self.exec_delta_s <= 0 or RpcFlag.EXEC_DELTA not in export.flags:
            return
        now = self._clock()
        last = self._last_run.get(export.name)
        if last is not None and now - last < self.exec_delta_s:
            raise RpcFault(500, "Command Executed Too Fast")
        self._last_run[export.name] = now


async def _run(export: RpcExport, rpc: Rpc, call: Call) -> None:
    if export.signature is None:
        result = export.function(rpc, call)
        if inspect.isawaitable(result):
            await result
        return
    result = export.function(*export.signature.bind(call.params))
    if inspect.isawaitable(result):
        result = await result
    rpc.add_values(_values(export.signature, result))


def _values(signature: RpcSignature, result: Any) -> Sequence[RpcValue]:  # noqa: ANN401 - the signature says the type
    if result is None:
        return ()
    return list(result) if signature.returns_list else (result,)
