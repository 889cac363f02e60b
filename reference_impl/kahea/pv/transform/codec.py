"""Class ``s``: ``s.encode.*`` and ``s.decode.*``; what cannot be decoded gives the empty string."""

import base64
import binascii
import re

from kahea.pv.transform.table import TrClass

__all__ = [
    "MAX_BASE58_BYTES",
    "codecs",
    "decode_7bit",
    "decode_base58",
    "decode_base64",
    "decode_base64url",
    "decode_hexa",
    "encode_7bit",
    "encode_base58",
    "encode_base64",
    "encode_base64t",
    "encode_base64url",
    "encode_base64urlt",
    "encode_hexa",
]

codecs = TrClass("s")

MAX_BASE58_BYTES = 4096
"""Base58 treats the text as one number, which takes the square of its length; longer texts give the empty string."""

_BASE58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE58 = {digit: value for value, digit in enumerate(_BASE58)}
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}\Z")
_BASE64URL = re.compile(rb"[A-Za-z0-9_-]*={0,2}\Z")
_GROUP = 4
_SEPTET = 7


@codecs.add("encode.hexa")
def encode_hexa(text: bytes) -> bytes:
    """Two hexadecimal digits, lower case, for each byte.

    >>> encode_hexa(b"abc")
    b'616263'
    """
    return binascii.hexlify(text)


@codecs.add("decode.hexa")
def decode_hexa(text: bytes) -> bytes:
    """The bytes that pairs of hexadecimal digits write.

    >>> decode_hexa(b"616263"), decode_hexa(b"61x")
    (b'abc', b'')
    """
    try:
        return binascii.unhexlify(text)
    except binascii.Error:
        return b""


@codecs.add("encode.base64")
def encode_base64(text: bytes) -> bytes:
    """Base64, RFC 4648 §4, with padding.

    >>> encode_base64(b"abcd")
    b'YWJjZA=='
    """
    return base64.b64encode(text)


@codecs.add("encode.base64t")
def encode_base64t(text: bytes) -> bytes:
    """Base64 without padding.

    >>> encode_base64t(b"abcd")
    b'YWJjZA'
    """
    return base64.b64encode(text).rstrip(b"=")


@codecs.add("encode.base64url")
def encode_base64url(text: bytes) -> bytes:
    """Base64 with ``-`` and ``_``, RFC 4648 §5, with padding.

    >>> encode_base64url(b"abc?>~")
    b'YWJjPz5-'
    """
    return base64.urlsafe_b64encode(text)


@codecs.add("encode.base64urlt")
def encode_base64urlt(text: bytes) -> bytes:
    """Base64 with ``-`` and ``_``, without padding.

    >>> encode_base64urlt(b"abcd")
    b'YWJjZA'
    """
    return base64.urlsafe_b64encode(text).rstrip(b"=")


@codecs.add("decode.base64")
@codecs.add("decode.base64t")
def decode_base64(text: bytes) -> bytes:
    """The bytes that base64 writes, padded or not.

    >>> decode_base64(b"YWJjZA=="), decode_base64(b"YWJjZA"), decode_base64(b"?")
    (b'abcd', b'abcd', b'')
    """
    return _decode64(text, b"+/") if _BASE64.match(text) else b""


@codecs.add("decode.base64url")
@codecs.add("decode.base64urlt")
def decode_base64url(text: bytes) -> bytes:
    """The bytes that base64 with ``-`` and ``_`` writes, padded or not.

    >>> decode_base64url(b"YWJjPz5-")
    b'abc?>~'
    """
    return _decode64(text, b"-_") if _BASE64URL.match(text) else b""


def _decode64(text: bytes, last_two: bytes) -> bytes:
    digits = text.rstrip(b"=")
    try:
        return base64.b64decode(digits + b"=" * (-len(digits) % _GROUP), last_two)
    except binascii.Error:
        return b""


@codecs.add("encode.base58")
def encode_base58(text: bytes) -> bytes:
    """Base58: the text as one number, a ``1`` for each leading zero byte.

    >>> encode_base58(b"abc?>d")
    b'qVgfk5BR'
    """
    if len(text) > MAX_BASE58_BYTES:
        return b""
    number = int.from_bytes(text, "big")
    digits = bytearray()
    while number:
        number, digit = divmod(number, 58)
        digits.append(_BASE58[digit])
    digits += b"1" * (len(text) - len(text.lstrip(b"\0")))
    return bytes(reversed(digits))


@codecs.add("decode.base58")
def decode_base58(text: bytes) -> bytes:
    """The bytes that base58 writes.

    >>> decode_base58(b"qVgfk5BR"), decode_base58(b"0")
    (b'abc?>d', b'')
    """
    if len(text) > 2 * MAX_BASE58_BYTES:
        return b""
    number = 0
    for digit in text:
        value = _VALUE58.get(digit)
        if value is None:
            return b""
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip(b"1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


@codecs.add("encode.7bit")
def encode_7bit(text: bytes) -> bytes:
    """The low seven bits of each byte packed into octets, first one lowest (3GPP TS 23.038), in upper-case hexadecimal.

    >>> encode_7bit(b"abcdef")
    b'61F1985C3603'
    """
    packed = bytearray()
    bits = held = 0
    for byte in text:
        held |= (byte & 0x7F) << bits
        bits += _SEPTET
        if bits >= 8:  # noqa: PLR2004, an octet
            packed.append(held & 0xFF)
            held >>= 8
            bits -= 8
    if bits:
        packed.append(held)
    return binascii.hexlify(packed).upper()


@codecs.add("decode.7bit")
def decode_7bit(text: bytes) -> bytes:
    """The seven-bit characters that packed octets in hexadecimal hold.

    Seven characters fill their octets but for seven bits, which look like an eighth of value 0: it is dropped.

    >>> decode_7bit(b"61F1985C3603"), decode_7bit(encode_7bit(b"abcdefg"))
    (b'abcdef', b'abcdefg')
    """
    plain = bytearray()
    bits = held = 0
    for byte in decode_hexa(text):
        held |= byte << bits
        bits += 8
        while bits >= _SEPTET:
            plain.append(held & 0x7F)
            held >>= _SEPTET
            bits -= _SEPTET
    if len(plain) % 8 == 0 and plain.endswith(b"\0"):
        plain.pop()
    return bytes(plain)
