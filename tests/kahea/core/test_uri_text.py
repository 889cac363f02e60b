"""Text that may be made a URI."""

import doctest

import kahea.core.uri_text


def test_examples_hold() -> None:
    result = doctest.testmod(kahea.core.uri_text)
    assert (result.attempted, result.failed) == (1, 0)
