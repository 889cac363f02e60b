"""Events of the core that modules listen to (kamailio src/core/events.h)."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

__all__ = ["EventBus", "SrEvent"]


class SrEvent(StrEnum):
    """What can be listened to, and what the listener is handed."""

    NET_DATA_IN = "net_data_in"
    """Bytes of a SIP message that was received: ``(data, rcv)``; an answer in bytes replaces them."""
    NET_DATA_OUT = "net_data_out"
    """A `Send` about to leave; an answer in bytes replaces its data."""
    NET_DATA_RECV = "net_data_recv"
    """Any bytes that came: ``(data, rcv)``; an answer that is true says the listener has dealt with them."""
    RCV_NOSIP = "rcv_nosip"
    """Bytes that are no SIP: ``(data, rcv)``; true says dealt with."""
    TCP_CLOSED = "tcp_closed"
    """A connection has ended: ``(con_id, reason)``."""
    REGISTERED = "registered"
    """All modules are initialised: nothing is handed over."""
    STARTED = "started"
    """The engine serves: nothing is handed over."""


class EventBus:
    """Listeners by event, called in the order in which they came; the engine owns it.

    >>> bus = EventBus()
    >>> bus.register(SrEvent.STARTED, lambda: print("served"))
    >>> bus.emit(SrEvent.STARTED)
    served
    """

    __slots__ = ("_listeners",)

    def __init__(self) -> None:
        self._listeners: dict[SrEvent, list[Callable[..., Any]]] = {}

    def register(self, event: SrEvent, listener: Callable[..., Any]) -> None:
        """Nothing; `listener` is called at each `event` (Kamailio's sr_event_register_cb())."""
        self._listeners.setdefault(event, []).append(listener)

    def is_heard(self, event: SrEvent) -> bool:
        """Whether anybody listens; lets the hot path do nothing."""
        return event in self._listeners

    def emit(self, event: SrEvent, *values: object) -> Any:  # noqa: ANN401  each event says what its listeners answer
        """The first true answer of a listener, those behind it not being called; None without one."""
        for listener in self._listeners.get(event, ()):
            answer = listener(*values)
            if answer:
                return answer
        return None
