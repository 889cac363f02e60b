"""Functions that modules have called before and after the routes (kamailio src/core/script_cb.h)."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

__all__ = ["ScriptCallbacks", "When"]


class When(StrEnum):
    """The moment of a callback: before or after the route of a request or of a reply."""

    PRE_REQUEST = "before request_route"
    POST_REQUEST = "after request_route"
    PRE_REPLY = "before reply_route"
    POST_REPLY = "after reply_route"


class ScriptCallbacks:
    """The callbacks of one engine; each gets the message, and one before a route answers False to keep the route from running.

    >>> callbacks = ScriptCallbacks()
    >>> callbacks.register(When.PRE_REQUEST, lambda msg: msg != "bad")
    >>> callbacks.run(When.PRE_REQUEST, "good"), callbacks.run(When.PRE_REQUEST, "bad")
    (True, False)
    """

    __slots__ = ("_callbacks",)

    def __init__(self) -> None:
        self._callbacks: dict[str, list[Callable[[Any], bool | None]]] = {when: [] for when in When}

    def register(self, when: When, callback: Callable[[Any], bool | None]) -> None:
        """Nothing; `callback` is called at that moment of each message (Kamailio's register_script_cb())."""
        self._callbacks[when].append(callback)

    def run(self, when: When, msg: object) -> bool:
        """False when a callback answered False; the others are not called then."""
        for callback in self._callbacks[when]:  # noqa: SIM110  a generator costs each message more than its callbacks
            if callback(msg) is False:
                return False
        return True
