"""Identity-Info: where the certificate of Identity lies, in its first form (RFC 4474 §9)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.lists import parse_text, serialise_text

__all__ = ["parse_identity_info"]


def parse_identity_info(buf: bytes, start: int, end: int) -> bytes:
    """The body as written: servers carry it and do not read it.

    >>> parse_identity_info(b'<https://h/c>;alg=rsa-sha1 ', 0, 27)
    b'<https://h/c>;alg=rsa-sha1'
    """
    return parse_text(buf, start, end)


register(HdrType.IDENTITY_INFO, b"Identity-Info", parse_identity_info, serialise_text, compact=b"n")
