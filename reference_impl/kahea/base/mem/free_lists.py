"""Where the free fragments are: a list for each class of sizes, kept in the chunk itself.

Sizes are in words. Each size below 128 has a list of its own; above, a list holds all sizes between two powers of two.
Fragments are taken from the front of a list and put back there. kamailio src/core/mem/f_malloc.c has two such kinds of lists.
"""

from collections.abc import Iterator
from typing import Final

from kahea.base.mem.chunk import WORD, Chunk
from kahea.base.mem.errors import BadPointerError

__all__ = ["CLASSES", "HEAD_WORDS", "NEXT", "PREVIOUS", "FreeLists"]

CLASSES: Final = 192
"""Lists: 128 of single sizes, 64 of powers of two."""

_SINGLE = 128
_SINGLE_BITS = _SINGLE.bit_length()
_BITMAP_WORDS = CLASSES // 64

HEAD_WORDS: Final = _BITMAP_WORDS + CLASSES
"""Words that the lists' heads take up."""

NEXT: Final = 2
"""The word of a free fragment that names the next one in its list, 0 for none."""

PREVIOUS: Final = 3
"""The word of a free fragment that names the one before it, 0 for none."""


def _class_of(size: int) -> int:
    return size if size < _SINGLE else _SINGLE + size.bit_length() - _SINGLE_BITS


class FreeLists:
    """The lists of a chunk, whose heads begin at the word `at`; fragments are named by the index of their first word."""

    __slots__ = ("_at", "_heads", "_words")

    def __init__(self, chunk: Chunk, at: int) -> None:
        self._words = chunk.words
        self._at = at
        self._heads = at + _BITMAP_WORDS

    def push(self, fragment: int, size: int) -> None:
        """Nothing; `fragment` of `size` words is the first of its list."""
        words, which = self._words, _class_of(size)
        head = self._heads + which
        following = words[head]
        words[fragment + NEXT] = following
        words[fragment + PREVIOUS] = 0
        if following:
            words[following + PREVIOUS] = fragment
        words[head] = fragment
        words[self._at + which // 64] |= 1 << which % 64

    def unlink(self, fragment: int, size: int) -> None:
        """Nothing; `fragment` of `size` words is in no list.

        Raises:
            BadPointerError: its place in the list is overwritten: its last owner wrote to it after freeing it.
        """
        words, which = self._words, _class_of(size)
        following = self._linked(fragment, NEXT, PREVIOUS)
        before = self._linked(fragment, PREVIOUS, NEXT)
        if following:
            words[following + PREVIOUS] = before
        if before:
            words[before + NEXT] = following
            return
        words[self._heads + which] = following
        if not following:
            words[self._at + which // 64] &= ~(1 << which % 64)

    def first_fit(self, size: int) -> int:
        """The first fragment of at least `size` words in the smallest class that has one, 0 when there is none."""
        which = _class_of(size)
        if which >= _SINGLE:
            for fragment in self._list(which):
                if self._words[fragment] >> 1 >= size:
                    return fragment
            which += 1
        marked = self._marked() >> which
        if not marked:
            return 0
        return self._words[self._heads + which + (marked & -marked).bit_length() - 1]

    def count(self) -> dict[int, int]:
        """How many fragments each list that is not empty holds, by the smallest size of the list in words."""
        return {
            which if which < _SINGLE else 1 << (which - _SINGLE + _SINGLE_BITS - 1): sum(1 for _ in self._list(which))
            for which in range(CLASSES)
            if self._words[self._heads + which]
        }

    def _marked(self) -> int:
        """The classes that have a fragment, as bits."""
        words, at = self._words, self._at
        return sum(words[at + index] << 64 * index for index in range(_BITMAP_WORDS))

    def _list(self, which: int) -> Iterator[int]:
        fragment = self._words[self._heads + which]
        while fragment:
            yield fragment
            fragment = self._linked(fragment, NEXT, PREVIOUS)

    def _linked(self, fragment: int, link: int, back: int) -> int:
        """The fragment that `link` names, 0 for none, if that one names `fragment` as its `back`."""
        words = self._words
        other = words[fragment + link]
        if other and (other + PREVIOUS >= len(words) or words[other + back] != fragment):
            raise BadPointerError(f"the free fragment at {fragment * WORD:#x} was written to after it was freed")
        return other
