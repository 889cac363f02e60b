"""kahea.base.hashes."""

from kahea.base.hashes import core_hash


def test_core_hash_agrees_with_the_recorded_vector() -> None:
    assert core_hash(b"abcdef") == 1834986995
    assert core_hash(b"abcdef", size=16) == 3


def test_core_hash_of_nothing_is_zero() -> None:
    assert core_hash(b"") == 0


def test_core_hash_stays_in_32_bits() -> None:
    assert 0 <= core_hash(b"\xff" * 1000, b"\xff" * 1000) < 2**32
