"""Coroutines driven without an event loop.

A route is a coroutine that hardly ever waits. When it does, it awaits a request object (a database query, a name to resolve, a
lock), which travels up to here. Somebody above has registered an answerer for its type: it answers at once, or keeps the
`Continuation` and answers it later.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from kahea.base.errors import KaheaError

__all__ = ["Answerer", "Continuation", "Driver", "Sleep"]

Answerer = Callable[[Any, "Continuation"], None]
"""Gets a request and the continuation that awaits it; calls `answer` or `throw` of the latter, now or later, exactly once."""


class Sleep:
    """The request to go on after `seconds`."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Any:  # noqa: ANN401  the type of a generator that yields itself
        yield self


class Continuation:
    """A coroutine that waits for its answer; the driver owns it."""

    __slots__ = ("_coroutine", "_done", "_driver", "_is_handing_over", "_ready", "_restore", "request")

    def __init__(self, driver: "Driver", coroutine: Coroutine[Any, Any, Any], done: Callable[[Any], None] | None) -> None:
        self.request: Any = None
        """What it waits for; None while it runs."""
        self._driver = driver
        self._coroutine = coroutine
        self._done = done
        self._is_handing_over = False
        self._ready: tuple[Any, BaseException | None] | None = None
        self._restore = driver.keep()

    def answer(self, value: object = None) -> None:
        """Nothing; the coroutine goes on with `value`, at once unless the request is just being handed over."""
        self._go_on(value, None)

    def throw(self, error: BaseException) -> None:
        """Nothing; the coroutine goes on with `error` raised where it waits."""
        self._go_on(None, error)

    def wait_for(self, request: object) -> None:
        """Nothing; `request` was handed over, and the coroutine has run on as long as answers came at once."""
        self._is_handing_over = True
        try:
            while True:
                self.request = request
                self._driver.waiting.add(self)
                self._driver.dispatch(request, self)
                ready = self._take_ready()
                if ready is None:
                    return
                request = self._resumed(*ready)
        except StopIteration as end:
            self._end(end.value)
        finally:
            self._is_handing_over = False

    def _take_ready(self) -> tuple[Any, BaseException | None] | None:
        ready, self._ready = self._ready, None
        return ready

    def _go_on(self, value: object, error: BaseException | None) -> None:
        if self._is_handing_over:
            self._ready = (value, error)
            return
        try:
            request = self._resumed(value, error)
        except StopIteration as end:
            self._end(end.value)
        else:
            self.wait_for(request)

    def _resumed(self, value: object, error: BaseException | None) -> object:
        """The next request of the coroutine."""
        self.request = None
        self._driver.waiting.discard(self)
        leave = self._driver.keep()
        self._restore()
        try:
            return self._coroutine.send(value) if error is None else self._coroutine.throw(error)
        finally:
            leave()

    def _end(self, result: object) -> None:
        if self._done is not None:
            self._done(result)

    def close(self) -> None:
        """Nothing; the coroutine is ended where it waits."""
        self._driver.waiting.discard(self)
        self._coroutine.close()


class Driver:
    """The coroutines of one engine that wait, and who answers what.

    >>> driver = Driver()
    >>> driver.register(Sleep, lambda request, waiting: waiting.answer())
    >>> async def nap() -> str:
    ...     await Sleep(1.0)
    ...     return "awake"
    >>> driver.start(nap(), print)
    awake
    """

    __slots__ = ("_answerers", "keep", "waiting")

    def __init__(self) -> None:
        self._answerers: dict[type, Answerer] = {}
        self.keep: Callable[[], Callable[[], None]] = lambda: _nothing
        """Called when a coroutine begins to wait; what it gives back puts things as they were, before the coroutine goes on."""
        self.waiting: set[Continuation] = set()
        """Those that wait; what is left here at shutdown is closed."""

    def register(self, kind: type, answerer: Answerer) -> None:
        """Nothing; requests of the type `kind` go to `answerer`, the last registered wins."""
        self._answerers[kind] = answerer

    def start(self, coroutine: Coroutine[Any, Any, Any], done: Callable[[Any], None] | None = None) -> None:
        """Nothing; `coroutine` has run as far as it can, and `done` gets its result when it ends.

        Raises:
            Exception: what the coroutine raised, when it did so without having waited.
        """
        try:
            request = coroutine.send(None)
        except StopIteration as end:
            if done is not None:
                done(end.value)
            return
        Continuation(self, coroutine, done).wait_for(request)

    def dispatch(self, request: object, waiting: Continuation) -> None:
        """Nothing; the answerer of the request's type has it.

        Raises:
            KaheaError: nobody answers requests of this type.
        """
        answerer = self._answerers.get(type(request))
        if answerer is None:
            raise KaheaError(f"nobody answers {type(request).__name__}")
        answerer(request, waiting)

    def close(self) -> None:
        """Nothing; every coroutine that waits is ended."""
        for waiting in tuple(self.waiting):
            waiting.close()


def _nothing() -> None:
    """Nothing: a driver of its own has nothing to put back."""
