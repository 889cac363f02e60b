"""The hash that spreads strings over tables, as scripts see it in ``{s.corehash}``."""

__all__ = ["core_hash"]

_MASK = 0xFFFFFFFF


def core_hash(first: bytes, second: bytes = b"", size: int = 0) -> int:
    """A 32 bit hash of `first` then `second`; with `size`, a power of two, a slot below it.

    kamailio src/core/hashes.h core_hash(): words of four bytes, the rest of each string as one short word.

    >>> core_hash(b"abcdef"), core_hash(b"abcdef", size=16)
    (1834986995, 3)
    """
    total = (_update(first) + (_update(second) if second else 0)) & _MASK
    total = (total + (total >> 11) + (total >> 13) + (total >> 23)) & _MASK
    return total & (size - 1) if size else total


def _update(text: bytes) -> int:
    words = [int.from_bytes(text[at : at + 4], "big") for at in range(0, len(text), 4)]
    return sum(word ^ (word >> 3) for word in words)
