"""kahea.base.mem: pools, and what they tell of themselves."""

import pytest

from kahea.base.mem import MEM_MANAGERS, MemError, MemPool, NotInitialisedError, pkg_chunk, shm_chunk, sums


def test_a_pool_without_a_chunk_says_so() -> None:
    with pytest.raises(NotInitialisedError, match="shm memory is used before it is initialised"):
        MemPool("shm").malloc(1, "a:1")


def test_an_unknown_memory_manager_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="pkg: unknown memory manager 'tlsf'; there are fm, qm"):
        MemPool("pkg").init(pkg_chunk(4_096), "tlsf")


@pytest.mark.parametrize("manager", MEM_MANAGERS)
def test_a_pool_gives_takes_and_tells(manager: str) -> None:
    pool = MemPool("shm")
    pool.init(shm_chunk(1 << 20), manager)
    first = pool.malloc(1_000, "usrloc/save.py:10")
    second = pool.malloc(20, "tm/cell.py:5")
    third = pool.realloc(pool.malloc(20, "tm/cell.py:5"), 30, "tm/cell.py:5")
    pool.view(second)[:] = b"x" * 20
    lines = pool.status()
    assert lines[0] == "shm status: heap size= 1048576"
    assert sum("alloc'd from tm/cell.py:5" in line for line in lines) == 2
    assert lines[-2:] == [
        "shm sums: count=      1 size=       1000 bytes from usrloc/save.py:10",
        "shm sums: count=      2 size=         50 bytes from tm/cell.py:5",
    ]
    assert len(pool.status(short=True)) == 5
    for address in (second, first, third):
        pool.free(address, "a:1")
    assert pool.info().used == 0
    assert pool.info().free + pool.info().real_used == pool.info().total == 1 << 20
    assert sums(pool.manager) == []
    with pytest.raises(MemError, match="a:2: shm: "):
        pool.free(first, "a:2")
