"""The fast memory manager: first fit by classes of sizes, and neighbours joined as soon as both are free.

Everything it knows stands in the chunk, in words of 8 bytes, so that processes which share a chunk see the same. From word 0:
the figures, the heads of the free lists, a mark, the fragments, a mark. A fragment of n words::

    0        n << 1, and 1 when it is in use
    1        bytes asked << 32 | number of the file:line that asked (free: that freed it)
    2 ...    the owner's bytes (free: the next and the previous fragment of the list)
    n-1      as word 0, for the neighbour on the right

The marks are words of a fragment in use without a size: joining stops there. The file:lines themselves are kept by each
process. kamailio src/core/mem/f_malloc.c; that joins neighbours only when mem_join is set.
"""

from collections.abc import Iterator
from typing import ClassVar, Final

from kahea.base.mem.chunk import WORD, Chunk
from kahea.base.mem.errors import BadPointerError, DoubleFreeError, OutOfMemoryError
from kahea.base.mem.free_lists import HEAD_WORDS, FreeLists
from kahea.base.mem.status import Fragment, MemInfo

__all__ = ["FMalloc"]

_USED, _REAL_USED, _MAX_USED, _FRAGMENTS, _LISTS = range(5)
_FIRST = _LISTS + HEAD_WORDS + 1
_SMALLEST = 5  # a free fragment: two words of header, two of its list, one at the end
_MARK = 1
_LOW = 0xFFFFFFFF
_MAX_ASKED: Final = _LOW


class FMalloc:
    """A memory manager over a whole `chunk`, which is empty afterwards. Addresses are offsets into the chunk, in bytes.

    `where` is the file:line that asks; it stands in reports and errors.

    >>> from kahea.base.mem.chunk import pkg_chunk
    >>> memory = FMalloc(pkg_chunk(65_536))
    >>> address = memory.malloc(5, "save.py:10")
    >>> memory.view(address)[:] = b"alice"
    >>> address = memory.realloc(address, 9, "save.py:12")
    >>> bytes(memory.view(address)[:5]), memory.info().used
    (b'alice', 16)
    >>> memory.free(address, "save.py:20")
    >>> memory.info().used, memory.info().fragments
    (0, 1)
    """

    name = "fm"
    HEAD: ClassVar[int] = 2
    """Words before the owner's."""
    GUARD: ClassVar[int] = 0
    """Bytes behind the owner's that are the manager's."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self._words = chunk.words
        self._lists = FreeLists(chunk, _LISTS)
        self._origins = [""]
        self._numbers = {"": 0}
        self._end = len(self._words) - 1
        for index in range(_FIRST):
            self._words[index] = 0
        self._words[_FIRST - 1] = self._words[self._end] = _MARK
        self._words[_REAL_USED] = self._words[_MAX_USED] = (_FIRST + 1) * WORD
        self._put_free(_FIRST, self._end - _FIRST, 0)

    def malloc(self, size: int, where: object) -> int:
        """The address of `size` bytes whose content is undefined; never 0. A size of 0 counts as 1.

        Raises:
            OutOfMemoryError: no free fragment is large enough.
            ValueError: the size is negative.
        """
        need = self._need(size)
        fragment = self._lists.first_fit(need) if size <= _MAX_ASKED else 0
        if not fragment:
            raise OutOfMemoryError(self._no_room(size, where))
        found = self._words[fragment] >> 1
        self._take_free(fragment, found)
        self._put_used(fragment, found, need, size, self._number(where))
        return (fragment + self.HEAD) * WORD

    def free(self, address: int, where: object) -> None:
        """Nothing; the bytes at `address` belong to nobody. Address 0 is ignored.

        Raises:
            DoubleFreeError: they were freed before; unless they have been given out anew, which cannot be told.
            BadPointerError: the address was never given out, or the words around it are overwritten.
        """
        if not address:
            return
        fragment = self._fragment_at(address, where)
        size = self._words[fragment] >> 1
        self._account(-size, -self._capacity(size))
        self._join_and_free(fragment, size, self._number(where))

    def realloc(self, address: int, size: int, where: object) -> int:
        """The address of `size` bytes which begin as those at `address` did; that address is not valid any more.

        Address 0 asks for new bytes; size 0 frees and gives 0. It grows in place when the right neighbour is free and large.

        Raises:
            OutOfMemoryError: there is no room; the bytes at `address` are as they were.
            DoubleFreeError: the bytes at `address` were freed.
            BadPointerError: the address was never given out.
        """
        if not address:
            return self.malloc(size, where)
        fragment = self._fragment_at(address, where)
        if not size:
            self.free(address, where)
            return 0
        if size <= _MAX_ASKED and self._fit_in_place(fragment, self._need(size), size, self._number(where)):
            return address
        moved = self.malloc(size, where)
        kept = min(size, self._asked(fragment))
        self.chunk.data[moved : moved + kept] = self.chunk.data[address : address + kept]
        self.free(address, where)
        return moved

    def view(self, address: int) -> memoryview:
        """The bytes the owner of `address` asked for; writable, and to be dropped before they are freed.

        Raises:
            DoubleFreeError: they were freed.
            BadPointerError: the address was never given out.
        """
        return self.chunk.data[address : address + self._asked(self._fragment_at(address, "view()"))]

    def info(self) -> MemInfo:
        """The figures, in bytes."""
        words = self._words
        return MemInfo(
            total=len(words) * WORD,
            used=words[_USED],
            real_used=words[_REAL_USED],
            max_used=words[_MAX_USED],
            fragments=words[_FRAGMENTS],
        )

    def fragments(self) -> Iterator[Fragment]:
        """All fragments by address, lazily: nothing may be given out or freed meanwhile.

        Raises:
            BadPointerError: a header is overwritten, so that the rest cannot be found.
        """
        at = _FIRST
        while at < self._end:
            size, used = self._words[at] >> 1, self._words[at] & 1
            if size < _SMALLEST or at + size > self._end or self._words[at + size - 1] != self._words[at]:
                raise BadPointerError(f"{self.name}: the header of the fragment at {at * WORD:#x} is overwritten")
            address, span = (at + self.HEAD) * WORD, size * WORD
            yield (
                Fragment(address=address, size=span, is_used=True, asked=self._asked(at), owner=self._owner(at))
                if used
                else Fragment(address=address, size=span, is_used=False)
            )
            at += size

    def free_fragments(self) -> dict[int, int]:
        """How many free fragments there are, by the smallest size of their list in bytes (RPC core.sfmalloc)."""
        return {size * WORD: count for size, count in self._lists.count().items()}

    # The owner's side of a fragment, which a manager with guards changes.

    def _need(self, size: int) -> int:
        """The words of a fragment for `size` bytes."""
        if size < 0:
            raise ValueError(f"{self.name}: size {size} is negative")
        return max(_SMALLEST, self.HEAD + -(-(max(size, 1) + self.GUARD) // WORD) + 1)

    def _guard(self, fragment: int) -> None:
        """Nothing; called when the size or the owner of a fragment in use has changed."""

    def _check_guard(self, fragment: int, where: object) -> None:
        """Nothing; called before a fragment in use is given up, resized or shown."""

    def _capacity(self, size: int) -> int:
        return (size - self.HEAD - 1) * WORD - self.GUARD

    def _asked(self, fragment: int) -> int:
        return self._words[fragment + 1] >> 32

    def _owner(self, fragment: int) -> str:
        number = self._words[fragment + 1] & _LOW
        return self._origins[number] if number < len(self._origins) else f"another process ({number})"

    def _number(self, where: object) -> int:
        text = str(where)
        if text not in self._numbers:
            self._numbers[text] = len(self._origins)
            self._origins.append(text)
        return self._numbers[text]

    def _fragment_at(self, address: int, where: object) -> int:
        """The fragment in use whose owner's bytes begin at `address`."""
        fragment = address // WORD - self.HEAD
        if address % WORD or not _FIRST <= fragment <= self._end - _SMALLEST:
            raise BadPointerError(f"{where}: {self.name}: {address:#x} is not an address of this chunk")
        header = self._words[fragment]
        size = header >> 1
        if size < _SMALLEST or fragment + size > self._end:
            raise BadPointerError(f"{where}: {self.name}: {address:#x} was never given out, or its header is overwritten")
        if not header & 1:
            raise DoubleFreeError(f"{where}: {self.name}: {address:#x} is free already, freed from {self._owner(fragment)}")
        self._check_guard(fragment, where)
        if self._words[fragment + size - 1] != header:
            raise BadPointerError(f"{where}: {self.name}: the end of the fragment of {address:#x} is overwritten")
        return fragment

    # Splitting and joining.

    def _fit_in_place(self, fragment: int, need: int, asked: int, number: int) -> bool:
        size = self._words[fragment] >> 1
        right = self._words[fragment + size]
        spare = 0 if right & 1 else right >> 1
        if need > size + spare:
            return False
        if spare and need > size:
            self._take_free(fragment + size, spare)
        else:
            spare = 0
        self._account(-size, -self._capacity(size))
        self._put_used(fragment, size + spare, need, asked, number)
        return True

    def _put_used(self, fragment: int, size: int, need: int, asked: int, number: int) -> None:
        """Make `fragment`, of `size` words in no list, one in use of `need` words; what is left over is free."""
        rest = size - need
        kept = need if rest >= _SMALLEST else size
        self._words[fragment] = self._words[fragment + kept - 1] = kept << 1 | 1
        self._words[fragment + 1] = asked << 32 | number
        if kept < size:
            self._join_and_free(fragment + kept, rest, number)
        self._account(kept, self._capacity(kept))
        self._guard(fragment)

    def _join_and_free(self, fragment: int, size: int, number: int) -> None:
        """Make `fragment` and its free neighbours one free fragment."""
        words = self._words
        right = words[fragment + size]
        words[fragment] = size << 1
        words[fragment + 1] = number
        if not right & 1:
            self._take_free(fragment + size, right >> 1)
            size += right >> 1
        left = words[fragment - 1]
        if not left & 1:
            fragment -= left >> 1
            self._take_free(fragment, left >> 1)
            size += left >> 1
        self._put_free(fragment, size, number)

    def _put_free(self, fragment: int, size: int, number: int) -> None:
        self._words[fragment] = self._words[fragment + size - 1] = size << 1
        self._words[fragment + 1] = number
        self._lists.push(fragment, size)
        self._words[_FRAGMENTS] += 1

    def _take_free(self, fragment: int, size: int) -> None:
        words, header = self._words, size << 1
        fits = fragment >= _FIRST and _SMALLEST <= size <= self._end - fragment
        if not fits or words[fragment] != header or words[fragment + size - 1] != header:
            raise BadPointerError(f"{self.name}: the header of the free fragment at {fragment * WORD:#x} is overwritten")
        self._lists.unlink(fragment, size)
        self._words[_FRAGMENTS] -= 1

    def _account(self, words: int, used: int) -> None:
        self._words[_USED] += used
        self._words[_REAL_USED] += words * WORD
        self._words[_MAX_USED] = max(self._words[_MAX_USED], self._words[_REAL_USED])

    def _no_room(self, size: int, where: object) -> str:
        info = self.info()
        return f"{where}: {self.name}: no room for {size} bytes; free={info.free} fragments={info.fragments} total={info.total}"
