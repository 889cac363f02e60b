"""kahea.control.rpc_values."""

from typing import Any

import pytest

from kahea.control.rpc_values import ArrayHandle, StructHandle, unnamed_values
from kahea.control.value import RpcMember, RpcTime, RpcValue

SCALARS = [
    ("d", 5, 5),
    ("u", 5, 5),
    ("b", 1, True),
    ("f", 2, 2.0),
    ("s", "a", "a"),
    ("S", b"a", b"a"),
    ("s", None, None),
    ("t", 9, 9),
]
REFUSED: list[tuple[str, tuple[Any, ...], str]] = [
    ("d", ("5",), "the letter 'd' does not write a string"),
    ("s", (5,), "the letter 's' does not write an integer"),
    ("d", (2.5,), "the letter 'd' does not write a number"),
    ("dd", (5,), "no value for the letter 'd'"),
    ("d", (5, 6), "more values than letters in 'd'"),
    ("q", (5,), "'q' is no letter of an add format"),
]


@pytest.mark.parametrize(("letter", "value", "expected"), SCALARS)
def test_a_letter_writes_its_type(letter: str, value: Any, expected: RpcValue) -> None:
    ((found, handle),) = unnamed_values(letter, (value,))
    assert (found, type(found), handle) == (expected, type(expected) if letter != "t" else RpcTime, None)


@pytest.mark.parametrize(("fmt", "values", "text"), REFUSED)
def test_a_format_that_does_not_fit_its_values_is_the_commands_bug(fmt: str, values: tuple[Any, ...], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        list(unnamed_values(fmt, values))


def test_a_structure_grows_through_its_handle() -> None:
    members: dict[str, RpcValue] = {}
    handle = StructHandle(members)
    handle.struct_add("sd", "name", "udp", "port", 5060)
    handle.struct_add(entry="x")
    handle.struct_add("{", "inner").struct_add("b", "on", 1)
    handle.struct_add("[", "list").array_add("[").array_add("s", "deep")
    handle.struct_printf("text", "%s=%d", "a", 1)
    assert members == {
        "name": "udp",
        "port": 5060,
        "entry": "x",
        "inner": {"on": True},
        "list": [["deep"]],
        "text": "a=1",
    }


def test_a_member_twice_is_the_commands_bug() -> None:
    handle = StructHandle({"a": 1})
    with pytest.raises(ValueError, match="a member 'a' already"):
        handle.struct_add("d", "a", 2)


def test_a_member_without_a_name_is_the_commands_bug() -> None:
    with pytest.raises(ValueError, match="name is a string"):
        StructHandle({}).struct_add("d", 5)
    with pytest.raises(ValueError, match="more values"):
        StructHandle({}).struct_add("d", "a", 5, "b")


def test_a_named_element_of_an_array_is_a_member() -> None:
    elements: list[RpcValue] = []
    handle = ArrayHandle(elements)
    handle.struct_add("{", "SET").struct_add("d", "ID", 1)
    handle.struct_add("d", "N", 2)
    handle.array_add("{").struct_add("d", "ID", 3)
    assert elements == [{"SET": {"ID": 1}}, {"N": 2}, {"ID": 3}]
    assert [type(each) for each in elements] == [RpcMember, RpcMember, dict]


def test_a_handle_among_values_comes_back() -> None:
    handle = StructHandle({}).struct_add("sd{", "a", "x", "b", 1, "c")
    assert isinstance(handle, StructHandle)
