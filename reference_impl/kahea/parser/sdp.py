"""Session descriptions (RFC 8866), read as far as a server needs them: who, where, which media, which attributes.

Every value keeps its place in the description, so that an edit can cut exactly those bytes.
"""

from dataclasses import dataclass

from kahea.base.strutils import quote
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_PORT, MAX_SDP_LINES

__all__ = ["Sdp", "SdpConnection", "SdpLine", "SdpOrigin", "SdpStream", "parse_sdp"]

_WORDS = 3
_MOST_DIGITS = 10
_DIRECTIONS = (b"sendrecv", b"sendonly", b"recvonly", b"inactive")


@dataclass(frozen=True, slots=True)
class SdpLine:
    """One ``type=value`` line; `end` is behind its line end."""

    type: bytes
    value: bytes
    start: int
    end: int

    @property
    def attribute(self) -> tuple[bytes, bytes | None]:
        """Name and value of an ``a=`` line.

        >>> SdpLine(b"a", b"rtpmap:0 PCMU/8000", 0, 0).attribute
        (b'rtpmap', b'0 PCMU/8000')
        """
        name, colon, value = self.value.partition(b":")
        return name, value if colon else None


@dataclass(frozen=True, slots=True)
class SdpConnection:
    """A ``c=`` line: ``IN IP4 192.0.2.1``; `start` and `end` are those of the address."""

    net_type: bytes
    addr_type: bytes
    address: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SdpOrigin:
    """The ``o=`` line."""

    username: bytes
    sess_id: bytes
    sess_version: bytes
    net_type: bytes
    addr_type: bytes
    address: bytes


@dataclass(frozen=True, slots=True)
class SdpStream:
    """One ``m=`` section; formats stay bytes, whatever their size."""

    media: bytes
    port: int
    port_count: int
    transport: bytes
    formats: tuple[bytes, ...]
    lines: tuple[SdpLine, ...]

    @property
    def start(self) -> int:
        """Where the section begins."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """The position behind the section."""
        return self.lines[-1].end

    @property
    def connection(self) -> SdpConnection | None:
        """The section's own ``c=`` line, None without one."""
        return _connection(self.lines)

    @property
    def direction(self) -> bytes | None:
        """sendrecv, sendonly, recvonly or inactive, None when the section does not say."""
        return _direction(self.lines)

    @property
    def is_on_hold(self) -> bool:
        """True when the sender takes no media: sendonly, inactive, or the old null address."""
        connection = self.connection
        return self.direction in (b"sendonly", b"inactive") or (connection is not None and connection.address == b"0.0.0.0")

    def attribute(self, name: bytes) -> bytes | None:
        """The value of the first attribute `name`, b"" when it has none, None when it is absent."""
        return _attribute(self.lines, name)

    @property
    def rtpmap(self) -> dict[bytes, bytes]:
        """The codec each payload type stands for."""
        pairs = [line.attribute[1] or b"" for line in self.lines if line.type == b"a" and line.attribute[0] == b"rtpmap"]
        return {payload: codec.strip() for payload, _, codec in (pair.partition(b" ") for pair in pairs)}


@dataclass(frozen=True, slots=True)
class Sdp:
    """A session: the lines before the first ``m=``, then its streams."""

    raw: bytes
    lines: tuple[SdpLine, ...]
    streams: tuple[SdpStream, ...]

    @property
    def origin(self) -> SdpOrigin | None:
        """The ``o=`` line, None without one that has six words."""
        for line in self.lines:
            words = line.value.split()
            if line.type == b"o" and len(words) == len(SdpOrigin.__slots__):
                return SdpOrigin(*words)
        return None

    @property
    def connection(self) -> SdpConnection | None:
        """The session's ``c=`` line, None without one."""
        return _connection(self.lines)

    @property
    def direction(self) -> bytes | None:
        """The direction said for all streams."""
        return _direction(self.lines)

    def attribute(self, name: bytes) -> bytes | None:
        """The value of the session's first attribute `name`, b"" when it has none, None when it is absent."""
        return _attribute(self.lines, name)

    def serialise(self) -> bytes:
        """The received bytes."""
        return self.raw


def parse_sdp(body: bytes) -> Sdp:
    r"""The session description in `body`.

    Raises:
        SipParseError: 400 when it does not begin with ``v=``, a line is no ``x=value``, or an ``m=`` or ``c=`` line is bad.

    >>> sdp = parse_sdp(b"v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nc=IN IP4 h\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=sendonly\r\n")
    >>> sdp.connection.address, sdp.streams[0].port, sdp.streams[0].direction
    (b'h', 4000, b'sendonly')
    """
    lines = _lines(body)
    if not lines or lines[0].type != b"v":
        raise SipParseError(400, "sdp: it does not begin with v=", 0)
    starts = [at for at, line in enumerate(lines) if line.type == b"m"]
    ends = [*starts[1:], len(lines)] if starts else []
    streams = tuple(_stream(tuple(lines[left:right])) for left, right in zip(starts, ends, strict=True))
    head = tuple(lines[: starts[0]] if starts else lines)
    sdp = Sdp(body, head, streams)
    _ = sdp.connection
    for stream in streams:
        _ = stream.connection
    return sdp


def _lines(body: bytes) -> list[SdpLine]:
    found: list[SdpLine] = []
    start = 0
    while start < len(body):
        eol = body.find(b"\n", start)
        end = len(body) if eol < 0 else eol + 1
        text = body[start:end].rstrip(b"\r\n")
        if text:
            if text[1:2] != b"=" or not text[:1].isalpha():
                raise SipParseError(400, f"sdp: {quote(text, 40)} is not type=value", start)
            found.append(SdpLine(text[:1], text[2:], start, end))
            if len(found) > MAX_SDP_LINES:
                raise SipParseError(400, f"sdp: more than {MAX_SDP_LINES} lines", start)
        start = end
    return found


def _stream(lines: tuple[SdpLine, ...]) -> SdpStream:
    first = lines[0]
    words = first.value.split()
    if len(words) < _WORDS:
        raise SipParseError(400, f"sdp: m={quote(first.value, 40)} has no media, port and transport", first.start)
    port, slash, count = words[1].partition(b"/")
    if not _is_below(port, MAX_PORT) or (slash and not _is_below(count, MAX_PORT)):
        raise SipParseError(400, f"sdp: port {quote(words[1], 20)} is not in 0..{MAX_PORT}", first.start)
    return SdpStream(words[0], int(port), int(count) if slash else 1, words[2], tuple(words[3:]), lines)


def _is_below(text: bytes, most: int) -> bool:
    return text.isdigit() and len(text) <= _MOST_DIGITS and int(text) <= most


def _connection(lines: tuple[SdpLine, ...]) -> SdpConnection | None:
    for line in lines:
        if line.type == b"c":
            words = line.value.split()
            if len(words) != _WORDS:
                raise SipParseError(400, f"sdp: c={quote(line.value, 40)} is not three words", line.start)
            at = line.start + 2 + line.value.rfind(words[2])
            return SdpConnection(words[0], words[1], words[2], at, at + len(words[2]))
    return None


def _direction(lines: tuple[SdpLine, ...]) -> bytes | None:
    return next((line.value for line in lines if line.type == b"a" and line.value in _DIRECTIONS), None)


def _attribute(lines: tuple[SdpLine, ...], name: bytes) -> bytes | None:
    for line in lines:
        if line.type == b"a" and line.attribute[0] == name:
            return line.attribute[1] or b""
    return None
