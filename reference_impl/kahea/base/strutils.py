"""Bytes of strangers made fit for one line of a log, an error or a reply."""

__all__ = ["MAX_QUOTED", "one_line", "quote"]

MAX_QUOTED = 120
"""Hostile input is quoted up to this many bytes, so that no message can fill a disk."""

_CONTROL = bytes((*range(0x20), 0x7F))
_BLANKED = bytes(0x20 if byte in _CONTROL else byte for byte in range(256))


def quote(data: bytes, limit: int = MAX_QUOTED) -> str:
    r"""The printable form of `data` between quotes, cut after `limit` bytes.

    >>> quote(b"a\r\nb")
    "'a\\r\\nb'"
    >>> quote(b"x" * 200, 4)
    "'xxxx'... (200 bytes)"
    """
    if len(data) <= limit:
        return repr(data)[1:]
    return f"{repr(data[:limit])[1:]}... ({len(data)} bytes)"


def one_line(data: bytes) -> bytes:
    r"""`data` with every control byte made a blank: safe to stand inside one header line.

    >>> one_line(b"a\r\n b\0")
    b'a   b '
    """
    return data.translate(_BLANKED)
