"""AVPs: named values that a transaction carries, several of one name being a stack (kamailio src/core/usr_avp.c).

A name is text (``$avp(s:x)``, ``$avp(x)``) or a number (``$avp(i:5)``); the two never meet.  The newest value is the first one.
"""

from collections.abc import Iterator

from kahea.core.sip_msg import make_on_use

__all__ = ["Avp", "AvpName", "AvpStore", "AvpValue", "parse_avp_name"]

AvpName = bytes | int
AvpValue = bytes | int

_MOST_DIGITS = 10


def parse_avp_name(text: bytes) -> AvpName:
    """The name that ``i:5``, ``s:x`` or ``x`` writes.

    Raises:
        ValueError: it is empty, or ``i:`` without a number behind it.

    >>> parse_avp_name(b"i:5"), parse_avp_name(b"s:5"), parse_avp_name(b"x")
    (5, b'5', b'x')
    """
    kind, name = (text[:1], text[2:]) if text[1:2] == b":" and text[:1] in b"isIS" else (b"s", text)
    if not name:
        raise ValueError("the name of an AVP is empty")
    if kind in b"sS":
        return name
    if not name.isdigit() or len(name) > _MOST_DIGITS:
        raise ValueError(f"{name[:40]!r} behind 'i:' is not a number")
    return int(name)


class Avp:
    """One value under a name, with 32 flags of its own (``setavpflag``); the store owns it."""

    __slots__ = ("flags", "name", "value")

    def __init__(self, name: AvpName, value: AvpValue, flags: int = 0) -> None:
        self.name = name
        self.value = value
        self.flags = flags

    def __repr__(self) -> str:
        return f"Avp({self.name!r}, {self.value!r}, flags={self.flags:#x})"


class AvpStore:
    """The AVPs of one message, or of its transaction once there is one.

    >>> avps = AvpStore()
    >>> for value in (1, 2, 3):
    ...     _ = avps.add_avp(b"a", value)
    >>> avps.get(b"a"), avps.get(b"a", 1), avps.get(b"a", 3), avps.values(b"a")
    (3, 2, None, (3, 2, 1))
    """

    __slots__ = ("_stacks",)

    def __init__(self) -> None:
        self._stacks: dict[AvpName, list[Avp]] = {}

    def __len__(self) -> int:
        return sum(len(stack) for stack in self._stacks.values())

    def __iter__(self) -> Iterator[Avp]:
        """All AVPs: names in the order in which they were first used, the newest value of each first."""
        for stack in self._stacks.values():
            yield from reversed(stack)

    def add_avp(self, name: AvpName, value: AvpValue, flags: int = 0) -> Avp:
        """The AVP, which is the first of its name now."""
        avp = Avp(name, value, flags)
        self._stacks.setdefault(name, []).append(avp)
        return avp

    def search_avp(self, name: AvpName, index: int = 0) -> Avp | None:
        """The AVP at `index`, 0 being the newest; None when there is none, as for every negative index."""
        stack = self._stacks.get(name)
        return stack[-1 - index] if stack is not None and 0 <= index < len(stack) else None

    def get(self, name: AvpName, index: int = 0) -> AvpValue | None:
        """The value at `index`, 0 being the newest; None when there is none."""
        avp = self.search_avp(name, index)
        return avp.value if avp is not None else None

    def values(self, name: AvpName) -> tuple[AvpValue, ...]:
        """All values of a name, the newest first."""
        return tuple([avp.value for avp in reversed(self._stacks.get(name, ()))])

    def count(self, name: AvpName) -> int:
        """How many values a name has."""
        return len(self._stacks.get(name, ()))

    def set_avp(self, name: AvpName, value: AvpValue, index: int = 0) -> bool:
        """Whether the AVP at `index` was there; it has the value now, its flags stay."""
        avp = self.search_avp(name, index)
        if avp is not None:
            avp.value = value
        return avp is not None

    def destroy_avp(self, avp: Avp) -> bool:
        """Whether the AVP was in the store; it is gone now."""
        stack = self._stacks.get(avp.name)
        if stack is None or avp not in stack:
            return False
        stack.remove(avp)
        if not stack:
            del self._stacks[avp.name]
        return True

    def delete(self, name: AvpName, index: int = 0) -> bool:
        """Whether there was a value at `index`; those behind it move up."""
        avp = self.search_avp(name, index)
        return avp is not None and self.destroy_avp(avp)

    def delete_all(self, name: AvpName) -> int:
        """How many values the name had; it has none now."""
        return len(self._stacks.pop(name, ()))

    def clear(self) -> None:
        """Nothing; the store is empty."""
        self._stacks.clear()

    def copy(self) -> "AvpStore":
        """The same AVPs, which may change apart from these."""
        twin = AvpStore()
        twin._stacks = {name: [Avp(avp.name, avp.value, avp.flags) for avp in stack] for name, stack in self._stacks.items()}
        return twin


make_on_use("avps", AvpStore)
