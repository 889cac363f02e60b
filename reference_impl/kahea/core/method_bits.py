"""The bit of each method, by which masks select methods (kamailio src/core/parser/msg_parser.h METHOD_*)."""

from typing import Final

__all__ = ["METHOD_BITS", "OTHER_METHOD", "method_bit"]

METHOD_BITS: Final = {
    b"INVITE": 1,
    b"CANCEL": 2,
    b"ACK": 4,
    b"BYE": 8,
    b"INFO": 16,
    b"REGISTER": 32,
    b"SUBSCRIBE": 64,
    b"NOTIFY": 128,
    b"MESSAGE": 256,
    b"OPTIONS": 512,
    b"PRACK": 1024,
    b"UPDATE": 2048,
    b"REFER": 4096,
    b"PUBLISH": 8192,
}

OTHER_METHOD: Final = 1 << 17
"""The bit of every method that has none of its own."""


def method_bit(name: bytes) -> int:
    """The bit of the method.

    >>> method_bit(b"BYE"), method_bit(b"KNOCK")
    (8, 131072)
    """
    return METHOD_BITS.get(name, OTHER_METHOD)
