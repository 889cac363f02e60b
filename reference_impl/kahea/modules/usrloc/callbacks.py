"""Who is told of what happens to contacts (kamailio src/modules/usrloc/ul_callback.c)."""

from collections.abc import Callable

from kahea.api.peers.usrloc import Ucontact, UlChange, UlEvent

__all__ = ["Callbacks"]

Callback = Callable[[Ucontact, UlEvent], None]


class Callbacks:
    """The callbacks of all tables, in the order in which they came; usrloc owns them.

    >>> callbacks = Callbacks()
    >>> callbacks.register(UlEvent.EXPIRE | UlEvent.DELETE, lambda contact, event: print(event.name, contact.aor))
    >>> callbacks.run(UlEvent.INSERT, Ucontact(aor=b"alice", contact=b"sip:a@h"))
    >>> callbacks.run(UlEvent.EXPIRE, Ucontact(aor=b"alice", contact=b"sip:a@h"))
    EXPIRE b'alice'
    """

    __slots__ = ("_callbacks", "events", "hears_changes")

    def __init__(self) -> None:
        self._callbacks: list[tuple[UlEvent, Callback]] = []
        self.events = UlEvent(0)
        """Those that somebody is called for."""
        self.hears_changes = False
        """Whether one of them is anything but the end of a contact; lets the hot path do nothing."""

    def register(self, events: UlEvent, function: Callback) -> None:
        """Nothing; `function` is called for each contact that one of `events` happens to."""
        self._callbacks.append((events, function))
        self.events |= events
        self.hears_changes = bool(self.events & ~UlEvent.EXPIRE)

    def run(self, event: UlEvent, contact: Ucontact) -> None:
        """Nothing; who listens to `event` was called."""
        if event & self.events:
            for events, function in self._callbacks:
                if event & events:
                    function(contact, event)

    def changed(self, change: UlChange) -> None:
        """Nothing; who listens to what `change` is was called."""
        old, new, _ = change
        if old is None and new is not None:
            self.run(UlEvent.INSERT, new)
        elif new is not None:
            self.run(UlEvent.UPDATE, new)
        elif old is not None:
            self.run(UlEvent.DELETE, old)
