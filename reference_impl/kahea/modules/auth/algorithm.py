"""The digest algorithms, and what a client has to answer to a challenge (RFC 7616 §3.4)."""

import hashlib
from collections.abc import Callable
from enum import Enum
from typing import Self

__all__ = ["Algorithm", "digest_response", "make_ha1"]


class Algorithm(Enum):
    """An algorithm, by its name in a challenge (RFC 8760 §2.1)."""

    MD5 = b"MD5"
    MD5_SESS = b"MD5-sess"
    SHA256 = b"SHA-256"
    SHA256_SESS = b"SHA-256-sess"

    @classmethod
    def of(cls, name: bytes | None) -> Self:
        """The algorithm of that name in any case; MD5 without a name.

        Raises:
            ValueError: there is none of that name.
        """
        for each in cls:
            if name is None or each.value.lower() == name.lower():
                return each
        raise ValueError(f"{name!r} is no digest algorithm; expected one of {', '.join(each.value.decode() for each in cls)}")

    @property
    def is_session(self) -> bool:
        """Whether the nonces go into HA1."""
        return self in (Algorithm.MD5_SESS, Algorithm.SHA256_SESS)

    def hexdigest(self, text: bytes) -> bytes:
        """The digest in lower-case hexadecimal.

        >>> Algorithm.MD5.hexdigest(b"abcdef")
        b'e80b5017098950fc58aad83c8c14978e'
        """
        return _digest_of(self)(text).encode()


def _md5(text: bytes) -> str:
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _digest_of(algorithm: Algorithm) -> Callable[[bytes], str]:
    return _md5 if algorithm in (Algorithm.MD5, Algorithm.MD5_SESS) else _sha256


def make_ha1(algorithm: Algorithm, user: bytes, realm: bytes, password: bytes) -> bytes:
    """The digest that stands for the password: what the column ha1 holds.

    >>> make_ha1(Algorithm.MD5, b"Mufasa", b"testrealm@host.com", b"Circle Of Life")
    b'939e7578ed9e3c518a452acee763bce9'
    """
    return algorithm.hexdigest(b":".join((user, realm, password)))


def digest_response(
    algorithm: Algorithm,
    ha1: bytes,
    *,
    method: bytes,
    uri: bytes,
    nonce: bytes,
    cnonce: bytes = b"",
    nc: bytes = b"",
    qop: bytes = b"",
    body: bytes = b"",
) -> bytes:
    """The response that proves the knowledge of `ha1`; without `qop` as RFC 2069 made it.

    >>> digest_response(
    ...     Algorithm.MD5, b"939e7578ed9e3c518a452acee763bce9", method=b"GET", uri=b"/dir/index.html",
    ...     nonce=b"dcd98b7102dd2f0e8b11d0f600bfb0c093", cnonce=b"0a4f113b", nc=b"00000001", qop=b"auth",
    ... )
    b'6629fae49393a05397450978507c4ef1'
    """
    if algorithm.is_session:
        ha1 = algorithm.hexdigest(b":".join((ha1, nonce, cnonce)))
    pieces = [method, uri, algorithm.hexdigest(body)] if qop.lower() == b"auth-int" else [method, uri]
    ha2 = algorithm.hexdigest(b":".join(pieces))
    middle = [nonce, nc, cnonce, qop] if qop else [nonce]
    return algorithm.hexdigest(b":".join((ha1, *middle, ha2)))
