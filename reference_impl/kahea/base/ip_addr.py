"""IP addresses as they stand in messages and settings: bytes in, `ipaddress` values out."""

from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address

__all__ = ["IpAddress", "parse_ip", "parse_ipv4", "parse_ipv6"]

_NOT_AN_ADDRESS = (AddressValueError, UnicodeDecodeError)
IpAddress = IPv4Address | IPv6Address

_LONGEST = 45  # ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255


@lru_cache(maxsize=4096)
def parse_ipv4(text: bytes) -> IPv4Address | None:
    """The IPv4 address `text` writes in dotted form, None when it is something else.

    >>> parse_ipv4(b"192.0.2.1")
    IPv4Address('192.0.2.1')
    >>> parse_ipv4(b"example.org") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    try:
        return IPv4Address(text.decode("ascii"))
    except _NOT_AN_ADDRESS:
        return None


@lru_cache(maxsize=4096)
def parse_ipv6(text: bytes) -> IPv6Address | None:
    """The IPv6 address `text` writes without brackets, None when it is something else.

    Three colons in a row count as two: RFC 5118 §4.10 asks receivers to bear that fault of an old grammar.
    A zone (``fe80::1%eth0``) has no meaning to the other side and is refused.

    >>> parse_ipv6(b"2001:db8::1")
    IPv6Address('2001:db8::1')
    >>> parse_ipv6(b"2001:db8:::192.0.2.1") == parse_ipv6(b"2001:db8::192.0.2.1")
    True
    """
    if len(text) > _LONGEST + 1 or b"%" in text:
        return None
    try:
        return IPv6Address(text.decode("ascii").replace(":::", "::", 1))
    except _NOT_AN_ADDRESS:
        return None


def parse_ip(text: bytes) -> IpAddress | None:
    """The address `text` writes, IPv6 with or without brackets, None when it is a name.

    >>> parse_ip(b"[::1]")
    IPv6Address('::1')
    """
    if text[:1] == b"[" and text[-1:] == b"]":
        return parse_ipv6(text[1:-1])
    return parse_ipv6(text) if b":" in text else parse_ipv4(text)
