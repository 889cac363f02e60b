"""The bits of methods."""

import doctest

import kahea.core.method_bits
from kahea.core.method_bits import METHOD_BITS, OTHER_METHOD


def test_examples_hold() -> None:
    result = doctest.testmod(kahea.core.method_bits)
    assert (result.attempted, result.failed) == (1, 0)


def test_every_method_has_a_bit_of_its_own() -> None:
    assert sorted(METHOD_BITS.values()) == [1 << bit for bit in range(len(METHOD_BITS))]
    assert OTHER_METHOD not in METHOD_BITS.values()
