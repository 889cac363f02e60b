"""The examples in the docstrings of module pv hold."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["address_transformations", "addresses", "keys", "uri_transformations"])
def test_examples_hold(name: str) -> None:
    result = doctest.testmod(import_module(f"kahea.modules.pv.{name}"))
    assert result.attempted
    assert result.failed == 0
