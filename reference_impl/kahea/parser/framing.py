"""Where messages begin and end in a stream of bytes (RFC 3261 §18.3, RFC 5626 §3.5.1).

The caller feeds what it read and gets events back; it owns the socket and the deadlines, for which it looks at
`StreamFraming.phase`.  A stream is stricter than a datagram, because one wrong guess about an end makes every later
message somebody else's: lone CR or LF in a head, a missing, bad or contradicting Content-Length close the connection.
"""

import re
from dataclasses import dataclass
from enum import Enum

from kahea.base.strutils import quote
from kahea.parser.abnf import TOKEN_CHARS
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_HEAD_BYTES, MAX_MESSAGE_BYTES

__all__ = ["BadStream", "Event", "Frame", "Phase", "Ping", "Pong", "StreamFraming"]

_LENGTH = re.compile(rb"\n(?:content-length|l)[ \t]*+:((?:[^\r\n]++|\r\n[ \t])*+)", re.IGNORECASE)
_LONE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_END = b"\r\n\r\n"
_CRLF = b"\r\n"
_MOST_DIGITS = 10


class Phase(Enum):
    """What the next byte belongs to."""

    IDLE = "idle"
    HEAD = "head"
    BODY = "body"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole message."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Ping:
    """Two line ends between messages: a keep-alive to answer with one."""


@dataclass(frozen=True, slots=True)
class Pong:
    """One line end between messages: the answer to a keep-alive."""


@dataclass(frozen=True, slots=True)
class BadStream:
    """The stream cannot be read on: send the error's reply when `data` can be answered, then close."""

    error: SipParseError
    data: bytes


Event = Frame | Ping | Pong | BadStream


class StreamFraming:
    r"""Cuts one stream into messages; one object per connection, owned by the connection.

    With `accept_no_length` a head without Content-Length has no body; otherwise it is refused.

    >>> framing = StreamFraming()
    >>> framing.feed(b"BYE sip:a@b SIP/2.0\r\nl: 0\r\n"), framing.started
    ([], True)
    >>> framing.feed(b"\r\n\r\n\r\n")
    [Frame(data=b'BYE sip:a@b SIP/2.0\r\nl: 0\r\n\r\n'), Ping()]
    """

    __slots__ = ("_accept_no_length", "_buf", "_searched", "_total", "phase")

    def __init__(self, *, accept_no_length: bool = False) -> None:
        self._accept_no_length = accept_no_length
        self._buf = bytearray()
        self._searched = 0
        self._total = 0
        self.phase = Phase.IDLE

    @property
    def started(self) -> bool:
        """True while a message has begun and is not whole: the total deadline runs."""
        return self.phase in (Phase.HEAD, Phase.BODY)

    @property
    def pending_bytes(self) -> int:
        """Bytes that wait for more."""
        return len(self._buf)

    def feed(self, data: bytes) -> list[Event]:
        """The events that `data` completes; none after a `BadStream`."""
        if self.phase is Phase.CLOSED:
            return []
        self._buf += data
        events: list[Event] = []
        try:
            while (event := self._next()) is not None:
                events.append(event)
        except SipParseError as error:
            events.append(BadStream(error, bytes(self._buf)))
            self.phase = Phase.CLOSED
            self._buf.clear()
        return events

    def _next(self) -> Event | None:
        if self.phase is Phase.IDLE:
            event = self._idle()
            if event is not None or self.phase is Phase.IDLE:
                return event
        if self.phase is Phase.HEAD and not self._head():
            return None
        if len(self._buf) < self._total:
            return None
        frame = Frame(bytes(self._buf[: self._total]))
        self._drop(self._total)
        return frame

    def _drop(self, size: int) -> None:
        del self._buf[:size]
        self._searched = self._total = 0
        self.phase = Phase.IDLE

    def _idle(self) -> Event | None:
        """A keep-alive, or None; the phase moves on when a message has begun.

        A single CRLF is kept back until the next byte, so that the events do not depend on how the bytes were cut.
        """
        buf = self._buf
        if not buf:
            return None
        if buf.startswith(_CRLF) and len(buf) > len(_CRLF):
            if not buf.startswith(b"\r", 2):
                self._drop(2)
                return Pong()
            if buf.startswith(_END):
                self._drop(4)
                return Ping()
        if _END.startswith(buf):
            return None
        if buf[0] not in TOKEN_CHARS:
            raise SipParseError(400, f"stream: {quote(bytes(buf[:8]))} begins no message", 0)
        self.phase = Phase.HEAD
        return None

    def _head(self) -> bool:
        """True when the head is whole; then the message's size is known."""
        buf = self._buf
        end = buf.find(_END, max(0, self._searched - 3))
        self._check_line_ends(len(buf) if end < 0 else end)
        self._searched = len(buf)
        if end > MAX_HEAD_BYTES or (end < 0 and len(buf) > MAX_HEAD_BYTES):
            raise SipParseError(513, f"stream: a head of more than {MAX_HEAD_BYTES} bytes", 0)
        if end < 0:
            return False
        self._total = end + len(_END) + self._length(bytes(buf[: end + 2]))
        if self._total > MAX_MESSAGE_BYTES:
            raise SipParseError(513, f"stream: {self._total} bytes are more than {MAX_MESSAGE_BYTES}", end)
        self.phase = Phase.BODY
        return True

    def _check_line_ends(self, stop: int) -> None:
        """Looks at each byte once, but the last, which may be half a line end."""
        found = _LONE_END.search(self._buf, max(0, self._searched - 1), stop)
        if found and not (found.end() == stop and found[0] == b"\r"):
            raise SipParseError(400, "stream: CR or LF stands alone in the head", found.start())

    def _length(self, head: bytes) -> int:
        lengths = {_digits(found[1].strip(), found.start(1)) for found in _LENGTH.finditer(head)}
        if len(lengths) > 1:
            raise SipParseError(400, f"content-length: {len(lengths)} different values", len(head))
        if not lengths and not self._accept_no_length:
            raise SipParseError(400, "content-length: missing, and a stream has no other end of the body", len(head))
        return lengths.pop() if lengths else 0


def _digits(text: bytes, at: int) -> int:
    if not text.isdigit() or len(text) > _MOST_DIGITS:
        raise SipParseError(400, f"content-length: {quote(text, 40)} is not a number", at)
    return int(text)
