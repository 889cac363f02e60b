"""Accept: media types the sender takes (RFC 3261 §20.1)."""

from kahea.parser.headers.content_type import MediaType, parse_media_type, serialise_media_type
from kahea.parser.hf import HdrType, register
from kahea.parser.lists import split_list

__all__ = ["parse_accept", "serialise_accept"]


def parse_accept(buf: bytes, start: int, end: int) -> tuple[MediaType, ...]:
    """The list of media types; an empty one takes none.

    Raises:
        SipParseError: 400 when a piece is no media type.

    >>> [media.name for media in parse_accept(b"application/sdp;level=1, text/*", 0, 31)]
    [b'application/sdp', b'text/*']
    """
    if not buf[start:end].strip():
        return ()
    return tuple(parse_media_type(buf, left, right) for left, right in split_list(buf, start, end))


def serialise_accept(medias: tuple[MediaType, ...]) -> bytes:
    """The media types joined by commas."""
    return b", ".join([serialise_media_type(media) for media in medias])


register(HdrType.ACCEPT, b"Accept", parse_accept, serialise_accept, many=True)
