"""Keys between a variable's parentheses that are one of a fixed list."""

from collections.abc import Collection

from kahea.api.values import PvSyntaxError

__all__ = ["one_of"]


def one_of(name: str, inner: bytes, known: Collection[bytes]) -> bytes:
    """The key, which is one of `known`.

    Raises:
        PvSyntaxError: it is not; the message lists them.

    >>> one_of("nh", b"u", (b"u", b"d"))
    b'u'
    """
    key = inner.strip()
    if key in known:
        return key
    allowed = ", ".join(each.decode() for each in known)
    raise PvSyntaxError(f"${name}({inner.decode(errors='backslashreplace')}): expected one of {allowed}", 0)
