"""Content-Type: what the body is (RFC 3261 §20.15)."""

from dataclasses import dataclass, field

from kahea.base.strutils import quote
from kahea.parser.abnf import SLASH, skip_lws, token_end, trim
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register
from kahea.parser.params import EMPTY, Params, parse_params, serialise_params

__all__ = ["MediaType", "parse_content_type", "parse_media_type", "serialise_media_type"]


@dataclass(frozen=True, slots=True)
class MediaType:
    """``type/subtype`` in the case they came, with parameters; ``*`` may stand for either in Accept."""

    type: bytes
    subtype: bytes
    params: Params = EMPTY
    raw: bytes | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def name(self) -> bytes:
        """``type/subtype`` in lower case.

        >>> MediaType(b"Application", b"SDP").name
        b'application/sdp'
        """
        return b"%b/%b" % (self.type.lower(), self.subtype.lower())


def parse_media_type(buf: bytes, start: int, end: int) -> MediaType:
    """The media type that fills the buffer from `start` to `end`.

    Raises:
        SipParseError: 400 for anything else.

    >>> parse_media_type(b"multipart/mixed;boundary=a", 0, 26).params.get(b"boundary")
    b'a'
    """
    start, end = trim(buf, start, end)
    stop = token_end(buf, start, end)
    slash = skip_lws(buf, stop, end)
    if stop == start or slash >= end or buf[slash] != SLASH:
        raise SipParseError(400, f"media type: {quote(buf[start:end], 60)} is not type/subtype", start)
    second = skip_lws(buf, slash + 1, end)
    behind = token_end(buf, second, end)
    params, pos = parse_params(buf, behind, end, "media type")
    if behind == second or pos != end:
        raise SipParseError(400, f"media type: {quote(buf[start:end], 60)} is not type/subtype", start)
    media = MediaType(buf[start:stop], buf[second:behind], params)
    object.__setattr__(media, "raw", buf[start:end])
    return media


def parse_content_type(buf: bytes, start: int, end: int) -> MediaType:
    """The body's media type; the same as `parse_media_type`, under the header's name."""
    return parse_media_type(buf, start, end)


def serialise_media_type(media: MediaType) -> bytes:
    """The bytes: the received ones while nothing was replaced.

    >>> serialise_media_type(MediaType(b"text", b"plain"))
    b'text/plain'
    """
    if media.raw is not None:
        return media.raw
    return b"%b/%b%b" % (media.type, media.subtype, serialise_params(media.params))


register(HdrType.CONTENTTYPE, b"Content-Type", parse_content_type, serialise_media_type, compact=b"c")
