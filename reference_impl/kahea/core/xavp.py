"""Structured AVPs: values that may hold named values of their own (kamailio src/core/xavp.c).

Three kinds live side by side: ``$xavp`` is a stack under each name, ``$xavi`` too but with names in any case, ``$xavu`` has
one value under each name.  A value is text, a number, or a list of fields.
"""

from collections.abc import Iterator

from kahea.core.sip_msg import make_on_use

__all__ = ["XavpList", "XavpStore"]


class XavpList:
    """Named values, the newest first; `is_caseless` names meet in any case, an `is_single` list has one value under each name.

    >>> roots = XavpList()
    >>> roots.add(b"p", XavpList([(b"x", 1)])), roots.add(b"p", b"y"), roots.get(b"p"), roots.count(b"p")
    (None, None, b'y', 2)
    >>> roots.fields(b"p", 1).get(b"x")
    1
    """

    __slots__ = ("_items", "is_caseless", "is_single")

    def __init__(
        self,
        items: "list[tuple[bytes, bytes | int | XavpList]] | None" = None,
        *,
        is_caseless: bool = False,
        is_single: bool = False,
    ) -> None:
        self.is_caseless = is_caseless
        self.is_single = is_single
        self._items: list[tuple[bytes, bytes | int | XavpList]] = list(items or ())

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> "Iterator[tuple[bytes, bytes | int | XavpList]]":
        """Name and value of each, the newest first."""
        return iter(self._items)

    def names(self) -> tuple[bytes, ...]:
        """The names, each once, that of the newest value first."""
        found: dict[bytes, bytes] = {}
        for name, _ in self._items:
            found.setdefault(self._key(name), name)
        return tuple(found.values())

    def get(self, name: bytes, index: int = 0) -> "bytes | int | XavpList | None":
        """The value at `index`, 0 being the newest and -1 the oldest; None when there is none."""
        at = self._find(name, index)
        return self._items[at][1] if at is not None else None

    def fields(self, name: bytes, index: int = 0) -> "XavpList | None":
        """The value at `index` when it is a list of fields; None when it is none, or is not there."""
        value = self.get(name, index)
        return value if isinstance(value, XavpList) else None

    def values(self, name: bytes) -> "tuple[bytes | int | XavpList, ...]":
        """All values of a name, the newest first."""
        return tuple([self._items[at][1] for at in self._all(name)])

    def count(self, name: bytes) -> int:
        """How many values a name has."""
        return len(self._all(name))

    def add(self, name: bytes, value: "bytes | int | XavpList") -> None:
        """Nothing; the value is the first of its name, and the only one in a single list."""
        if self.is_single:
            self.remove_all(name)
        self._items.insert(0, (name, value))

    def add_last(self, name: bytes, value: "bytes | int | XavpList") -> None:
        """Nothing; the value is the last of all."""
        self._items.append((name, value))

    def set(self, name: bytes, value: "bytes | int | XavpList", index: int = 0) -> bool:
        """Whether there was a value at `index`; the new one is in its place."""
        at = self._find(name, index)
        if at is not None:
            self._items[at] = (self._items[at][0], value)
        return at is not None

    def remove(self, name: bytes, index: int = 0) -> bool:
        """Whether there was a value at `index`; it is gone now."""
        at = self._find(name, index)
        if at is not None:
            del self._items[at]
        return at is not None

    def remove_all(self, name: bytes) -> int:
        """How many values the name had; it has none now."""
        gone = self._all(name)
        for at in reversed(gone):
            del self._items[at]
        return len(gone)

    def clear(self) -> None:
        """Nothing; the list is empty."""
        self._items.clear()

    def new_fields(self) -> "XavpList":
        """An empty list of fields of the same kind, for a value of this one."""
        return XavpList(is_caseless=self.is_caseless, is_single=self.is_single)

    def copy(self) -> "XavpList":
        """The same values, fields and all, which may change apart from these."""
        items = [(name, value.copy() if isinstance(value, XavpList) else value) for name, value in self._items]
        return XavpList(items, is_caseless=self.is_caseless, is_single=self.is_single)

    def _key(self, name: bytes) -> bytes:
        return name.lower() if self.is_caseless else name

    def _all(self, name: bytes) -> list[int]:
        key = self._key(name)
        return [at for at, (known, _) in enumerate(self._items) if self._key(known) == key]

    def _find(self, name: bytes, index: int) -> int | None:
        found = self._all(name)
        return found[index] if -len(found) <= index < len(found) else None


class XavpStore:
    """The structured AVPs of one message, or of its transaction once there is one."""

    __slots__ = ("xavi", "xavp", "xavu")

    def __init__(self) -> None:
        self.xavp = XavpList()
        self.xavi = XavpList(is_caseless=True)
        self.xavu = XavpList(is_single=True)

    def copy(self) -> "XavpStore":
        """The same values, which may change apart from these."""
        twin = XavpStore()
        twin.xavp, twin.xavi, twin.xavu = self.xavp.copy(), self.xavi.copy(), self.xavu.copy()
        return twin


make_on_use("xavps", XavpStore)
