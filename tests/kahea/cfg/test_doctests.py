"""The examples in the docstrings of cfg are true, and `__all__` names what is there."""

import doctest
import importlib
import pkgutil

import pytest

import kahea.cfg

MODULES = [found.name for found in pkgutil.walk_packages(kahea.cfg.__path__, "kahea.cfg.")]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, verbose=False).failed == 0
    assert all(hasattr(module, each) for each in module.__all__)
