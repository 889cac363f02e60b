"""What a module says about one RPC command: Kamailio's ``rpc_export_t``."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any

from kahea.control.errors import ExportError
from kahea.control.rpc_signature import RpcSignature, read_signature

__all__ = ["RET_ARRAY", "RPC_EXEC_DELTA", "RpcExport", "RpcFlag"]

_CONTEXT_ROAD = ["rpc", "ctx"]


class RpcFlag(IntFlag):
    """What a command asks of the transports (kamailio src/core/rpc.h)."""

    NONE = 0
    RET_ARRAY = 1
    """The values are a list even when there is one or none."""
    EXEC_DELTA = 2
    """Two executions keep the distance that ``rpc_exec_delta`` sets."""


RET_ARRAY = RpcFlag.RET_ARRAY
RPC_EXEC_DELTA = RpcFlag.EXEC_DELTA


@dataclass(frozen=True, slots=True)
class RpcExport:
    """One command: a function, its name, and what is said about it.

    A function whose parameters are called ``rpc`` and ``ctx`` scans its parameters and adds its values itself; every other
    function's annotations are the contract. Either may be ``async def``.

    Attributes:
        doc: lines of help; the function's docstring when none are given.
        signature: None for a function of ``rpc`` and ``ctx``.

    Raises:
        ExportError: the name could not be called, or the function's signature cannot be a contract.

    >>> def rpc_limit(n: int = 0) -> int:
    ...     '''The upper bound, at least n.'''
    ...     return max(n, 70)
    >>> export = RpcExport("maxfwd.limit", rpc_limit)
    >>> export.help, export.signature.text
    ('The upper bound, at least n.', '(n: int = 0) -> int')
    """

    name: str
    function: Callable[..., Any]
    doc: tuple[str, ...] = ()
    flags: RpcFlag = RpcFlag.NONE
    signature: RpcSignature | None = field(init=False)

    def __post_init__(self) -> None:
        if not self.name.isascii() or not self.name.replace(".", "").replace("_", "").replace("-", "").isalnum():
            raise ExportError(f"{self.name!r} is no name of a command: letters, digits, '_' and '-', in words joined by '.'")
        is_context_road = list(inspect.signature(self.function).parameters) == _CONTEXT_ROAD
        signature = None if is_context_road else read_signature(self.function, self.name)
        object.__setattr__(self, "signature", signature)
        object.__setattr__(self, "doc", self.doc or tuple((inspect.getdoc(self.function) or "").splitlines()))
        if signature is not None and signature.returns_list:
            object.__setattr__(self, "flags", self.flags | RET_ARRAY)

    @property
    def help(self) -> str:
        """The lines of help as one text; ``undocumented`` when there are none, as Kamailio says."""
        return "\n".join(self.doc) or "undocumented"
