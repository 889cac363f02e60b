"""The examples in the docstrings of acc are true, and `__all__` names what is there."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kahea.modules.acc

MODULES = [found.name for found in pkgutil.walk_packages(kahea.modules.acc.__path__, "kahea.modules.acc.")]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), verbose=False).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_all_names_what_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert all(hasattr(module, each) for each in getattr(module, "__all__", []))
