"""kahea.base.locking: who holds what, who waits, and waits that cannot end."""

from collections.abc import Callable, Coroutine

import pytest

from kahea.base.hashes import core_hash
from kahea.base.locking import DeadlockError, GenLock, LockMisuseError, LockTable, LockWait


class Script:
    """A continuation as the engine drives it: `is_done` once it has run to its end."""

    def __init__(self, work: Coroutine[LockWait, None, None]) -> None:
        self.work = work
        self.wait: LockWait | None = None
        self.is_done = False
        self.go_on()

    def go_on(self) -> None:
        try:
            self.wait = self.work.send(None)
        except StopIteration:
            self.is_done = True


def two_locks() -> tuple[LockTable, GenLock, GenLock]:
    table = LockTable()
    return table, table.alloc("a").init(), table.alloc("b").init()


def test_try_gives_0_or_minus_1() -> None:
    _, lock, other = two_locks()
    assert [lock.try_("one", 1.0, "x:1"), lock.try_("two", 2.0, "x:2"), other.try_("two", 3.0, "x:3")] == [0, -1, 0]
    assert lock.holding is not None
    assert (lock.holding.owner, lock.holding.since, lock.holding.where) == ("one", 1.0, "x:1")
    lock.release("one", 4.0)
    assert lock.try_("two", 5.0, "x:4") == 0


def release_free(table: LockTable) -> None:
    table.alloc("l").init().release("me", 0.0)


def release_others(table: LockTable) -> None:
    lock = table.alloc("l").init()
    lock.try_("other", 0.0, "x:1")
    lock.release("me", 0.0)


def use_before_init(table: LockTable) -> None:
    table.alloc("l").try_("me", 0.0, "x:1")


def use_after_destroy(table: LockTable) -> None:
    lock = table.alloc("l").init()
    table.dealloc(lock)
    lock.try_("me", 0.0, "x:1")


def destroy_held(table: LockTable) -> None:
    lock = table.alloc("l").init()
    lock.try_("me", 0.0, "x:1")
    lock.destroy()


@pytest.mark.parametrize(
    ("misuse", "message"),
    [
        (release_free, "lock l: released by me, but l is free"),
        (release_others, "lock l: released by me, but l is held by other since x:1, waiting=0"),
        (use_before_init, r"x:1: lock l is used before init\(\) or after destroy\(\)"),
        (use_after_destroy, "after destroy"),
        (destroy_held, "lock l: destroyed while l is held by me since x:1"),
    ],
)
def test_misuse_is_named(misuse: Callable[[LockTable], None], message: str) -> None:
    with pytest.raises(LockMisuseError, match=message):
        misuse(LockTable())


def test_waiters_are_served_in_the_order_they_came() -> None:
    table, lock, _ = two_locks()
    lock.try_("first", 0.0, "x:1")
    scripts = [Script(lock.get(name, now, f"x:{name}")) for now, name in enumerate(["second", "third"])]
    assert [script.is_done for script in scripts] == [False, False]
    assert [wait.owner for wait in lock.waiters()] == ["second", "third"]
    assert table.report(2.0) == [
        "a is held by first for 2.000s since x:1, waiting=2",
        "  second waits for 2.000s at x:second",
        "  third waits for 1.000s at x:third",
    ]
    lock.release("first", 5.0)
    assert lock.try_("fourth", 5.0, "x:4") == -1  # handed over: nobody can come between
    (granted,) = table.take_granted()
    assert granted is scripts[0].wait
    scripts[0].go_on()
    assert scripts[0].is_done
    assert lock.report(6.0) == "a is held by second for 1.000s since x:second, waiting=1"
    lock.release("second", 6.0)
    assert [wait.owner for wait in table.take_granted()] == ["third"]
    assert table.take_granted() == []
    scripts[1].go_on()
    assert table.waiting == {}


def test_a_free_lock_is_got_without_waiting() -> None:
    _, lock, _ = two_locks()
    assert Script(lock.get("me", 0.0, "x:1")).is_done


def test_asking_for_what_one_holds_is_a_deadlock() -> None:
    _, lock, _ = two_locks()
    lock.try_("me", 0.0, "x:1")
    with pytest.raises(DeadlockError) as caught:
        Script(lock.get("me", 1.0, "x:2"))
    assert str(caught.value) == "x:2: deadlock: me waits for a held by me since x:1"


def test_a_circle_of_waits_is_a_deadlock_and_says_where() -> None:
    table, a, b = two_locks()
    c = table.alloc("c").init()
    for lock, owner in ((a, "one"), (b, "two"), (c, "three")):
        lock.try_(owner, 0.0, f"{owner}.py:1")
    waiting = [Script(b.get("one", 1.0, "one.py:2")), Script(c.get("two", 1.0, "two.py:2"))]
    with pytest.raises(DeadlockError) as caught:
        Script(a.get("three", 1.0, "three.py:2"))
    assert str(caught.value) == (
        "three.py:2: deadlock: three waits for a held by one since one.py:1, "
        "which waits for b held by two since two.py:1, which waits for c held by three since three.py:1"
    )
    assert a.waiters() == ()
    assert not any(script.is_done for script in waiting)


@pytest.mark.parametrize("is_granted", [False, True])
def test_a_wait_that_is_given_up_leaves_no_trace(is_granted: bool) -> None:
    table, lock, _ = two_locks()
    lock.try_("first", 0.0, "x:1")
    script = Script(lock.get("gone", 1.0, "x:2"))
    if is_granted:
        lock.release("first", 2.0)
    script.work.close()
    assert lock.waiters() == ()
    assert table.waiting == {}
    assert table.take_granted() == []
    assert (lock.holding is None) is is_granted


def test_what_is_held_is_found_by_age_and_by_owner() -> None:
    table, a, b = two_locks()
    a.try_("one", 0.0, "x:1")
    b.try_("two", 50.0, "x:2")
    assert [lock.name for lock in table.held()] == ["a", "b"]
    assert [lock.name for lock in table.held(older_than_s=30, now=60.0)] == ["a"]
    assert [lock.name for lock in table.held_by("two")] == ["b"]


def test_a_set_has_locks_by_index_and_by_key() -> None:
    table = LockTable()
    locks = table.set_alloc("calls", 16).init()
    assert len(locks) == len(list(locks)) == 16
    assert locks.of(b"abc@host") is locks[core_hash(b"abc@host", size=16)]
    assert locks[3].try_("me", 0.0, "x:1") == 0
    assert table.report(1.0) == ["calls[3] is held by me for 1.000s since x:1, waiting=0"]
    with pytest.raises(LockMisuseError):
        locks.destroy()
    locks[3].release("me", 2.0)
    locks.destroy()
    for index in (-1, 16):
        with pytest.raises(IndexError, match=r"is not in 0\.\.15"):
            locks[index]
    with pytest.raises(ValueError, match="at least 1"):
        table.set_alloc("none", 0)
