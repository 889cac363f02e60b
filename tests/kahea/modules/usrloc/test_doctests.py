"""The examples in the docstrings of usrloc and registrar are true, and `__all__` names what is there."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kahea.modules.registrar
import kahea.modules.usrloc

MODULES = [
    found.name
    for package in (kahea.modules.usrloc, kahea.modules.registrar)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), verbose=False).failed == 0


@pytest.mark.parametrize("name", [*MODULES, "kahea.modules.usrloc", "kahea.modules.registrar"])
def test_all_names_what_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert all(hasattr(module, each) for each in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)
