"""Where JSON documents begin and end in what a FIFO or a connection delivers; their grammar is `json_text`'s business."""

import re
from typing import Final

from kahea.control.errors import CodecError
from kahea.control.limits import MAX_JSON_BYTES

__all__ = ["JsonStream"]

_SPECIAL = re.compile(rb'["\\{}\[\]]')
_BLANKS: Final = b" \t\r\n\0"
_OPENING: Final = b"{["
_QUOTE, _BACKSLASH = b'"\\'


class JsonStream:
    r"""Cuts bytes into documents, each an object or an array; owned by what it reads from.

    >>> stream = JsonStream()
    >>> stream.feed(b'{"id": "}')
    []
    >>> stream.feed(b'"}\n[] x')
    [b'{"id": "}"}', b'[]', CodecError("json: 'x' begins no document", 0)]
    """

    __slots__ = ("_buf", "_depth", "_in_string", "_max_bytes", "_next")

    def __init__(self, *, max_bytes: int = MAX_JSON_BYTES) -> None:
        self._max_bytes = max_bytes
        self.reset()

    @property
    def pending_bytes(self) -> int:
        """Bytes that wait for the end of their document."""
        return len(self._buf)

    def reset(self) -> None:
        """Nothing; a document that has begun is forgotten, as when its writer has gone silent."""
        self._buf = bytearray()
        self._depth = 0
        self._next = 0
        self._in_string = False

    def feed(self, data: bytes) -> list[bytes | CodecError]:
        """The documents that `data` completes, and an error where none begins or one is too long.

        With an error everything that waits is dropped: the next bytes may be another writer's.
        """
        self._buf += data
        events: list[bytes | CodecError] = []
        try:
            while (end := self._end()) is not None:
                events.append(bytes(self._buf[:end]))
                rest = self._buf[end:]
                self.reset()
                self._buf = rest
            if len(self._buf) > self._max_bytes:
                raise CodecError(f"json: a document of more than {self._max_bytes} bytes", self._max_bytes)  # noqa: TRY301 - as _end
        except CodecError as error:
            self.reset()
            events.append(error)
        return events

    def _end(self) -> int | None:
        """Where the document ends that the buffer begins with, None while it does not."""
        if not self._depth and not self._begins():
            return None
        while found := _SPECIAL.search(self._buf, self._next):
            byte = found[0][0]
            self._next = found.end()
            if byte == _BACKSLASH:
                self._next += self._in_string
            elif byte == _QUOTE:
                self._in_string = not self._in_string
            elif not self._in_string:
                self._depth += 1 if byte in _OPENING else -1
                if not self._depth:
                    return self._next
        self._next = max(self._next, len(self._buf))
        return None

    def _begins(self) -> bool:
        self._buf = self._buf.lstrip(_BLANKS)
        self._next = 0
        if self._buf and self._buf[0] not in _OPENING:
            raise CodecError(f"json: {chr(self._buf[0])!r} begins no document", 0)
        return bool(self._buf)
