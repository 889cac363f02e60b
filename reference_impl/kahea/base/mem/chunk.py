"""The one big piece of memory that a manager divides: bytes and, over the same bytes, words of eight."""

from mmap import mmap
from typing import Final

__all__ = ["WORD", "Chunk", "pkg_chunk", "shm_chunk"]

WORD: Final = 8
"""Bytes in a word."""

_SMALLEST = 4_096


class Chunk:
    """A buffer seen as `data`, bytes, and as `words`, unsigned numbers of 8 bytes in the machine's order."""

    __slots__ = ("data", "words")

    def __init__(self, buffer: bytearray | mmap) -> None:
        self.data = memoryview(buffer)
        self.words = self.data.cast("Q")

    def __len__(self) -> int:
        """The size in bytes."""
        return len(self.data)


def pkg_chunk(size: int) -> Chunk:
    """A chunk of this process's own memory, `size` in bytes, rounded up to words; 4096 at least."""
    return Chunk(bytearray(_rounded(size)))


def shm_chunk(size: int) -> Chunk:
    """A chunk that this process and those it forks later see alike, `size` in bytes, rounded up to words; 4096 at least.

    The system gives real memory only for the pages that are written.
    """
    return Chunk(mmap(-1, _rounded(size)))


def _rounded(size: int) -> int:
    return -(-max(size, _SMALLEST) // WORD) * WORD
