"""The smallest engine: a coroutine driven to its end, each query answered at once. For start-up, commands and tests."""

from collections.abc import Coroutine
from typing import Any, TypeVar

from kahea.db.driver import DbDrivers
from kahea.db.errors import DbError
from kahea.db.query import DbQuery
from kahea.db.res import Db1Res

__all__ = ["run_now"]

T = TypeVar("T")


def run_now(coro: Coroutine[Any, Any, T], drivers: DbDrivers) -> T:
    """What `coro` returns, every query it awaits having been answered by its driver before anything else happens.

    Raises:
        TypeError: it awaits something that is no query; the coroutine is closed.
        DbError: one that the coroutine let through; whatever else it raises comes through too.
    """
    answer: Db1Res | DbError | None = None
    while True:
        try:
            request = coro.throw(answer) if isinstance(answer, DbError) else coro.send(answer)
        except StopIteration as end:
            result: T = end.value
            return result
        if not isinstance(request, DbQuery):
            coro.close()
            raise TypeError(f"run_now() answers database queries, not {type(request).__name__}")
        answer = _answer(request, drivers)


def _answer(query: DbQuery, drivers: DbDrivers) -> Db1Res | DbError:
    try:
        return drivers.execute(query)
    except DbError as fault:
        return fault
