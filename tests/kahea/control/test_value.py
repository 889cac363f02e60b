"""kahea.control.value."""

import pytest

from kahea.control.value import RpcMember, RpcTime, RpcValue, shown, text_of, type_name

TABLE: list[tuple[RpcValue, str, str, str]] = [
    ("a\n", "a\n", r"'a\n'", "a string"),
    ("\udcff", "\udcff", r"'\xff'", "a string"),
    (5, "5", "5", "an integer"),
    (RpcTime(5), "5", "5", "an integer"),
    (True, "1", "True", "a boolean"),
    (2.5, "2.5", "2.5", "a number"),
    (b"a\xff", "a\udcff", "bytes", "bytes"),
    (None, "", "nothing", "nothing"),
    ([1], "[1]", "an array", "an array"),
    ((1,), "(1,)", "an array", "an array"),
    ({"a": 1}, "{'a': 1}", "a structure", "a structure"),
    (RpcMember(a=1), "{'a': 1}", "a structure", "a structure"),
]


@pytest.mark.parametrize(("value", "text", "in_error", "kind"), TABLE)
def test_values_as_text(value: RpcValue, text: str, in_error: str, kind: str) -> None:
    assert (text_of(value), shown(value), type_name(value)) == (text, in_error, kind)


def test_an_endless_text_is_cut_in_an_error() -> None:
    assert shown("x" * 1000) == f"'{'x' * 120}'... (1000 bytes)"
