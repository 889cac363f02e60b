"""One call of a command, as a transport supplies it, and its reply."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from kahea.control.errors import RpcFault
from kahea.control.value import RpcValue

__all__ = ["Call", "LocalCall", "RpcReply", "run_now"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RpcReply:
    """What a command answered.

    Attributes:
        values: in the order they were added; empty when it answers with nothing, or with a fault.
        is_array: whether the values are a list even when there is one or none (the flag RET_ARRAY).
        fault: None when the command succeeded.
    """

    values: tuple[RpcValue, ...] = ()
    is_array: bool = False
    fault: RpcFault | None = None


class Call(Protocol):
    """What a transport hands to the dispatcher, and an ``(rpc, ctx)`` command gets as ``ctx``."""

    @property
    def method(self) -> str:
        """The name of the command."""

    @property
    def params(self) -> Sequence[RpcValue]:
        """The parameters in order."""

    @property
    def autoconvert(self) -> bool:
        """Whether ``scan`` converts between numbers and text unasked: transports that carry nothing but text say yes."""

    def reply(self, reply: RpcReply) -> None:
        """Take the reply; called exactly once, perhaps before the command has ended."""


@dataclass(slots=True)
class LocalCall:
    """A call that keeps its reply, and passes it on when `on_reply` is given.

    >>> call = LocalCall("core.echo", ["a"])
    >>> call.reply(RpcReply(("a",)))
    >>> call.answer.values
    ('a',)
    """

    method: str
    params: Sequence[RpcValue] = ()
    autoconvert: bool = False
    on_reply: Callable[[RpcReply], None] | None = None
    answer: RpcReply | None = field(default=None, init=False)

    def reply(self, reply: RpcReply) -> None:
        """Keep `reply` as `answer`."""
        self.answer = reply
        if self.on_reply is not None:
            self.on_reply(reply)


def run_now(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing.

    Raises:
        RuntimeError: it waits; then it is closed.

    >>> async def four():
    ...     return 4
    >>> run_now(four())
    4
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise RuntimeError("a command waits where nothing can wait for it")
