"""Memory managers over one chunk: private (pkg) and shared (shm) memory, as the developer guide describes them."""

from kahea.base.mem.chunk import pkg_chunk, shm_chunk
from kahea.base.mem.errors import (
    BadPointerError,
    DoubleFreeError,
    MemError,
    NotInitialisedError,
    OutOfMemoryError,
    OverrunError,
)
from kahea.base.mem.f_malloc import FMalloc
from kahea.base.mem.pool import MEM_MANAGERS, MemPool
from kahea.base.mem.q_malloc import QMalloc
from kahea.base.mem.status import Fragment, MemInfo, OwnerSum, status, sums

__all__ = [
    "MEM_MANAGERS",
    "BadPointerError",
    "DoubleFreeError",
    "FMalloc",
    "Fragment",
    "MemError",
    "MemInfo",
    "MemPool",
    "NotInitialisedError",
    "OutOfMemoryError",
    "OverrunError",
    "OwnerSum",
    "QMalloc",
    "pkg_chunk",
    "shm_chunk",
    "status",
    "sums",
]
