"""The lazy parser: a message is its received bytes, looked at no further than somebody asked.

The first line is read at once.  `Message.parse_headers` walks the header lines up to the last type it was asked for and
remembers where it stopped; a header's body is parsed when `HdrField.parsed` is read.  Splitting all lines in one go is
cheaper in Python than finding them one by one, so that is done at once; naming and parsing them is what waits.

Line ends: CRLF, and LF alone is taken for it (a stream is stricter, see `framing`).  CR alone is refused: two
implementations that disagree on it would see two different messages.
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import kahea.parser.headers  # noqa: F401  fills the registry of header types
from kahea.base.strutils import quote
from kahea.parser.abnf import is_token
from kahea.parser.errors import SipParseError
from kahea.parser.fline import MsgStart, parse_first_line
from kahea.parser.hdr_field import HdrField
from kahea.parser.headers.via import ViaBody
from kahea.parser.hf import HDR_EOH_F, HdrType, hdr_type, known_names, parsers
from kahea.parser.limits import MAX_FOLDS, MAX_HEADERS, MAX_LINE_BYTES, MAX_LIST_VALUES, MAX_MESSAGE_BYTES

__all__ = ["Message", "parse_headers", "parse_msg"]

_VIA = HdrType.VIA
_known_type = known_names().get
_parser_of = parsers().get
_FLAGS = [1 << kind for kind in HdrType]


class Message:
    r"""A received message, parsed as far as it was asked.

    `parsed_flag` has the flag of each header type met, `unparsed` is where the walk over the lines stopped, `eoh` the
    position of the body, `bodies_parsed` the number of header bodies that were parsed, `is_crlf` whether every line of the
    head ends with CRLF.

    Raises:
        SipParseError: the first line is bad, the head has no end or a CR alone, or a limit is crossed.

    >>> msg = Message(b"BYE sip:a@b SIP/2.0\r\nCSeq: 1 BYE\r\nTo: <sip:a@b>\r\n\r\n")
    >>> msg.parse_headers(1 << HdrType.CSEQ), msg.unparsed, msg.bodies_parsed
    (True, 34, 0)
    >>> msg.parsed(HdrType.TO).uri
    b'sip:a@b'
    """

    __slots__ = ("_kinds", "_lines", "_starts", "_top", "_values", "buf", "eoh", "first_line", "is_crlf", "parsed_flag")

    def __init__(self, buf: bytes) -> None:
        if len(buf) > MAX_MESSAGE_BYTES:
            raise SipParseError(513, f"message: {len(buf)} bytes are more than {MAX_MESSAGE_BYTES}", 0)
        if buf[:1] in (b"\r", b"\n"):
            buf = buf.lstrip(b"\r\n")
        self.buf = buf
        end = buf.find(b"\r\n\r\n")
        lines = buf[:end].split(b"\r\n")
        self._starts: list[int] | None = None
        ends = len(lines) - 1
        self.is_crlf = end >= 0 and buf.count(b"\n", 0, end) == ends and buf.count(b"\r", 0, end) == ends
        if self.is_crlf:
            self.eoh = end + 4
        else:
            lines = self._odd_lines()
        self.first_line: MsgStart = parse_first_line(lines[0])
        if self.eoh < 0:
            raise SipParseError(400, "head: no empty line ends it", len(buf))
        self._lines = lines
        self._kinds: list[HdrType] = []
        self._values: dict[int, Any] = {}
        self._top: ViaBody | None = None
        self.parsed_flag = 0
        if ends >= MAX_HEADERS or self.eoh > MAX_LINE_BYTES:
            self._check_limits()

    def __repr__(self) -> str:
        return f"<Message {quote(self.first_line.serialise(), 60)}, {len(self.buf)} bytes>"

    def share(self, twin: "Message") -> None:
        """Nothing; `twin`, made without `__init__`, is a message of the same bytes, parsed as far as this one."""
        twin.buf, twin.eoh, twin.first_line, twin.is_crlf = self.buf, self.eoh, self.first_line, self.is_crlf
        twin.parsed_flag = self.parsed_flag
        twin._lines, twin._starts, twin._top = self._lines, self._starts, self._top  # noqa: SLF001  a twin of the same class
        twin._kinds, twin._values = self._kinds.copy(), self._values.copy()  # noqa: SLF001  the same

    def _odd_lines(self) -> list[bytes]:
        """The lines of a head whose line ends are not all CRLF, and where each begins; `eoh` is -1 when it has no end."""
        pieces = self.buf.split(b"\n")
        if len(pieces) == 1:
            raise SipParseError(400, "first line: it has no end", 0)
        self.eoh = -1
        starts, lines = [0], []
        for piece in pieces[:-1]:
            line = piece.removesuffix(b"\r")
            if not line:
                self.eoh = starts[-1] + len(piece) + 1
                break
            if b"\r" in line:
                raise SipParseError(400, "head: CR without LF", starts[-1] + line.find(b"\r"))
            lines.append(line)
            starts.append(starts[-1] + len(piece) + 1)
        self._starts = starts
        return lines

    def _check_limits(self) -> None:
        self._unfold()
        if len(self._lines) - 1 > MAX_HEADERS:
            raise SipParseError(400, f"head: {len(self._lines) - 1} header lines are more than {MAX_HEADERS}", 0)
        for at, line in enumerate(self._lines):
            if len(line) > MAX_LINE_BYTES:
                raise SipParseError(400, f"header: {len(line)} bytes are more than {MAX_LINE_BYTES}", self.line_start(at - 1))

    def _unfold(self) -> None:
        """Joins lines that begin with a blank to the line before, line ends kept; once for the whole head."""
        starts = self._all_starts()
        if self._lines[1][:1] in (b" ", b"\t"):
            raise SipParseError(400, "header: the first line of headers begins with a blank", starts[1])
        whole: list[bytes] = []
        kept: list[int] = []
        at = 0
        while at < len(self._lines):
            first = at
            at += 1
            while at < len(self._lines) and self._lines[at][:1] in (b" ", b"\t"):
                at += 1
            if at - first > MAX_FOLDS:
                raise SipParseError(400, f"header: {at - first} lines of one header are more than {MAX_FOLDS}", starts[first])
            whole.append(self.buf[starts[first] : starts[at - 1] + len(self._lines[at - 1])])
            kept.append(starts[first])
        self._lines = whole
        self._starts = [*kept, starts[at]]

    def _all_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *accumulate([len(line) + 2 for line in self._lines])]
        return self._starts

    def line_start(self, index: int) -> int:
        """Where the header line with that index begins; behind the last header, where the empty line does."""
        return self._all_starts()[index + 1]

    @property
    def unparsed(self) -> int:
        """The position of the first header line that was not looked at yet."""
        return self.line_start(len(self._kinds))

    @property
    def is_request(self) -> bool:
        """True for a request, False for a reply."""
        return self.first_line.is_request

    def parse_headers(self, flags: int, next: bool = False) -> bool:  # noqa: A002  the name is Kamailio's
        """Walk the header lines until each type in `flags` was met; True when all were.

        Returns at once when they were met before.  With `next`, walks on to a further one.  `HDR_EOH_F` walks to the end.

        Raises:
            SipParseError: 400 when a line on the way is no header.
        """
        known = self.parsed_flag
        if next:
            known &= ~flags | HDR_EOH_F
        if flags & ~known and not known & HDR_EOH_F:
            known = (flags & HDR_EOH_F and not self._kinds and self._walk_all()) or self._walk(flags, known)
            self.parsed_flag |= known
        return not flags & ~known

    def _walk_all(self) -> int:
        """The flags of all lines, which are read at once for half the price; 0 when one of them needs a closer look."""
        lines = self._lines
        kinds: list[Any] = [_known_type(line.partition(b":")[0]) for line in lines[1:]]
        unique = set(kinds)
        if None in unique:
            for at, kind in enumerate(kinds):
                if kind is None:
                    name, colon, _ = lines[at + 1].partition(b":")
                    if not colon or not is_token(name):
                        return 0
                    kinds[at] = hdr_type(name)
            unique = set(kinds)
        self._kinds = kinds
        known = HDR_EOH_F
        for kind in unique:
            known |= _FLAGS[kind]
        return known

    def _walk(self, flags: int, known: int) -> int:
        """The one loop over header lines; it stops behind the line that completes `flags`, or behind the head."""
        kinds = self._kinds
        add = kinds.append
        for line in self._lines[len(kinds) + 1 :]:
            kind = _known_type(line.partition(b":")[0])
            if kind is None:
                if line[:1] in (b" ", b"\t"):
                    self._unfold()
                    return self._walk(flags, known)
                kind = self._odd_name(line)
            add(kind)
            bit = 1 << kind
            known |= bit
            if bit & flags and not flags & ~known:
                following = len(kinds) + 1
                if following < len(self._lines) and self._lines[following][:1] in (b" ", b"\t"):
                    self._unfold()
                return known
        return known | HDR_EOH_F

    def _odd_name(self, line: bytes) -> HdrType:
        """The type of a name that is not in its usual spelling.

        Blanks before the colon go away before anything compares the name: CVE-2020-28361 came of the other order.
        """
        colon = line.find(b":")
        name = line[:colon].rstrip(b" \t") if colon >= 0 else b""
        if not is_token(name):
            raise SipParseError(400, f"header: {quote(line, 60)} has no name and colon", self.line_start(len(self._kinds)))
        return hdr_type(name)

    def _field(self, index: int) -> HdrField:
        return HdrField(self, index, self._kinds[index], self._lines[index + 1])

    def value(self, index: int) -> Any:  # noqa: ANN401  each header has its own type of value
        """The parsed body of the header line with that index, kept once it is made; `HdrField.parsed` says more."""
        known = self._values.get(index)
        if known is not None:
            return known
        line = self._lines[index + 1]
        colon = line.find(b":") + 1
        parse = _parser_of(self._kinds[index])
        try:
            made = parse(line, colon, len(line)) if parse is not None else line[colon:].strip()
        except SipParseError as error:
            raise SipParseError(error.code, error.reason, error.offset + self.line_start(index)) from None
        self._values[index] = made
        return made

    def keep(self, index: int, value: object) -> None:
        """Nothing; `value` is what the header's own parser would make of the body of that line."""
        self._values[index] = value

    def is_parsed(self, index: int) -> bool:
        """True when the body of the header line with that index was parsed."""
        return index in self._values

    @property
    def bodies_parsed(self) -> int:
        """How many header bodies were parsed so far."""
        return len(self._values)

    @property
    def headers(self) -> tuple[HdrField, ...]:
        """All header lines in order; walks to the end of the head."""
        self.parse_headers(HDR_EOH_F)
        return tuple([self._field(index) for index in range(len(self._kinds))])

    @property
    def lines(self) -> Iterator[tuple[HdrType, bytes]]:
        """Type and line of each header in order, no field being made; walks to the end of the head."""
        if not self.parsed_flag & HDR_EOH_F:
            self.parse_headers(HDR_EOH_F)
        return zip(self._kinds, self._lines[1:], strict=True)

    @property
    def last_header(self) -> HdrField | None:
        """The header line met last."""
        return self._field(len(self._kinds) - 1) if self._kinds else None

    def hdr(self, kind: HdrType) -> HdrField | None:
        """The first header of that type, walking as far as needed; None when the head has none."""
        bit = 1 << kind
        if not self.parsed_flag & bit and not self.parse_headers(bit):
            return None
        return self._field(self._kinds.index(kind))

    def hdrs(self, kind: HdrType) -> tuple[HdrField, ...]:
        """All headers of that type; walks to the end of the head."""
        self.parse_headers(HDR_EOH_F)
        if not self.parsed_flag & (1 << kind):
            return ()
        return tuple([self._field(index) for index, each in enumerate(self._kinds) if each is kind])

    def count(self, kind: HdrType) -> int:
        """How many header lines have that type; walks to the end of the head."""
        if not self.parsed_flag & HDR_EOH_F:
            self.parse_headers(HDR_EOH_F)
        return self._kinds.count(kind)

    def named(self, name: bytes) -> Iterator[HdrField]:
        r"""The headers called `name` in any case, known or not; long and compact names meet.

        >>> msg = Message(b"BYE sip:a@b SIP/2.0\r\nX-Bypass-me : v\r\n\r\n")
        >>> [field.body for field in msg.named(b"x-bypass-ME")]
        [b'v']
        """
        kind, low = hdr_type(name), name.lower()
        self.parse_headers(HDR_EOH_F)
        for index, each in enumerate(self._kinds):
            if each is kind:
                field = self._field(index)
                if kind is not HdrType.OTHER or field.name.lower() == low:
                    yield field

    def bodies(self, kind: HdrType, low: bytes) -> list[bytes]:
        r"""The bodies of all headers of a type; of one that is OTHER, those called `low`, which is in lower case.

        >>> Message(b"BYE sip:a@b SIP/2.0\r\nX-A: one\r\nx-a : two\r\n\r\n").bodies(HdrType.OTHER, b"x-a")
        [b'one', b'two']
        """
        if not self.parsed_flag & HDR_EOH_F:
            self.parse_headers(HDR_EOH_F)
        if not self.parsed_flag & (1 << kind):
            return []
        found = []
        for each, line in zip(self._kinds, self._lines[1:], strict=False):
            if each is kind:
                name, _, body = line.partition(b":")
                if kind is not HdrType.OTHER or name.rstrip().lower() == low:
                    found.append(body.strip())
        return found

    def first_body(self, kind: HdrType, low: bytes = b"") -> bytes | None:
        r"""The body of the first header of a type; of one that is OTHER, of the first called `low`; None when there is none.

        >>> Message(b"BYE sip:a@b SIP/2.0\r\nX-A: one\r\nx-a : two\r\n\r\n").first_body(HdrType.OTHER, b"x-a")
        b'one'
        """
        bit = 1 << kind
        if not self.parsed_flag & bit and (self.parsed_flag & HDR_EOH_F or not self.parse_headers(bit)):
            return None
        if kind is not HdrType.OTHER:
            line = self._lines[self._kinds.index(kind) + 1]
            return line[line.find(b":") + 1 :].strip()
        self.parse_headers(HDR_EOH_F)
        size = len(low)
        for line in self._lines[1:]:
            if line[:size].lower() == low and line[size : size + 1] in (b":", b" ", b"\t"):
                name, _, body = line.partition(b":")
                if len(name.rstrip()) == size:
                    return body.strip()
        return None

    def parsed(self, kind: HdrType) -> Any:  # noqa: ANN401
        """The value of the first header of that type, None when the head has none.

        Raises:
            SipParseError: its body is bad.
        """
        bit = 1 << kind
        if not self.parsed_flag & bit and (self.parsed_flag & HDR_EOH_F or not self.parse_headers(bit)):
            return None
        return self.value(self._kinds.index(kind))

    def values(self, kind: HdrType) -> tuple[Any, ...]:
        """The values of all headers of a type that is a list, as one list.

        Raises:
            SipParseError: 400 when a body is bad or there are more than the limit.
        """
        if not self.parsed_flag & HDR_EOH_F:
            self.parse_headers(HDR_EOH_F)
        if not self.parsed_flag & (1 << kind):
            return ()
        found: list[Any] = []
        for index, each in enumerate(self._kinds):
            if each is kind:
                found += self.value(index)
                if len(found) > MAX_LIST_VALUES:
                    field = self._field(index)
                    raise SipParseError(400, f"{field.name.decode()}: more than {MAX_LIST_VALUES} values", field.start)
        return tuple(found)

    @property
    def via1(self) -> ViaBody | None:
        """The topmost Via, None without one."""
        if self._top is None:
            vias: tuple[ViaBody, ...] | None = self.parsed(_VIA)
            self._top = vias[0] if vias is not None else None
        return self._top

    @property
    def content_length(self) -> int | None:
        """The body's announced length; several equal ones count as one.

        Raises:
            SipParseError: 400 when it is no number, or two differ.
        """
        if self.count(HdrType.CONTENTLENGTH) <= 1:
            only: int | None = self.parsed(HdrType.CONTENTLENGTH)
            return only
        lengths: set[int] = {field.parsed for field in self.hdrs(HdrType.CONTENTLENGTH)}
        if len(lengths) > 1:
            raise SipParseError(400, f"content-length: {len(lengths)} different values", self.eoh)
        return lengths.pop()

    @property
    def body(self) -> bytes:
        """The body: as long as Content-Length says, or the rest of the datagram; bytes behind it are ignored.

        Raises:
            SipParseError: 400 when fewer bytes came than were announced.
        """
        length = self.content_length
        rest = self.buf[self.eoh :]
        if length is None:
            return rest
        if length > len(rest):
            raise SipParseError(400, f"content-length: {length} announced, {len(rest)} came", self.eoh)
        return rest[:length]

    def serialise(self) -> bytes:
        """The received bytes."""
        return self.buf


def parse_msg(buf: bytes) -> Message:
    r"""The message in `buf`: first line and topmost Via parsed, the rest when asked for.

    Raises:
        SipParseError: as `Message`, and 400 when there is no Via or its body is bad.

    >>> parse_msg(b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\r\n").via1.branch
    b'z9hG4bK1'
    """
    msg = Message(buf)
    if msg.via1 is None:
        raise SipParseError(400, "missing Via", msg.eoh)
    return msg


def parse_headers(msg: Message, flags: int, next: bool = False) -> int:  # noqa: A002
    r"""`Message.parse_headers` with Kamailio's result: 0 when the walk went well, whether or not all were found, -1 when not.

    >>> parse_headers(Message(b"BYE sip:a@b SIP/2.0\r\nno header\r\n\r\n"), HDR_EOH_F)
    -1
    """
    try:
        msg.parse_headers(flags, next)
    except SipParseError:
        return -1
    return 0
