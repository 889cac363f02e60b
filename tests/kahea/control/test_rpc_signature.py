"""kahea.control.rpc_signature and rpc_export."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kahea.control.errors import BadParams, ExportError
from kahea.control.rpc_export import RET_ARRAY, RpcExport
from kahea.control.rpc_signature import read_signature
from kahea.control.value import RpcValue

if TYPE_CHECKING:
    from kahea.base.errors import KaheaError as Nowhere


def two(table: str, value: int = 0) -> int:
    raise NotImplementedError


def rest(first: str, *more: int) -> list[int]:
    raise NotImplementedError


def any_type(a: int | None = None, b: float = 0.5, c: bool = False, d: dict[str, int] | None = None) -> dict[str, int]:
    raise NotImplementedError


def any_value(value: RpcValue, other: Any) -> RpcValue:
    raise NotImplementedError


def containers(pairs: list[str], raw: bytes) -> tuple[str, ...]:
    raise NotImplementedError


BOUND: list[tuple[Callable[..., Any], list[RpcValue], list[Any]]] = [
    (two, ["a"], ["a"]),
    (two, ["a", "5"], ["a", 5]),
    (two, [5, 5.0], ["5", 5]),
    (rest, ["a"], ["a"]),
    (rest, ["a", 1, "2"], ["a", 1, 2]),
    (any_type, [], []),
    (any_type, [None, "1.5", "yes", {"x": 1}], [None, 1.5, True, {"x": 1}]),
    (any_value, [[1], None], [[1], None]),
    (containers, [("a", "b"), "c\udcff"], [["a", "b"], b"c\xff"]),
]


TEXTS = [
    (two, "(table: str, value: int = 0) -> int"),
    (rest, "(first: str, *more: int) -> list[int]"),
    (
        any_type,
        "(a: int | None = None, b: float = 0.5, c: bool = False, d: dict[str, int] | None = None) -> dict[str, int]",
    ),
    (any_value, "(value: value, other: value) -> value"),
]


@pytest.mark.parametrize(("function", "text"), TEXTS)
def test_a_signature_is_shown_as_it_was_written(function: Callable[..., Any], text: str) -> None:
    assert read_signature(function, "x").text == text


def test_a_partial_and_a_method_have_a_contract_too() -> None:
    class Table:
        def get(self, name: "str") -> "list[RpcValue]":
            raise NotImplementedError

    assert read_signature(Table().get, "x").text == "(name: str) -> list[value]"
    assert read_signature(partial(two, "a"), "x").bind(["5"]) == [5]


REFUSED: list[tuple[Callable[..., Any], list[RpcValue], str]] = [
    (two, [], "parameter 1 (table) is missing: (table: str, value: int = 0) -> int"),
    (two, ["a", "ten"], "parameter 2 (value) must be an integer, not 'ten'"),
    (two, ["a", [1]], "parameter 2 (value) must be an integer, not an array"),
    (two, ["a", 2.5], "parameter 2 (value) must be an integer, not 2.5"),
    (two, ["a", None], "parameter 2 (value) must be an integer, not nothing"),
    (two, [{}, 1], "parameter 1 (table) must be a string, not a structure"),
    (two, ["a", 1, 2], "3 parameters are more than 2: (table: str, value: int = 0) -> int"),
    (rest, [], "parameter 1 (first) is missing: (first: str, *more: int) -> list[int]"),
    (rest, ["a", 1, "b"], "parameter 3 (more) must be an integer, not 'b'"),
    (containers, ["a", "b"], "parameter 1 (pairs) must be an array, not 'a'"),
    (containers, [[], []], "parameter 2 (raw) must be bytes, not an array"),
    (any_type, [1, 1, 1, "x"], "parameter 4 (d) must be a structure, not 'x'"),
    (any_type, [1, "x"], "parameter 2 (b) must be a number, not 'x'"),
    (any_type, [1, 1, "x"], "parameter 3 (c) must be a boolean, not 'x'"),
]


@pytest.mark.parametrize(("function", "values", "expected"), BOUND)
def test_parameters_become_what_the_annotations_say(
    function: Callable[..., Any], values: list[RpcValue], expected: list[Any]
) -> None:
    bound = read_signature(function, "x").bind(values)
    if function is two and len(bound) == 2:
        assert [type(each) for each in bound] == [str, int]
    assert bound == expected


@pytest.mark.parametrize(("function", "values", "text"), REFUSED)
def test_a_bad_parameter_is_a_clear_fault(function: Callable[..., Any], values: list[RpcValue], text: str) -> None:
    with pytest.raises(BadParams) as caught:
        read_signature(function, "x").bind(values)
    assert (caught.value.code, caught.value.text) == (400, text)


def no_annotation(a) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001 - what is tested
    raise NotImplementedError


def no_return(a: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 - what is tested
    raise NotImplementedError


def by_name(*, a: int) -> int:
    raise NotImplementedError


def no_type_of_the_wire(a: complex) -> int:
    raise NotImplementedError


def returns_no_type_of_the_wire() -> complex:
    raise NotImplementedError


def name_of_nothing(a: "Nowhere") -> int:
    raise NotImplementedError


EXPORT_FAULTS = [
    (name_of_nothing, "x: an annotation cannot be read: name 'Nowhere' is not defined"),
    (no_annotation, "x: parameter 'a' has no annotation"),
    (no_return, "x: the function has no annotation of what it returns"),
    (by_name, "x: parameter 'a' could only be given by name, and transports carry no names"),
    (no_type_of_the_wire, "x: no transport carries complex of parameter 'a'"),
    (returns_no_type_of_the_wire, "x: complex is nothing that a command can return"),
]


@pytest.mark.parametrize(("function", "text"), EXPORT_FAULTS)
def test_a_signature_that_nobody_could_call_is_refused_at_registration(function: Callable[..., Any], text: str) -> None:
    with pytest.raises(ExportError) as caught:
        RpcExport("x", function)
    assert str(caught.value) == text


@pytest.mark.parametrize("name", ["", ".", "a b", "a:b", "\u00e9", "a/b", "a\n"])
def test_a_name_that_could_not_be_called_is_refused(name: str) -> None:
    with pytest.raises(ExportError):
        RpcExport(name, two)


def test_a_function_that_returns_a_list_is_flagged() -> None:
    assert RpcExport("x.rest", rest).flags is RET_ARRAY
    assert not RpcExport("x.two", two).flags


def test_help_is_the_docstring_unless_lines_are_given() -> None:
    def documented() -> None:
        """First.

        Second.
        """

    assert RpcExport("x", documented).help == "First.\n\nSecond."
    assert RpcExport("x", documented, ("Other.",)).help == "Other."
    assert RpcExport("x", two).help == "undocumented"
