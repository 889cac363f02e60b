"""Bodies in parts (RFC 2046 §5.1, RFC 5621): where each part begins and ends, and its headers."""

from dataclasses import dataclass

from kahea.base.strutils import quote
from kahea.parser.abnf import is_token
from kahea.parser.errors import SipParseError
from kahea.parser.headers.content_type import MediaType, parse_media_type
from kahea.parser.limits import MAX_HEADERS, MAX_NESTING, MAX_PARTS

__all__ = ["Part", "parse_multipart", "walk_parts"]

_MOST_BOUNDARY_BYTES = 70


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `start` and `end` are those of its body in the whole body."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    start: int
    end: int

    def header(self, name: bytes) -> bytes | None:
        """The body of the first header called `name`, None without one."""
        low = name.lower()
        return next((value for key, value in self.headers if key.lower() == low), None)

    @property
    def media_type(self) -> MediaType:
        """The part's type, text/plain when it does not say.

        Raises:
            SipParseError: 400 when its Content-Type is bad.
        """
        text = self.header(b"content-type") or b"text/plain"
        return parse_media_type(text, 0, len(text))


def parse_multipart(body: bytes, boundary: bytes) -> tuple[Part, ...]:
    r"""The parts between the lines of `boundary`; what stands before the first and behind the last is ignored.

    Raises:
        SipParseError: 400 when the boundary is bad, the closing line is missing, or a part's head is bad.

    >>> [part.body for part in parse_multipart(b"--b\r\n\r\none\r\n--b\r\nContent-Type: a/b\r\n\r\ntwo\r\n--b--\r\n", b"b")]
    [b'one', b'two']
    """
    if not 0 < len(boundary) <= _MOST_BOUNDARY_BYTES or b"\n" in boundary or b"\r" in boundary:
        raise SipParseError(400, f"multipart: boundary {quote(boundary, 80)} is not 1 to 70 bytes", 0)
    delimiter = b"--" + boundary
    parts: list[Part] = []
    begin = -1
    for start, end, is_last in _delimiters(body, delimiter):
        if begin >= 0:
            parts.append(_part(body, begin, max(begin, start)))
        if is_last:
            return tuple(parts)
        if len(parts) >= MAX_PARTS:
            raise SipParseError(400, f"multipart: more than {MAX_PARTS} parts", start)
        begin = end
    raise SipParseError(400, "multipart: no closing boundary", len(body))


def _delimiters(body: bytes, delimiter: bytes) -> list[tuple[int, int, bool]]:
    """Each delimiter line: where the line end before it begins, where the next line begins, and whether it closes."""
    found: list[tuple[int, int, bool]] = []
    at = body.find(delimiter)
    while at >= 0 and len(found) <= MAX_PARTS + 1:
        behind = at + len(delimiter)
        eol = body.find(b"\n", behind)
        end = len(body) if eol < 0 else eol + 1
        tail = body[behind:end].strip()
        if (at == 0 or body[at - 1 : at] == b"\n") and tail in (b"", b"--"):
            before = at - 1 - (body[max(0, at - 2) : at] == b"\r\n") if at else 0
            found.append((before, end, tail == b"--"))
        at = body.find(delimiter, behind)
    return found


def _part(body: bytes, start: int, end: int) -> Part:
    headers: list[tuple[bytes, bytes]] = []
    pos = start
    while pos < end:
        eol = body.find(b"\n", pos, end)
        stop = end if eol < 0 else eol + 1
        line = body[pos:stop].rstrip(b"\r\n")
        if not line:
            return Part(tuple(headers), body[stop:end], stop, end)
        if line[:1] in b" \t" and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line.strip())
        else:
            headers.append(_header(line, pos))
        if len(headers) > MAX_HEADERS:
            raise SipParseError(400, f"multipart: more than {MAX_HEADERS} headers in a part", pos)
        pos = stop
    return Part(tuple(headers), b"", end, end)


def _header(line: bytes, at: int) -> tuple[bytes, bytes]:
    name, colon, value = line.partition(b":")
    name = name.rstrip()
    if not colon or not is_token(name):
        raise SipParseError(400, f"multipart: {quote(line, 40)} has no name and colon", at)
    return name, value.strip()


def walk_parts(body: bytes, media: MediaType, depth: int = 0) -> list[tuple[MediaType, Part]]:
    """All parts that are not multipart themselves, with their types, parts inside parts included.

    Raises:
        SipParseError: 400 as `parse_multipart`, and when they nest deeper than the limit.
    """
    if depth >= MAX_NESTING:
        raise SipParseError(400, f"multipart: nested deeper than {MAX_NESTING}", 0)
    found: list[tuple[MediaType, Part]] = []
    for part in parse_multipart(body, media.params.get(b"boundary") or b""):
        inner = part.media_type
        if inner.type.lower() == b"multipart":
            found.extend(walk_parts(part.body, inner, depth + 1))
        else:
            found.append((inner, part))
    return found
