"""What was used of each nonce, so that nobody can use the same twice (RFC 7616 §3.4: nc; §5.5: replay)."""

from collections import OrderedDict

__all__ = ["UsedNonces"]


class UsedNonces:
    """The highest nc of each nonce that was used, for as long as the nonce lives; the module's state owns it.

    `most` bounds how many are kept; where more are in use the oldest is forgotten, and a nonce older than that one is taken for
    used up.
    """

    __slots__ = ("_forgotten", "_used", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self._used: OrderedDict[int, tuple[int, bytes, int]] = OrderedDict()
        self._forgotten = -1
        """The highest number of a nonce that was forgotten while it was alive."""

    def __len__(self) -> int:
        return len(self._used)

    def use(self, number: int, expires: int, nc: int, request: bytes, now: int) -> bool:
        """Whether the nonce may be used with that count: higher than all before, or `request` is the one that had it last.

        >>> used = UsedNonces(10)
        >>> used.use(1, 99, 1, b"a", 0), used.use(1, 99, 1, b"b", 0), used.use(1, 99, 1, b"a", 0)
        (True, False, True)
        """
        self._forget(now)
        known = self._used.get(number)
        if known is None:
            if number <= self._forgotten:
                return False
        elif nc < known[0] or (nc == known[0] and request != known[1]):
            return False
        self._used[number] = (nc, request, expires)
        return True

    def _forget(self, now: int) -> None:
        while self._used:
            number, (_, _, expires) = next(iter(self._used.items()))
            if expires >= now and len(self._used) < self.most:
                return
            if expires >= now:
                self._forgotten = max(self._forgotten, number)
            del self._used[number]
