"""The operations of an ``(rpc, ctx)`` command: Kamailio's ``rpc_t`` (src/core/rpc.h), bound to one call."""

from collections.abc import Iterable
from typing import Any, Literal, overload

from kahea.control.call import Call, RpcReply
from kahea.control.errors import RpcFault
from kahea.control.rpc_export import RpcFlag
from kahea.control.rpc_values import ArrayHandle, Item, Made, StructHandle, unnamed_values
from kahea.control.scan import Scanner
from kahea.control.value import RpcValue

__all__ = ["Rpc"]


class Rpc:
    """What a command does to its call: read parameters, add values, fault, send.

    In C every operation takes the context as first argument; here the object is of one call already.

    >>> from kahea.control.call import LocalCall
    >>> rpc = Rpc(call := LocalCall("core.uptime"), RpcFlag.NONE)
    >>> rpc.add("{").struct_add(uptime=5)
    >>> rpc.send()
    >>> call.answer.values
    ({'uptime': 5},)
    """

    __slots__ = ("_call", "_fault", "_flags", "_scanner", "_values", "is_delayed", "is_sent")

    def __init__(self, call: Call, flags: RpcFlag) -> None:
        self._call = call
        self._flags = flags
        self._scanner = Scanner(call.params, autoconvert=call.autoconvert)
        self._values: list[RpcValue] = []
        self._fault: RpcFault | None = None
        self.is_sent = False
        """Whether the reply has gone."""
        self.is_delayed = False
        """Whether the reply goes when the command says so, perhaps after it has ended."""

    def scan(self, fmt: str) -> list[Any]:
        """The next parameters by a format (`kahea.control.scan`); fewer than asked for when one is missing or does not fit.

        A command that then answers nothing answers with the fault that says so.
        """
        return self._scanner.scan(fmt)

    @overload
    def add(self, fmt: Literal["{"]) -> StructHandle: ...
    @overload
    def add(self, fmt: Literal["["]) -> ArrayHandle: ...
    @overload
    def add(self, fmt: str, *values: Item) -> Made: ...
    def add(self, fmt: str, *values: Item) -> Made:
        """Nothing; for ``{`` and ``[`` alone the handle of what was added (`kahea.control.rpc_values`).

        Raises:
            ValueError: the format and the values do not fit together.
            RuntimeError: the reply has gone.
        """
        self._check_not_sent()
        made: Made = None
        for value, handle in unnamed_values(fmt, values):
            self._values.append(value)
            made = handle or made
        return made

    def add_values(self, values: Iterable[RpcValue]) -> None:
        """Nothing; the values that a command of the typed road returned are added as they are."""
        self._check_not_sent()
        self._values.extend(values)

    def rpl_printf(self, fmt: str, *values: object) -> None:
        """Nothing; text made by `fmt`, as C's printf makes it, is added."""
        self.add("s", fmt % values)

    printf = rpl_printf

    def fault(self, code: int, text: str, *values: object) -> None:
        """Nothing; the call is answered with a fault, whatever was added. A second fault replaces the first."""
        self._check_not_sent()
        self._fault = RpcFault(code, text % values if values else text)

    def send(self) -> None:
        """Nothing; the reply goes now, and the command may do more that nobody waits for (``core.kill``).

        Raises:
            RuntimeError: it has gone already.
        """
        self._check_not_sent()
        self.is_sent = True
        fault = self._fault or (self._scanner.fault if not self._values else None)
        values = () if fault else tuple(self._values)
        self._call.reply(RpcReply(values, RpcFlag.RET_ARRAY in self._flags, fault))

    def delayed_ctx_new(self) -> "Rpc":
        """This object, whose reply now waits for `delayed_ctx_close`; a command that awaits what it needs has no use for it."""
        self.is_delayed = True
        return self

    def delayed_ctx_close(self) -> None:
        """Nothing; the delayed reply has gone."""
        if not self.is_sent:
            self.send()

    def end(self, failure: RpcFault | None) -> None:
        """Nothing; the command has ended: the reply goes, unless it has gone or is delayed.

        With a `failure` it is that fault, delayed or not.
        """
        if self.is_sent or (self.is_delayed and failure is None):
            return
        self._fault = failure or self._fault
        self.send()

    def _check_not_sent(self) -> None:
        if self.is_sent:
            raise RuntimeError(f"{self._call.method}: the reply has been sent already")
