r"""Changes of a message, noted while routes run and made when it is sent (kamailio src/core/data_lump.c).

A lump stands at an offset of the received bytes: it deletes some of them, or is an anchor that deletes none.  Text is hung
before and behind it, and before and behind that text again.  The received bytes never change: a header deleted by a route is
seen until the changes are applied.

>>> lumps = Lumps()
>>> _ = lumps.insert_new_lump_after(lumps.del_lump(4, 5), b"Bob")
>>> lumps.apply(b"To: Alice\r\n")
b'To: Bob\r\n'
"""

from collections.abc import Callable, Iterator

from kahea.base.errors import KaheaError
from kahea.core.net import DestInfo, SocketInfo
from kahea.core.sip_msg import make_on_use

__all__ = ["Condition", "Edit", "Lump", "LumpError", "Lumps", "Value", "splice"]

Value = bytes | Callable[[SocketInfo | None, DestInfo | None], bytes]
"""Text, or what makes it when the message is sent: it gets the sending socket and the destination."""

Condition = Callable[[SocketInfo | None, DestInfo | None], bool]
"""Whether a lump's text is wanted, asked when the message is sent."""

Edit = tuple[int, int, bytes]
"""One change worked out: offset, how many bytes go, what comes in their place."""


class LumpError(KaheaError):
    """A deletion that overlaps another one, or that lies outside of any message."""


class Lump:
    """One change: a main lump has an offset and a length, a lump hung on another has a value; the `Lumps` own it."""

    __slots__ = ("after", "before", "condition", "length", "offset", "value")

    def __init__(self, offset: int, length: int, value: Value = b"", condition: Condition | None = None) -> None:
        self.offset = offset
        self.length = length
        self.value = value
        self.condition = condition
        self.before: tuple[Lump, ...] = ()
        self.after: tuple[Lump, ...] = ()

    def copy(self) -> "Lump":
        """The lump with copies of all that hangs on it."""
        twin = Lump(self.offset, self.length, self.value, self.condition)
        if self.before:
            twin.before = tuple([lump.copy() for lump in self.before])
        if self.after:
            twin.after = tuple([lump.copy() for lump in self.after])
        return twin

    def text(self, send_sock: SocketInfo | None, dst: DestInfo | None) -> bytes:
        """All text of the lump and of what hangs on it, in the order in which it stands in the message."""
        if self.condition is not None and not self.condition(send_sock, dst):
            return b""
        value = self.value if isinstance(self.value, bytes) else self.value(send_sock, dst)
        if not self.before and not self.after:
            return value
        before = [lump.text(send_sock, dst) for lump in self.before]
        return b"".join((*before, value, *[lump.text(send_sock, dst) for lump in self.after]))


class Lumps:
    """The changes of one part of a message, ordered by offset, those of one offset as they came; the message owns it."""

    __slots__ = ("_lumps",)

    def __init__(self) -> None:
        self._lumps: list[Lump] = []

    def __len__(self) -> int:
        return len(self._lumps)

    def __iter__(self) -> Iterator[Lump]:
        return iter(self._lumps)

    def anchor_lump(self, offset: int) -> Lump:
        """A lump that deletes nothing, to hang text on."""
        return self._add(Lump(offset, 0))

    def del_lump(self, offset: int, length: int) -> Lump:
        """The lump that deletes `length` bytes; the one that is there already when exactly these are deleted twice.

        Raises:
            LumpError: the length is not positive, the offset is negative, or a part of the bytes is deleted already.
        """
        if length <= 0 or offset < 0:
            raise LumpError(f"lump: {length} bytes at offset {offset} cannot be deleted")
        for lump in self._lumps:
            if not lump.length or lump.offset + lump.length <= offset or lump.offset >= offset + length:
                continue
            if (lump.offset, lump.length) == (offset, length):
                return lump
            raise LumpError(
                f"lump: {length} bytes at offset {offset} overlap the {lump.length} at {lump.offset} that are deleted already"
            )
        return self._add(Lump(offset, length))

    def insert_new_lump_after(self, lump: Lump, value: Value, condition: Condition | None = None) -> Lump:
        """A lump with `value` right behind `lump`, in front of what was inserted behind it earlier, as Kamailio does.

        With `condition`, its text and all that hangs on it are there only when that holds at the time of sending.
        """
        fresh = Lump(lump.offset, 0, value, condition)
        lump.after = (fresh, *lump.after)
        return fresh

    def insert_new_lump_before(self, lump: Lump, value: Value, condition: Condition | None = None) -> Lump:
        """A lump with `value` before `lump`, in front of what was inserted before it earlier, as Kamailio does."""
        fresh = Lump(lump.offset, 0, value, condition)
        lump.before = (fresh, *lump.before)
        return fresh

    def _add(self, fresh: Lump) -> Lump:
        at = len(self._lumps)
        while at and self._lumps[at - 1].offset > fresh.offset:
            at -= 1
        self._lumps.insert(at, fresh)
        return fresh

    def is_deleted(self, offset: int) -> bool:
        """Whether the byte at `offset` goes."""
        return any(lump.offset <= offset < lump.offset + lump.length for lump in self._lumps)

    def copy(self) -> "Lumps":
        """The same changes, which can be added to without touching these: what each branch of a transaction gets."""
        twin = Lumps()
        twin._lumps = [lump.copy() for lump in self._lumps]
        return twin

    def edits(self, send_sock: SocketInfo | None = None, dst: DestInfo | None = None) -> list[Edit]:
        """The changes worked out for a message that goes to `dst` from `send_sock`, in order."""
        return [(lump.offset, lump.length, lump.text(send_sock, dst)) for lump in self._lumps]

    def apply(
        self,
        buf: bytes,
        start: int = 0,
        end: int | None = None,
        send_sock: SocketInfo | None = None,
        dst: DestInfo | None = None,
    ) -> bytes:
        """The bytes of `buf` from `start` to `end` with the changes made.

        >>> Lumps().apply(b"abc", 1)
        b'bc'
        """
        stop = len(buf) if end is None else end
        return b"".join(splice(buf, start, stop, self.edits(send_sock, dst))) if self._lumps else buf[start:stop]


def splice(buf: bytes, start: int, end: int, edits: list[Edit]) -> list[bytes]:
    """The pieces of `buf` from `start` to `end` with `edits` made, which are in order; what lies outside is left out.

    Text inside of a deletion stands behind it.

    >>> b"".join(splice(b"abcdef", 0, 6, [(1, 2, b"X"), (2, 0, b"Y"), (6, 0, b"Z")]))
    b'aXYdefZ'
    """
    pieces: list[bytes] = []
    at = start
    for offset, length, text in edits:
        if offset < start or offset > end:
            continue
        if offset > at:
            pieces.append(buf[at:offset])
            at = offset
        pieces.append(text)
        at = max(at, min(offset + length, end))
    pieces.append(buf[at:end])
    return pieces


make_on_use("add_rm", Lumps)
make_on_use("body_lumps", Lumps)
