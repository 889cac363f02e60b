"""The checking memory manager: guard words before and behind the owner's bytes.

kamailio src/core/mem/q_malloc.c with DBG_QM_MALLOC.
"""

from typing import ClassVar

from kahea.base.mem.chunk import WORD
from kahea.base.mem.errors import OverrunError
from kahea.base.mem.f_malloc import FMalloc

__all__ = ["QMalloc"]

_BEFORE = 0xF0F0F0F0_9E37A5C3
_BEHIND = 0xC7


class QMalloc(FMalloc):
    """`FMalloc` with guards: a byte written outside what was asked is found by `free`, `realloc`, `view` and `check`.

    The guard behind begins at the first byte that was not asked for.

    >>> from kahea.base.mem.chunk import pkg_chunk
    >>> memory = QMalloc(pkg_chunk(65_536))
    >>> address = memory.malloc(5, "save.py:10")
    >>> memory.chunk.data[address : address + 6] = b"alice!"
    >>> print(*memory.check())
    check(): qm: a byte behind the 5 of 0x658, alloc'd from save.py:10, is overwritten
    """

    name = "qm"
    HEAD: ClassVar[int] = 3
    GUARD: ClassVar[int] = WORD

    def check(self) -> list[str]:
        """A line for each fragment in use whose guards are overwritten.

        Raises:
            BadPointerError: a header is overwritten, so that the rest cannot be found.
        """
        faults = []
        for each in self.fragments():
            if each.is_used:
                try:
                    self._check_guard(each.address // WORD - self.HEAD, "check()")
                except OverrunError as fault:
                    faults.append(str(fault))
        return faults

    def _guard(self, fragment: int) -> None:
        start, end = self._behind(fragment)
        self._words[fragment + 2] = _BEFORE
        self.chunk.data[start:end] = bytes((_BEHIND,)) * (end - start)

    def _check_guard(self, fragment: int, where: object) -> None:
        start, end = self._behind(fragment)
        if self._words[fragment + 2] != _BEFORE:
            raise OverrunError(self._overrun(fragment, "before", where))
        if end - start < WORD or bytes(self.chunk.data[start:end]) != bytes((_BEHIND,)) * (end - start):
            raise OverrunError(self._overrun(fragment, "behind", where))

    def _behind(self, fragment: int) -> tuple[int, int]:
        """The bytes of the guard behind the owner's."""
        end = (fragment + (self._words[fragment] >> 1) - 1) * WORD
        return (fragment + self.HEAD) * WORD + self._asked(fragment), end

    def _overrun(self, fragment: int, side: str, where: object) -> str:
        address = (fragment + self.HEAD) * WORD
        asked, owner = self._asked(fragment), self._owner(fragment)
        return f"{where}: {self.name}: a byte {side} the {asked} of {address:#x}, alloc'd from {owner}, is overwritten"
