"""The faults of memory managers.

    KaheaError
      MemError
        OutOfMemory       no fragment is large enough
        NotInitialised    the pool has no chunk yet
        BadPointer        an address that was never given out, or whose header is overwritten
        DoubleFree        an address that was freed before
        Overrun           bytes before or after the owner's were written
"""

from kahea.base.errors import KaheaError

__all__ = ["BadPointer", "DoubleFree", "MemError", "NotInitialised", "OutOfMemory", "Overrun"]


class MemError(KaheaError):
    """A fault in the use of managed memory; the message begins with the place that asked, file:line."""


class OutOfMemory(MemError):
    """No fragment holds what was asked; Kamailio's NULL from pkg_malloc() or shm_malloc()."""


class NotInitialised(MemError):
    """The pool is used before `MemPool.init`: shared memory does not exist while modparams are read."""


class BadPointer(MemError):
    """The address is not one that was given out."""


class DoubleFree(MemError):
    """The address was freed before."""


class Overrun(MemError):
    """The guard before or behind the owner's bytes was overwritten."""
