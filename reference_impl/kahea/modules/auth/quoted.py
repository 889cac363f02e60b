"""Quoted strings (RFC 3261 §25.1)."""

__all__ = ["quoted"]


def quoted(text: bytes) -> bytes:
    r"""`text` as a quoted string; a control character cannot be in one and is left out.

    >>> quoted(b'a"b')
    b'"a\\"b"'
    """
    plain = bytes(byte for byte in text if byte >= 0x20 and byte != 0x7F)  # noqa: PLR2004  the printable characters
    return b'"' + plain.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
