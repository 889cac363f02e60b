"""The examples in the docstrings of parser and base are true."""

import doctest
import importlib
import pkgutil

import pytest

import kahea.base
import kahea.parser

MODULES = [
    found.name
    for package in (kahea.base, kahea.parser)
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if package is kahea.parser or found.name.rpartition(".")[2] in ("errors", "strutils", "ip_addr", "hashes")
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, verbose=False).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_all_names_what_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert all(hasattr(module, each) for each in module.__all__)
