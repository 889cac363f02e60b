"""Remote-Party-ID: who the other party is, in the form before RFC 3325 (draft-ietf-sip-privacy-04)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address_list, serialise_address_list

__all__ = ["parse_rpid"]


def parse_rpid(buf: bytes, start: int, end: int) -> tuple[ToBody, ...]:
    """The addresses of the list, in order.

    Raises:
        SipParseError: 400 when one is bad or there are more than the limit.

    >>> [address.uri for address in parse_rpid(b"<sip:a@b;lr>, <sip:c@d>", 0, 23)]
    [b'sip:a@b;lr', b'sip:c@d']
    """
    return parse_address_list(buf, start, end)


register(HdrType.RPID, b"Remote-Party-ID", parse_rpid, serialise_address_list, many=True)
