"""Bytes that a script writes as hexadecimal digits."""

__all__ = ["from_hex"]


def from_hex(text: bytes) -> bytes | None:
    r"""The bytes; blanks and line ends between the pairs are skipped; None when something else stands there.

    >>> from_hex(b"b0 8E\t4a"), from_hex(b"b0 8"), from_hex(b"xy")
    (b'\xb0\x8eJ', None, None)
    """
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return None
