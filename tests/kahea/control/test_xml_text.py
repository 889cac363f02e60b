"""kahea.control.xml_text."""

import pytest

from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_DEPTH
from kahea.control.value import RpcTime, RpcValue
from kahea.control.xml_text import read_value, write_response
from kahea.control.xml_tree import parse_xml
from kahea.control.xmlrpc import decode_reply

VALUES_READ: list[tuple[str, RpcValue]] = [
    ("a b", "a b"),
    ("", ""),
    ("<string> a\n</string>", " a\n"),
    ("<string/>", ""),
    ("<i4>-5</i4>", -5),
    (" <int> 5 </int> ", 5),
    ("<i8>9223372036854775807</i8>", 2**63 - 1),
    ("<boolean>1</boolean>", True),
    ("<double>-2.5</double>", -2.5),
    ("<base64>AP8=\n</base64>", b"\0\xff"),
    ("<dateTime.iso8601>20090213T23:31:30</dateTime.iso8601>", RpcTime(1234567890)),
    ("<nil/>", None),
    ("<array><data/></array>", []),
    ("<array><data><value>a</value><value><i4>1</i4></value></data></array>", ["a", 1]),
    ("<struct/>", {}),
    ("<struct><member><value>v</value><name>n</name></member></struct>", {"n": "v"}),
]
VALUES_REFUSED = [
    ("<i4>x</i4>", "<i4> holds 'x' and no integer of 64 bits (offset 7)"),
    ("<i4>1_0</i4>", "<i4> holds '1_0' and no integer of 64 bits (offset 7)"),
    ("<i4>9223372036854775808</i4>", "<i4> holds 9223372036854775808 and no integer of 64 bits (offset 7)"),
    ("<i4><i4>1</i4></i4>", "<i4> has no place inside a string (offset 11)"),
    ("<boolean>true</boolean>", "<boolean> holds 'true' and neither 0 nor 1 (offset 7)"),
    ("<double>nan</double>", "<double> holds 'nan' and no number (offset 7)"),
    ("<base64>A</base64>", "<base64> holds no base64 (offset 7)"),
    (
        "<dateTime.iso8601>now</dateTime.iso8601>",
        "<dateTime.iso8601> holds 'now' and no moment as 20090213T23:31:30 (offset 7)",
    ),
    ("<nil>x</nil>", "<nil> is not empty (offset 7)"),
    ("<array/>", "<array> must hold one <data>, not 0 (offset 7)"),
    ("<array><data>x</data></array>", "<data> holds text beside its elements (offset 14)"),
    ("<struct><member><name>n</name></member></struct>", "<member> must hold one <name> and one <value> (offset 15)"),
    (
        "<struct><member><name>n</name><value/></member><member><name>n</name><value/></member></struct>",
        "<member> repeats the name 'n' (offset 54)",
    ),
    ("<i4>1</i4><i4>2</i4>", "<value> must hold one <"),
    ("<i2>1</i2>", "<i2> has no place inside <value> (offset 7)"),
]


@pytest.mark.parametrize(("text", "value"), VALUES_READ)
def test_values_are_read(text: str, value: RpcValue) -> None:
    found = read_value(parse_xml(f"<value>{text}</value>".encode()))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("text", "reason"), VALUES_REFUSED)
def test_bad_values_are_refused_with_their_place(text: str, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        read_value(parse_xml(f"<value>{text}</value>".encode()))
    assert str(caught.value).startswith(f"xmlrpc: {reason}")


VALUES_WRITTEN: list[tuple[RpcValue, str]] = [
    ("a<&>\r\n", "<string>a&lt;&amp;&gt;&#xD;\n</string>"),
    ("a\0\udcff", "<string>a\ufffd\ufffd</string>"),
    (None, "<string>&lt;null string&gt;</string>"),
    (5, "<int>5</int>"),
    (-(2**31), "<int>-2147483648</int>"),
    (2**31, "<i8>2147483648</i8>"),
    (True, "<boolean>1</boolean>"),
    (2.5, "<double>2.5</double>"),
    (b"\0\xff", "<base64>AP8=</base64>"),
    (RpcTime(1234567890), "<dateTime.iso8601>20090213T23:31:30</dateTime.iso8601>"),
    ([1], "<array><data><value><int>1</int></value></data></array>"),
    ({"<": 1}, "<struct><member><name>&lt;</name><value><int>1</int></value></member></struct>"),
]


@pytest.mark.parametrize(("value", "text"), VALUES_WRITTEN)
def test_values_are_written(value: RpcValue, text: str) -> None:
    assert f"<param><value>{text}</value></param>" in write_response(value).decode()


@pytest.mark.parametrize("value", [2**63, float("nan"), float("inf"), RpcTime(10**15)])
def test_what_has_no_place_is_refused(value: RpcValue) -> None:
    with pytest.raises(EncodeError):
        write_response(value)


def test_depth_is_limited_alike_both_ways() -> None:
    deep: RpcValue = 1
    for _ in range(MAX_DEPTH):
        deep = {"a": deep}
    assert decode_reply(write_response(deep)).values == (deep,)
    with pytest.raises(EncodeError, match="deeper"):
        write_response([deep])
