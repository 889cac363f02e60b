"""The tables of content models are whole, and say what the DTDs say."""

from __future__ import annotations

import pytest
from tests.docbook2rst.source.sgml.trees import becomes

from docbook2rst.elements import ELEMENTS
from docbook2rst.source.sgml.attribute_values import attribute_of, is_listed
from docbook2rst.source.sgml.models import models

HOLDS = [
    ("para", "itemizedlist", True),
    ("para", "para", False),
    ("listitem", "para", True),
    ("listitem", "listitem", False),
    ("title", "emphasis", True),
    ("title", "para", False),
    ("sect1", "sect2", True),
    ("sect1", "sect1", False),
    ("section", "section", True),
    ("entry", "para", True),
    ("entry", "entry", False),
    ("varlistentry", "term", True),
    ("term", "listitem", False),
    ("book", "chapter", True),
    ("chapter", "chapter", False),
]


@pytest.mark.parametrize(("parent", "child", "expected"), HOLDS)
def test_what_an_element_may_hold(parent: str, child: str, expected: bool) -> None:
    children = models()[parent].children
    assert children is not None
    assert (child in children) is expected


def test_every_child_is_an_element() -> None:
    children = {child for model in models().values() for child in model.children or ()}
    assert children - models().keys() == set()


def test_every_element_is_one_that_the_readers_know() -> None:
    assert {becomes(f"<{name}>")[0] for name in models().keys() - ELEMENTS.keys()} == {
        "<biblioset></>",
        "<interfacename></>",
        "<remark></>",
    }


def test_only_empty_elements_hold_nothing() -> None:
    nothing = {name for name, model in models().items() if not (model.children or model.has_text)}
    assert nothing == {name for name, model in models().items() if model.is_empty}


ENDS = [("para", True), ("listitem", True), ("entry", True), ("sect1", True), ("emphasis", False), ("itemizedlist", False)]


@pytest.mark.parametrize(("name", "expected"), ENDS)
def test_whose_end_tag_every_version_lets_out(name: str, expected: bool) -> None:
    assert models()[name].may_omit_end is expected


MINIMISED = [
    ("orderedlist", "upperroman", "numeration"),
    ("table", "all", "frame"),
    ("table", "top", "frame"),
    ("indexterm", "all", "scope"),
    ("entry", "top", "valign"),
    ("colspec", "left", "align"),
    ("keycap", "left", "function"),
    ("arg", "REQ", "choice"),
    ("simplelist", "inline", "type"),
    ("sgmltag", "starttag", "class"),
    ("citetitle", "book", "pubwork"),
]


@pytest.mark.parametrize(("element", "value", "attribute"), MINIMISED)
def test_a_value_alone_means_an_attribute(element: str, value: str, attribute: str) -> None:
    assert attribute_of(element, value) == attribute


def test_notations_keep_their_case() -> None:
    assert [is_listed("format", "gif"), is_listed("choice", "req"), is_listed("role", "req")] == [False, True, False]
