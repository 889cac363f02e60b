"""A named pool of memory: pkg, each process's own, or shm, which all share; it has no chunk until it is initialised."""

from typing import Final

from kahea.base.mem.chunk import Chunk
from kahea.base.mem.errors import NotInitialisedError
from kahea.base.mem.f_malloc import FMalloc
from kahea.base.mem.q_malloc import QMalloc
from kahea.base.mem.status import MemInfo, status

__all__ = ["MEM_MANAGERS", "MemPool"]

MEM_MANAGERS: Final[dict[str, type[FMalloc]]] = {"fm": FMalloc, "qm": QMalloc}
"""The memory managers by the names that -x and -X take."""


class MemPool:
    """The memory of that name (Kamailio's pkg_malloc() and shm_malloc() families); the application owns it.

    >>> from kahea.base.mem.chunk import shm_chunk
    >>> shm = MemPool("shm")
    >>> shm.init(shm_chunk(1 << 20), "qm")
    >>> address = shm.malloc(100, "usrloc/save.py:31")
    >>> [line for line in shm.status(short=True) if "from" in line]
    ['shm sums: count=      1 size=        100 bytes from usrloc/save.py:31']
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._manager: FMalloc | None = None

    def init(self, chunk: Chunk, manager: str = "fm") -> None:
        """Nothing; the pool can be used.

        Raises:
            ValueError: there is no memory manager of that name.
        """
        if manager not in MEM_MANAGERS:
            raise ValueError(f"{self.name}: unknown memory manager {manager!r}; there are {', '.join(MEM_MANAGERS)}")
        self._manager = MEM_MANAGERS[manager](chunk)
        self._manager.name = self.name

    @property
    def manager(self) -> FMalloc:
        """The memory manager behind the pool.

        Raises:
            NotInitialisedError: there is none yet, as for shm while modparams are read.
        """
        if self._manager is None:
            raise NotInitialisedError(f"{self.name} memory is used before it is initialised (modparams are read before that)")
        return self._manager

    def malloc(self, size: int, where: object) -> int:
        """The address of `size` bytes, never 0; see `FMalloc.malloc`."""
        return self.manager.malloc(size, where)

    def realloc(self, address: int, size: int, where: object) -> int:
        """The address of `size` bytes that begin as those at `address`; see `FMalloc.realloc`."""
        return self.manager.realloc(address, size, where)

    def free(self, address: int, where: object) -> None:
        """Nothing; see `FMalloc.free`."""
        self.manager.free(address, where)

    def view(self, address: int) -> memoryview:
        """The bytes at `address`, writable; see `FMalloc.view`."""
        return self.manager.view(address)

    def info(self) -> MemInfo:
        """The figures, in bytes."""
        return self.manager.info()

    def status(self, *, short: bool = False) -> list[str]:
        """The lines of a status dump; see `kahea.base.mem.status.status`."""
        return status(self.manager, name=self.name, short=short)
