"""One step of a transaction at a time, in the order in which things happen.

A route of the transaction may wait, for a database or a name.  A reply, a timer or a failed send that comes meanwhile waits
too; Kamailio holds the transaction's reply lock for that.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from kahea.api.values import KaheaError
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.uas import end, local_reply

__all__ = ["Step", "enqueue"]

Step = Callable[..., Coroutine[Any, Any, Any]]


def enqueue(t: Cell, step: Step, *args: object) -> None:
    """Nothing; ``step(*args)`` is done, now or when what is being done for the transaction has ended."""
    t.queue.append((step, args))
    if not t.at_work:
        t.tm.engine.start(_work_off(t))


async def _work_off(t: Cell) -> None:
    t.at_work = True
    try:
        while t.queue:
            step, args = t.queue.pop(0)
            try:
                await step(*args)
            except KaheaError as fault:
                t.tm.module_log.err("a step of %s failed: %s", t, fault)
                _rescue(t)
    finally:
        t.at_work = False


def _rescue(t: Cell) -> None:
    """Nothing; a transaction that nothing would end any more is ended."""
    if t.ended or t.has_pending or t.wait is not None or t.fr is not None:
        return
    if t.is_local or not local_reply(t, t.request, 500, b"Server Internal Error"):
        end(t)
