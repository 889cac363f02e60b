"""A message's body, whole or in parts, found by its media type (RFC 5621)."""

from kahea.parser.headers.content_type import MediaType
from kahea.parser.hf import HdrType
from kahea.parser.message import Message
from kahea.parser.multipart import walk_parts
from kahea.parser.sdp import Sdp, parse_sdp

__all__ = ["get_body_part", "get_sdp"]


def get_body_part(msg: Message, name: bytes) -> bytes | None:
    r"""The body, or its first part, whose media type is `name` (lower case); None when there is none.

    Raises:
        SipParseError: 400 when Content-Length, Content-Type or the parts are bad.

    >>> msg = Message(b"INFO sip:a@b SIP/2.0\r\nContent-Type: Text/Plain\r\n\r\nhello")
    >>> get_body_part(msg, b"text/plain"), get_body_part(msg, b"application/sdp")
    (b'hello', None)
    """
    media: MediaType | None = msg.parsed(HdrType.CONTENTTYPE)
    if media is None:
        return None
    if media.name == name:
        return msg.body
    if media.type.lower() != b"multipart":
        return None
    return next((part.body for kind, part in walk_parts(msg.body, media) if kind.name == name), None)


def get_sdp(msg: Message) -> Sdp | None:
    """The session description the message carries, None without one.

    Raises:
        SipParseError: 400 as `get_body_part`, and when the description is bad.
    """
    body = get_body_part(msg, b"application/sdp")
    return parse_sdp(body) if body else None
