"""kahea.base.mem: f_malloc, q_malloc and their free lists."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
)

from kahea.base.mem import BadPointerError, DoubleFreeError, FMalloc, MemError, OutOfMemoryError, OverrunError, QMalloc
from kahea.base.mem.chunk import pkg_chunk, shm_chunk

MANAGERS = pytest.mark.parametrize("manager", [FMalloc, QMalloc])
SIZE = 32_768
Use = Callable[[QMalloc, int], object]


def free(memory: QMalloc, address: int) -> None:
    memory.free(address, "x:1")


def realloc(memory: QMalloc, address: int) -> None:
    memory.realloc(address, 20, "x:1")


@MANAGERS
@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 15, 16, 17, 100, 1_000, 1_016, 1_017, 9_999])
def test_what_is_asked_is_given_and_freed_leaves_one_fragment(manager: type[FMalloc], size: int) -> None:
    memory = manager(pkg_chunk(SIZE))
    before = memory.info()
    first, second = memory.malloc(size, "a:1"), memory.malloc(size, "a:2")
    memory.view(first)[:] = b"1" * size
    memory.view(second)[:] = b"2" * size
    assert bytes(memory.view(first)) == b"1" * size
    assert memory.info().used >= 2 * size
    memory.free(first, "a:3")
    memory.free(second, "a:4")
    after = memory.info()
    assert (after.used, after.real_used, after.fragments) == (0, before.real_used, 1)
    assert after.max_used > before.max_used


@MANAGERS
def test_address_zero_is_nobodys(manager: type[FMalloc]) -> None:
    memory = manager(pkg_chunk(SIZE))
    memory.free(0, "a:1")
    address = memory.realloc(0, 10, "a:2")
    assert address
    assert memory.realloc(address, 0, "a:3") == 0
    assert memory.info().used == 0


@MANAGERS
def test_a_full_chunk_says_who_asked_and_what_is_left(manager: type[FMalloc]) -> None:
    memory = manager(pkg_chunk(SIZE))
    address = memory.malloc(20_000, "a:1")
    with pytest.raises(OutOfMemoryError, match=r"^save\.py:7: .m: no room for 20000 bytes; free=\d+ fragments=1 total=32768$"):
        memory.malloc(20_000, "save.py:7")
    with pytest.raises(OutOfMemoryError):
        memory.malloc(1 << 40, "save.py:7")
    with pytest.raises(OutOfMemoryError):
        memory.realloc(address, 1 << 40, "save.py:8")
    assert len(memory.view(address)) == 20_000


@MANAGERS
def test_a_negative_size_is_refused(manager: type[FMalloc]) -> None:
    with pytest.raises(ValueError, match="size -1 is negative"):
        manager(pkg_chunk(SIZE)).malloc(-1, "a:1")


@MANAGERS
def test_freeing_twice_names_who_freed_first(manager: type[FMalloc]) -> None:
    memory = manager(pkg_chunk(SIZE))
    keep, address = memory.malloc(100, "a:1"), memory.malloc(100, "a:2")
    memory.free(address, "first.py:3")
    for again in (memory.free, lambda at, where: memory.realloc(at, 5, where)):
        with pytest.raises(DoubleFreeError, match=r"^second\.py:4: .*freed from first\.py:3"):
            again(address, "second.py:4")
    assert len(memory.view(keep)) == 100


@MANAGERS
@pytest.mark.parametrize("offset", [1, 4, 8, -8, 64, SIZE, -SIZE, 1 << 40])
def test_a_wrong_address_is_refused(manager: type[FMalloc], offset: int) -> None:
    memory = manager(pkg_chunk(SIZE))
    address = memory.malloc(200, "a:1")
    memory.view(address)[:] = b"\xff" * 200
    with pytest.raises(MemError):
        memory.free(address + offset, "a:2")


@MANAGERS
def test_realloc_grows_in_place_when_the_neighbour_is_free(manager: type[FMalloc]) -> None:
    memory = manager(pkg_chunk(SIZE))
    address = memory.malloc(10, "a:1")
    assert memory.realloc(address, 5_000, "a:2") == address
    wall = memory.malloc(10, "a:3")
    assert memory.realloc(address, 20, "a:4") == address  # shrinks, and gives back the rest
    assert memory.info().fragments == 2
    memory.free(wall, "a:5")
    assert memory.info().fragments == 1


@MANAGERS
def test_realloc_moves_what_was_written(manager: type[FMalloc]) -> None:
    memory = manager(pkg_chunk(SIZE))
    address, _wall = memory.malloc(10, "a:1"), memory.malloc(10, "a:2")
    memory.view(address)[:] = b"0123456789"
    moved = memory.realloc(address, 3_000, "a:3")
    assert moved != address
    assert bytes(memory.view(moved)[:10]) == b"0123456789"


@pytest.mark.parametrize(
    ("offset", "side"),
    [(13, "behind"), (20, "behind"), (-1, "before"), (-8, "before")],
)
@pytest.mark.parametrize("use", [free, realloc, QMalloc.view])
def test_a_byte_written_outside_is_found(offset: int, side: str, use: Use) -> None:
    memory = QMalloc(pkg_chunk(SIZE))
    address = memory.malloc(13, "owner.py:1")
    memory.chunk.data[address + offset] ^= 0x5A
    with pytest.raises(OverrunError, match=rf"a byte {side} the 13 of .*, alloc'd from owner\.py:1"):
        use(memory, address)
    assert len(memory.check()) == 1


def test_an_overwritten_header_ends_the_walk_with_an_error() -> None:
    memory = FMalloc(pkg_chunk(SIZE))
    address = memory.malloc(16, "a:1")
    memory.malloc(16, "a:2")
    memory.chunk.data[address : address + 40] = b"\xee" * 40
    with pytest.raises(BadPointerError, match="header of the fragment"):
        list(memory.fragments())
    with pytest.raises(BadPointerError):
        memory.free(address, "a:3")


def test_a_shared_chunk_keeps_everything_in_itself() -> None:
    chunk = shm_chunk(SIZE)
    memory = QMalloc(chunk)
    address = memory.malloc(3, "a:1")
    memory.view(address)[:] = b"abc"
    assert memory.free_fragments() == {16_384: 1}
    assert sum(each.size for each in memory.fragments()) < SIZE


@MANAGERS
def test_writing_after_free_is_found_when_the_fragment_is_used_next(manager: type[FMalloc]) -> None:
    memory = manager(pkg_chunk(SIZE))
    address, _wall = memory.malloc(100, "a:1"), memory.malloc(100, "a:2")
    old = memory.view(address)
    memory.free(address, "a:3")
    old[:] = b"\xee" * 100
    with pytest.raises(BadPointerError, match=r"written to after it was freed|is overwritten"):
        memory.malloc(100, "a:4")


@MANAGERS
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_overwritten_there_is_no_other_error(manager: type[FMalloc], data: st.DataObject) -> None:
    memory = manager(pkg_chunk(8_192))
    addresses = [memory.malloc(size, "a:1") for size in (10, 100, 300, 40, 1_000, 16)]
    for address in addresses[::2]:
        memory.free(address, "a:2")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(addresses[0] - 24, addresses[-1] + 64))
        memory.chunk.data[at : at + 8] = data.draw(st.binary(min_size=8, max_size=8))
    for use in data.draw(st.lists(st.integers(0, 11), max_size=12)):
        try:
            if use < len(addresses):
                memory.free(addresses[use], "a:3")
            else:
                memory.malloc(use * 30, "a:4")
        except MemError:
            return


class Memory(RuleBasedStateMachine):
    """Against a model: what each owner wrote stays, nothing overlaps, the figures add up."""

    addresses: Bundle[int] = Bundle("addresses")
    manager: type[FMalloc] = FMalloc

    def __init__(self) -> None:
        super().__init__()
        self.memory = self.manager(pkg_chunk(8_192))
        self.model: dict[int, bytes] = {}
        self.stamp = 0

    def write(self, address: int, size: int) -> int:
        self.stamp = self.stamp % 251 + 1
        self.model[address] = bytes((self.stamp,)) * size
        self.memory.view(address)[:] = self.model[address]
        return address

    @rule(target=addresses, size=st.one_of(st.integers(0, 64), st.integers(0, 3_000)))
    def malloc(self, size: int) -> int | MultipleResults[int]:
        try:
            address = self.memory.malloc(size, f"rule:{size % 7}")
        except OutOfMemoryError:
            return multiple()
        assert address not in self.model
        return self.write(address, size)

    @rule(address=consumes(addresses))
    def free(self, address: int) -> None:
        del self.model[address]
        self.memory.free(address, "rule:free")
        with pytest.raises(MemError):
            self.memory.free(address, "rule:again")

    @rule(target=addresses, address=consumes(addresses), size=st.integers(1, 3_000))
    def realloc(self, address: int, size: int) -> int:
        old = self.model.pop(address)
        try:
            moved = self.memory.realloc(address, size, "rule:realloc")
        except OutOfMemoryError:
            self.model[address] = old
            return address
        kept = min(size, len(old))
        assert bytes(self.memory.view(moved)[:kept]) == old[:kept]
        return self.write(moved, size)

    @invariant()
    def what_was_written_stays(self) -> None:
        for address, data in self.model.items():
            assert bytes(self.memory.view(address)) == data

    @invariant()
    def the_figures_add_up(self) -> None:
        info, every = self.memory.info(), list(self.memory.fragments())
        used = [each for each in every if each.is_used]
        assert {each.address for each in used} == set(self.model)
        assert info.fragments == len(every) - len(used) == sum(self.memory.free_fragments().values())
        assert info.free == sum(each.size for each in every if not each.is_used)
        assert info.real_used <= info.max_used <= info.total
        assert not any(not left.is_used and not right.is_used for left, right in pairwise(every))

    @precondition(lambda self: not self.model)
    @invariant()
    def all_freed_is_one_fragment(self) -> None:
        assert self.memory.info().fragments == 1
        assert self.memory.info().used == 0


class CheckingMemory(Memory):
    manager = QMalloc

    @invariant()
    def the_guards_stand(self) -> None:
        assert self.memory.check() == []  # type: ignore[attr-defined]


TestFMalloc = Memory.TestCase
TestFMalloc.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestQMalloc = CheckingMemory.TestCase
TestQMalloc.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
