"""To: whom the request was made for (RFC 3261 §20.39).  The value type is `ToBody`, as in Kamailio."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address, serialise_to

__all__ = ["parse_to_header"]


def parse_to_header(buf: bytes, start: int, end: int) -> ToBody:
    """The address with its tag.

    Raises:
        SipParseError: 400 when it is bad, a second one follows, or a tag has no value.

    >>> parse_to_header(b"<sip:a@b>;tag=1", 0, 15).tag_value
    b'1'
    """
    return parse_address(buf, start, end)


register(HdrType.TO, b"To", parse_to_header, serialise_to, compact=b"t")
