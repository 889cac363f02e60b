"""P-Asserted-Identity: who the sender is, as a trusted server says (RFC 3325 §9.1)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.nameaddr import ToBody, parse_address_list, serialise_address_list

__all__ = ["parse_p_asserted_identity"]


def parse_p_asserted_identity(buf: bytes, start: int, end: int) -> tuple[ToBody, ...]:
    """The addresses of the list, in order.

    Raises:
        SipParseError: 400 when one is bad or there are more than the limit.

    >>> [address.uri for address in parse_p_asserted_identity(b"<sip:a@b;lr>, <sip:c@d>", 0, 23)]
    [b'sip:a@b;lr', b'sip:c@d']
    """
    return parse_address_list(buf, start, end)


register(HdrType.PAI, b"P-Asserted-Identity", parse_p_asserted_identity, serialise_address_list, many=True)
