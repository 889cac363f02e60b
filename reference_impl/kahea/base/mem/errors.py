"""The faults of memory managers: a branch of the server's exceptions.

    KaheaError
      MemError
        OutOfMemoryError       no fragment is large enough
        NotInitialisedError    the pool has no chunk yet
        BadPointerError        an address that was never given out, or whose header is overwritten
        DoubleFreeError        an address that was freed before
        OverrunError           bytes before or after the owner's were written

The message begins with the place that asked, file:line.
"""

from kahea.base.errors import KaheaError

__all__ = ["BadPointerError", "DoubleFreeError", "MemError", "NotInitialisedError", "OutOfMemoryError", "OverrunError"]


class MemError(KaheaError):
    """A fault in the use of managed memory; the message begins with the place that asked, file:line."""


class OutOfMemoryError(MemError):
    """No fragment holds what was asked; Kamailio's NULL from pkg_malloc() or shm_malloc()."""


class NotInitialisedError(MemError):
    """The pool is used before `MemPool.init`: shared memory does not exist while modparams are read."""


class BadPointerError(MemError):
    """The address is not one that was given out."""


class DoubleFreeError(MemError):
    """The address was freed before."""


class OverrunError(MemError):
    """The guard before or behind the owner's bytes was overwritten."""
