"""The examples in the docstrings of core are true, and `__all__` names what is there."""

import doctest
import importlib
import pkgutil

import pytest

import kahea.core

MODULES = [found.name for found in pkgutil.walk_packages(kahea.core.__path__, "kahea.core.")]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, verbose=False).failed == 0
    assert all(hasattr(module, each) for each in module.__all__)
