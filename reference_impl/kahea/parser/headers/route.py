"""Route: proxies a request must still visit (RFC 3261 §20.34)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address_list, serialise_address_list

__all__ = ["parse_route"]


def parse_route(buf: bytes, start: int, end: int) -> tuple[ToBody, ...]:
    """The addresses of the list, in order.

    Raises:
        SipParseError: 400 when one is bad or there are more than the limit.

    >>> [address.uri for address in parse_route(b"<sip:a@b;lr>, <sip:c@d>", 0, 23)]
    [b'sip:a@b;lr', b'sip:c@d']
    """
    return parse_address_list(buf, start, end)


register(HdrType.ROUTE, b"Route", parse_route, serialise_address_list, many=True)
