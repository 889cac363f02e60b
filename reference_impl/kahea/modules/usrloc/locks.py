"""The locks of addresses of record, for the modes in which a change waits for the database."""

from kahea.api import engine

__all__ = ["AorLocks"]

_WHERE = "usrloc: an address of record is being changed"


class AorLocks:
    """As many locks as a table has slots (parameter hash_size): one for each address of record, by its hash.

    Kamailio's are recursive, since a callback may come back to the table; here callbacks are called outside of the lock.
    """

    __slots__ = ("_locks",)

    def __init__(self, size: int) -> None:
        self._locks = engine().locks.set_alloc("usrloc", size).init()

    def __len__(self) -> int:
        return len(self._locks)

    async def get(self, aor: bytes) -> object:
        """The key to `release` with, once the lock is its holder's; who comes first is served first."""
        owner = object()
        lock = self._locks.of(aor)
        await lock.get(owner, engine().now, _WHERE)
        return lock, owner

    def is_held(self, aor: bytes) -> bool:
        """Whether somebody has the lock."""
        return self._locks.of(aor).holding is not None

    def release(self, key: object) -> None:
        """Nothing; the next one has the lock."""
        assert isinstance(key, tuple), "the key is what get() gave"
        lock, owner = key
        lock.release(owner, engine().now)
