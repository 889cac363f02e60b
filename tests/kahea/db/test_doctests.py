"""The examples in the docstrings of the database layer and of its driver are true, and `__all__` names what is there."""

import doctest
import importlib
import pkgutil

import pytest

import kahea.db
import kahea.modules.db_sqlite

MODULES = [
    found.name
    for package in (kahea.db, kahea.modules.db_sqlite)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), verbose=False).failed == 0


@pytest.mark.parametrize("name", [*MODULES, "kahea.db", "kahea.modules.db_sqlite"])
def test_all_names_what_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert all(hasattr(module, each) for each in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)
