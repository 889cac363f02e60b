"""Start tags as written, and how they end."""

from __future__ import annotations

import pytest

from docbook2rst.source.sgml.tags import Close, scan

TAGS = [
    ("<a>", [], Close.PLAIN, ""),
    ("<a >b", [], Close.PLAIN, "b"),
    ("<a/>", [], Close.EMPTY, ""),
    ("<a/b/", [], Close.NET, "b/"),
    ("<a<b>", [], Close.UNCLOSED, "<b>"),
    ("<a b=c>", [("b", "c")], Close.PLAIN, ""),
    ("<a b = 'c d' e=\"f>g\">h", [("b", "c d"), ("e", "f>g")], Close.PLAIN, "h"),
    ("<a b>", [("", "b")], Close.PLAIN, ""),
    ("<a b c=d e>", [("", "b"), ("c", "d"), ("", "e")], Close.PLAIN, ""),
    ("<a b='c'd='e'>", [("b", "c"), ("d", "e")], Close.PLAIN, ""),
    ("<a b=c/d/", [("b", "c")], Close.NET, "d/"),
    ("<a b=c/>", [("b", "c")], Close.EMPTY, ""),
    ("<a url=c/d/>", [("url", "c/d/")], Close.PLAIN, ""),
    ("<a fileref=c/d/>", [("fileref", "c/d")], Close.EMPTY, ""),
    ("<a b=''>", [("b", "")], Close.PLAIN, ""),
    ("<a b=é>", [("b", "é")], Close.PLAIN, ""),
    ("<a b='c>d</a> <a b='e'>", [("b", "c")], Close.PLAIN, "d</a> <a b='e'>"),
]


@pytest.mark.parametrize(("text", "attributes", "close", "rest"), TAGS)
def test_a_start_tag(text: str, attributes: list[tuple[str, str]], close: Close, rest: str) -> None:
    tag = scan(text, 0, is_xml=False)
    assert tag is not None
    assert (tag.name, tag.attributes, tag.close, text[tag.end :]) == ("a", attributes, close, rest)


@pytest.mark.parametrize(
    "text", ["<", "< a>", "<1>", "<a", "<a b=", "<a b='c", "<a@b>", "<a,b>", "<a b=>", "<a =b>", "<a b=<c>"]
)
def test_no_start_tag(text: str) -> None:
    assert scan(text, 0, is_xml=False) is None


@pytest.mark.parametrize("text", ["<a/b/", "<a<b>"])
def test_what_xml_does_not_have(text: str) -> None:
    assert scan(text, 0, is_xml=True) is None


FAULTS = [("<a b=c:d?>", 5), ("<a url=c/d>", 7), ("<a b='c>d</a> <a b='e'>", 5)]


@pytest.mark.parametrize(("text", "place"), FAULTS)
def test_what_is_not_as_it_should_be_is_said_with_its_place(text: str, place: int) -> None:
    tag = scan(text, 0, is_xml=False)
    assert tag is not None
    assert [fault[0] for fault in tag.faults] == [place]
