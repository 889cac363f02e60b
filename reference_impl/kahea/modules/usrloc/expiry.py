"""When contacts end: which addresses of record are to be looked at, second by second.

A contact stands in one slot, that of the second at which it has to be looked at.  A REGISTER that prolongs it leaves it there:
when its time comes and it has not ended, it moves on to where it belongs.  So a refresh costs nothing, and a run of the timer
costs what is due.
"""

from kahea.api.peers.usrloc import Ucontact

__all__ = ["Expiry"]


class Expiry:
    """The slots of one table; its store owns it.

    >>> expiry = Expiry()
    >>> phone = Ucontact(aor=b"alice", contact=b"sip:alice@192.0.2.1", ruid=b"1", expires=100)
    >>> expiry.add(phone)
    >>> expiry.due(99), expiry.due(100), expiry.due(100)
    ([], [b'alice'], [])
    """

    __slots__ = ("_slots",)

    def __init__(self) -> None:
        self._slots: dict[int, dict[bytes, bytes]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._slots.values()))

    def add(self, contact: Ucontact) -> None:
        """Nothing; the contact will be looked at when it ends; one that never ends, never."""
        at = contact.looked_at = contact.expires
        if not at:
            return
        slot = self._slots.get(at)
        if slot is None:
            self._slots[at] = {contact.ruid: contact.aor}
        else:
            slot[contact.ruid] = contact.aor

    def postpone(self, contact: Ucontact, until: int) -> None:
        """Nothing; the contact will be looked at then."""
        contact.looked_at = until
        self._slots.setdefault(until, {})[contact.ruid] = contact.aor

    def move(self, old: Ucontact, new: Ucontact) -> None:
        """Nothing; `new`, which has taken the place of `old` and its id, will be looked at no later than when it ends."""
        if old.looked_at and (not new.expires or new.expires >= old.looked_at):
            new.looked_at = old.looked_at
        else:
            self.remove(old)
            self.add(new)

    def remove(self, contact: Ucontact) -> None:
        """Nothing; the contact is gone."""
        slot = self._slots.get(contact.looked_at)
        if slot is not None:
            slot.pop(contact.ruid, None)
            if not slot:
                del self._slots[contact.looked_at]

    def due(self, now: int) -> list[bytes]:
        """The addresses of record that have to be looked at, each once; their contacts that stay must be added again."""
        seconds = sorted(second for second in self._slots if second <= now)
        return list(dict.fromkeys(aor for second in seconds for aor in self._slots.pop(second).values()))
