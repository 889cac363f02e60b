"""kahea.parser.multipart."""

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.headers.content_type import parse_media_type
from kahea.parser.multipart import parse_multipart, walk_parts

BINARY = bytes(range(256)) + b"\r\r\n\n"
BODY = (
    b"preamble\r\n--b\r\nContent-Type: a/b\r\nX: 1\r\n 2\r\n\r\n"
    + BINARY
    + b"\r\n--b  \r\n\r\n\r\n--bogus\r\n--b--\r\nepilogue\r\n--b\r\n"
)


def test_parts_are_byte_exact() -> None:
    first, second = parse_multipart(BODY, b"b")
    assert first.body == BINARY == BODY[first.start : first.end]
    assert first.headers == ((b"Content-Type", b"a/b"), (b"X", b"1 2"))
    assert first.media_type.name == b"a/b"
    assert second.body == b"\r\n--bogus"
    assert second.media_type.name == b"text/plain"


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (b"", b"b"),
        (b"--b\r\n\r\nx", b"b"),
        (b"--b\r\n\r\nx\r\n", b""),
        (b"--b--", b"x" * 71),
        (b"--b\r\nno colon\r\n\r\nx\r\n--b--", b"b"),
        (b"--b\r\n\r\nx\r\n" * 70 + b"--b--", b"b"),
        (b"--\r\n--++=AAA\r\nxxx\r\n--+", b"++"),
        (b"--b\r\n" + b"A: b\r\n" * 300 + b"\r\n--b--", b"b"),
    ],
)
def test_bad_multipart(body: bytes, boundary: bytes) -> None:
    with pytest.raises(SipParseError):
        parse_multipart(body, boundary)


def test_no_part_at_all() -> None:
    assert parse_multipart(b"--b--\r\n", b"b") == ()


def _nested(depth: int) -> tuple[bytes, bytes]:
    body, boundary = b"--b0\r\n\r\nleaf\r\n--b0--", b"b0"
    for level in range(1, depth):
        body = b"--b%d\r\nContent-Type: multipart/mixed;boundary=%b\r\n\r\n%b\r\n--b%d--" % (level, boundary, body, level)
        boundary = b"b%d" % level
    return body, b"multipart/mixed;boundary=" + boundary


def test_parts_in_parts_are_walked_to_the_limit() -> None:
    body, media = _nested(8)
    assert [part.body for _, part in walk_parts(body, parse_media_type(media, 0, len(media)))] == [b"leaf"]
    body, media = _nested(9)
    with pytest.raises(SipParseError, match="nested deeper than 8"):
        walk_parts(body, parse_media_type(media, 0, len(media)))
