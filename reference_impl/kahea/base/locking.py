"""Locks that know who holds them, since when, and where they were taken; and sets of such locks.

Nothing here blocks. `GenLock.try_` answers at once, 0 or -1. `GenLock.get` is awaited: when the lock is held, a `LockWait` goes
up to the engine, which lays the continuation aside. `GenLock.release` hands the lock to the first in the queue, and the engine
finds that one in `LockTable.take_granted`. An owner is any name that is printable and compares: a worker's rank, the id of a
message's continuation. `now` is in seconds of a monotonic clock, `where` a file:line.

    KaheaError
      LockError
        LockMisuseError     released by someone else, used before init or after destroy
        DeadlockError       waiting would never end
"""

from collections import deque
from collections.abc import Generator, Hashable, Iterator
from dataclasses import dataclass

from kahea.base.errors import KaheaError
from kahea.base.hashes import core_hash

__all__ = ["DeadlockError", "GenLock", "GenLockSet", "Holding", "LockError", "LockMisuseError", "LockTable", "LockWait"]

Owner = Hashable


class LockError(KaheaError):
    """A fault in the use of locks."""


class LockMisuseError(LockError):
    """A lock was used by one who may not, or outside its life from `init` to `destroy`."""


class DeadlockError(LockError):
    """A wait that could not end: the chain of `Holding`s from the asked lock back to the asker."""

    def __init__(self, owner: Owner, where: object, chain: "tuple[tuple[GenLock, Holding], ...]") -> None:
        super().__init__(owner, where, chain)
        self.owner = owner
        self.where = where
        self.chain = chain

    def __str__(self) -> str:
        links = ", which waits for ".join(f"{lock.name} held by {held.owner} since {held.where}" for lock, held in self.chain)
        return f"{self.where}: deadlock: {self.owner} waits for {links}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who holds a lock: the owner, `since` in seconds, and `where` it was taken, file:line."""

    owner: Owner
    since: float
    where: object


class LockWait:
    """The request to be resumed once the lock is the asker's; the engine finds it in `LockTable.take_granted`."""

    __slots__ = ("is_granted", "lock", "owner", "since", "where")

    def __init__(self, lock: "GenLock", owner: Owner, since: float, where: object) -> None:
        self.lock = lock
        self.owner = owner
        self.since = since
        """When the wait began, in seconds."""
        self.where = where
        self.is_granted = False

    def __await__(self) -> Generator["LockWait", None, None]:
        while not self.is_granted:
            yield self


class GenLock:
    """One lock (Kamailio's ``gen_lock_t``); made by `LockTable.alloc`, to be initialised before its first use.

    It is not recursive: an owner that asks for what it holds gets `DeadlockError`.
    """

    __slots__ = ("_is_ready", "_table", "_waits", "holding", "name")

    def __init__(self, table: "LockTable", name: str) -> None:
        self.name = name
        self.holding: Holding | None = None
        """Who holds it; None when it is free."""
        self._table = table
        self._waits: deque[LockWait] = deque()
        self._is_ready = False

    def init(self) -> "GenLock":
        """The lock itself, free (Kamailio's lock_init())."""
        self._is_ready = True
        self.holding = None
        return self

    def destroy(self) -> None:
        """Nothing; the lock may be used again only after `init` (Kamailio's lock_destroy()).

        Raises:
            LockMisuseError: somebody holds it or waits for it.
        """
        if self.holding is not None or self._waits:
            raise LockMisuseError(f"lock {self.name}: destroyed while {self.report()}")
        self._is_ready = False

    def try_(self, owner: Owner, now: float, where: object) -> int:
        """0 when the lock was free and is now `owner`'s, -1 when somebody holds it (Kamailio's lock_try()).

        Raises:
            LockMisuseError: the lock was not initialised.
        """
        self._check_ready(where)
        if self.holding is not None:
            return -1
        self.holding = Holding(owner=owner, since=now, where=where)
        return 0

    async def get(self, owner: Owner, now: float, where: object) -> None:
        """Nothing, once the lock is `owner`'s; askers are served in the order in which they came (Kamailio's lock_get()).

        Raises:
            LockMisuseError: the lock was not initialised.
            DeadlockError: `owner` holds this lock already, or something that the holder waits for.
        """
        if self.try_(owner, now, where) == 0:
            return
        self._table.check_deadlock(self, owner, where)
        wait = LockWait(self, owner, now, where)
        self._waits.append(wait)
        self._table.waiting[owner] = wait
        try:
            await wait
        except BaseException:
            self._give_up(wait)
            raise

    def release(self, owner: Owner, now: float) -> None:
        """Nothing; the lock is free, or already held by the first who waited (Kamailio's lock_release()).

        Raises:
            LockMisuseError: `owner` does not hold it.
        """
        if self.holding is None or self.holding.owner != owner:
            raise LockMisuseError(f"lock {self.name}: released by {owner}, but {self.report()}")
        self.holding = None
        if self._waits:
            self._grant(self._waits.popleft(), now)

    def waiters(self) -> tuple[LockWait, ...]:
        """Those who wait, first come first."""
        return tuple(self._waits)

    def report(self, now: float | None = None) -> str:
        """One line: who holds the lock since where, for how many seconds when `now` is given, and how many wait."""
        if self.holding is None:
            return f"{self.name} is free"
        held = self.holding
        age = "" if now is None else f" for {now - held.since:.3f}s"
        return f"{self.name} is held by {held.owner}{age} since {held.where}, waiting={len(self._waits)}"

    def _grant(self, wait: LockWait, now: float) -> None:
        self.holding = Holding(owner=wait.owner, since=now, where=wait.where)
        wait.is_granted = True
        del self._table.waiting[wait.owner]
        self._table.granted.append(wait)

    def _give_up(self, wait: LockWait) -> None:
        """A wait that is cancelled must not leave the lock with one who is gone."""
        if wait.is_granted:
            if wait in self._table.granted:
                self._table.granted.remove(wait)
            self.release(wait.owner, wait.since)
            return
        self._waits.remove(wait)
        del self._table.waiting[wait.owner]

    def _check_ready(self, where: object) -> None:
        if not self._is_ready:
            raise LockMisuseError(f"{where}: lock {self.name} is used before init() or after destroy()")


class GenLockSet:
    """A set of locks under one name (Kamailio's ``gen_lock_set_t``), indexed from 0; all are initialised by `init`."""

    __slots__ = ("_locks",)

    def __init__(self, locks: tuple[GenLock, ...]) -> None:
        self._locks = locks

    def __len__(self) -> int:
        return len(self._locks)

    def __getitem__(self, index: int) -> GenLock:
        """The lock at `index`, 0 to the size less one.

        Raises:
            IndexError: there is no such lock.
        """
        if not 0 <= index < len(self._locks):
            raise IndexError(f"lock set: index {index} is not in 0..{len(self._locks) - 1}")
        return self._locks[index]

    def __iter__(self) -> Iterator[GenLock]:
        return iter(self._locks)

    def init(self) -> "GenLockSet":
        """The set itself, every lock free (Kamailio's lock_set_init())."""
        for lock in self._locks:
            lock.init()
        return self

    def destroy(self) -> None:
        """Nothing (Kamailio's lock_set_destroy()).

        Raises:
            LockMisuseError: one of the locks is held.
        """
        for lock in self._locks:
            lock.destroy()

    def of(self, key: bytes) -> GenLock:
        """The lock that guards `key`, the same one for the same key: by core_hash(), as scripts' lock(key) finds it."""
        return self._locks[core_hash(key) % len(self._locks)]


class LockTable:
    """All locks of one engine, for the report and for finding deadlocks; the engine owns it.

    >>> table = LockTable()
    >>> lock = table.alloc("usrloc").init()
    >>> lock.try_("worker 1", now=5.0, where="save.py:10"), lock.try_("worker 2", now=6.0, where="lookup.py:7")
    (0, -1)
    >>> table.report(now=7.5)
    ['usrloc is held by worker 1 for 2.500s since save.py:10, waiting=0']
    """

    def __init__(self) -> None:
        self.waiting: dict[Owner, LockWait] = {}
        """What each owner waits for."""
        self.granted: deque[LockWait] = deque()
        """Waits that are over and whose continuations are to be resumed, in order."""
        self._locks: dict[int, GenLock] = {}

    def alloc(self, name: str) -> GenLock:
        """A new lock, not yet initialised (Kamailio's lock_alloc()); `name` stands in reports."""
        lock = GenLock(self, name)
        self._locks[id(lock)] = lock
        return lock

    def set_alloc(self, name: str, size: int) -> GenLockSet:
        """`size` new locks, not yet initialised (Kamailio's lock_set_alloc()).

        Raises:
            ValueError: the size is below one.
        """
        if size < 1:
            raise ValueError(f"lock set {name}: the size must be at least 1, not {size}")
        return GenLockSet(tuple(self.alloc(f"{name}[{index}]") for index in range(size)))

    def dealloc(self, lock: GenLock) -> None:
        """Nothing; the lock leaves the reports (Kamailio's lock_dealloc()).

        Raises:
            LockMisuseError: somebody holds it.
        """
        lock.destroy()
        self._locks.pop(id(lock), None)

    def take_granted(self) -> list[LockWait]:
        """The waits that ended since the last call, in order; their continuations hold the locks already."""
        taken = list(self.granted)
        self.granted.clear()
        return taken

    def held(self, older_than_s: float = 0.0, now: float | None = None) -> list[GenLock]:
        """The locks that are held, in order of making; with `now`, those held for at least `older_than_s` seconds."""
        return [
            lock
            for lock in self._locks.values()
            if lock.holding is not None and (now is None or now - lock.holding.since >= older_than_s)
        ]

    def held_by(self, owner: Owner) -> list[GenLock]:
        """The locks that `owner` holds: what a continuation that has ended forgot to release."""
        return [lock for lock in self.held() if lock.holding is not None and lock.holding.owner == owner]

    def report(self, now: float) -> list[str]:
        """One line for each lock that is held and one for each that waits, to be logged or shown by RPC."""
        lines = []
        for lock in self.held():
            lines.append(lock.report(now))
            lines += [f"  {wait.owner} waits for {now - wait.since:.3f}s at {wait.where}" for wait in lock.waiters()]
        return lines

    def check_deadlock(self, lock: GenLock, owner: Owner, where: object) -> None:
        """Nothing when `owner` may wait for `lock`: the holder does not wait, however indirectly, for `owner`.

        Raises:
            DeadlockError: it does.
        """
        chain: list[tuple[GenLock, Holding]] = []
        asked: GenLock | None = lock
        while asked is not None and asked.holding is not None:
            chain.append((asked, asked.holding))
            if asked.holding.owner == owner:
                raise DeadlockError(owner, where, tuple(chain))
            wait = self.waiting.get(asked.holding.owner)
            asked = wait.lock if wait else None
