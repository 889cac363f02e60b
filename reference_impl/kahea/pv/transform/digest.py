"""Class ``s``: digests in hexadecimal, checksums and hashes."""

import hashlib
import zlib

from kahea.base.hashes import core_hash
from kahea.pv.transform.keccak import DIGEST_BITS, keccak
from kahea.pv.transform.params import NUMBER
from kahea.pv.transform.table import TrClass

__all__ = ["corehash", "crc32", "digests", "keccak_hex", "md5", "sha1", "sha3", "sha256", "sha384", "sha512"]

digests = TrClass("s")

_SHA3 = {224: hashlib.sha3_224, 256: hashlib.sha3_256, 384: hashlib.sha3_384, 512: hashlib.sha3_512}


@digests.add("md5")
def md5(text: bytes) -> bytes:
    """The MD5 digest.

    >>> md5(b"abcdef")
    b'e80b5017098950fc58aad83c8c14978e'
    """
    return hashlib.md5(text, usedforsecurity=False).hexdigest().encode()


@digests.add("sha1")
def sha1(text: bytes) -> bytes:
    """The SHA-1 digest.

    >>> sha1(b"abc")
    b'a9993e364706816aba3e25717850c26c9cd0d89d'
    """
    return hashlib.sha1(text, usedforsecurity=False).hexdigest().encode()


@digests.add("sha256")
def sha256(text: bytes) -> bytes:
    """The SHA-256 digest.

    >>> sha256(b"abcdef")[:8]
    b'bef57ec7'
    """
    return hashlib.sha256(text).hexdigest().encode()


@digests.add("sha384")
def sha384(text: bytes) -> bytes:
    """The SHA-384 digest.

    >>> len(sha384(b""))
    96
    """
    return hashlib.sha384(text).hexdigest().encode()


@digests.add("sha512")
def sha512(text: bytes) -> bytes:
    """The SHA-512 digest.

    >>> len(sha512(b""))
    128
    """
    return hashlib.sha512(text).hexdigest().encode()


@digests.add("sha3", NUMBER, optional=1)
def sha3(text: bytes, bits: int = 256) -> bytes:
    """The SHA3 digest of `bits` (224, 256, 384, 512); empty for another length.

    >>> sha3(b"")[:16], sha3(b"", 7)
    (b'a7ffc6f8bf1ed766', b'')
    """
    return _SHA3[bits](text).hexdigest().encode() if bits in _SHA3 else b""


@digests.add("keccak", NUMBER, optional=1)
def keccak_hex(text: bytes, bits: int = 256) -> bytes:
    """The Keccak digest of `bits` (224, 256, 384, 512); empty for another length.

    >>> keccak_hex(b"")[:16], keccak_hex(b"", 7)
    (b'c5d2460186f7233c', b'')
    """
    return keccak(text, bits).hex().encode() if bits in DIGEST_BITS else b""


@digests.add("crc32")
def crc32(text: bytes) -> int:
    """The CRC-32 of IEEE 802.3.

    >>> crc32(b"123456789")
    3421780262
    """
    return zlib.crc32(text)


@digests.add("corehash", NUMBER, optional=1)
def corehash(text: bytes, size: int = 0) -> bytes:
    """The hash that spreads strings over tables; with `size`, a power of two, a slot below it. Given as a string.

    >>> corehash(b"abcdef"), corehash(b"abcdef", 16)
    (b'1834986995', b'3')
    """
    return b"%d" % core_hash(text, size=max(size, 0))
