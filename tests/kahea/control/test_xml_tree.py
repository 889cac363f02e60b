"""kahea.control.xml_tree."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control.errors import CodecError
from kahea.control.limits import MAX_XML_BYTES
from kahea.control.xml_tree import parse_xml

BOMB = b'<!DOCTYPE a [<!ENTITY a "x">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij"
)
BAD = [
    (b"", "no element found (offset 0)"),
    (b"<a>", "no element found (offset 3)"),
    (b"<a></b>", "mismatched tag (offset 5)"),
    (b"<a/><b/>", "junk after document element (offset 4)"),
    (b"x", "syntax error (offset 0)"),
    (b"<a>&x;</a>", "undefined entity (offset 3)"),
    (b"<a>\xff</a>", "not well-formed (invalid token) (offset 3)"),
    (b"<a>\0</a>", "not well-formed (invalid token) (offset 3)"),
    (b"<!DOCTYPE a><a/>", "a document type is refused (offset 0)"),
    (BOMB + b"]><a>&j;</a>", "a document type is refused (offset 0)"),
    (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "a document type is refused (offset 0)"),
    (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "a document type is refused (offset 21)",
    ),
    (b"<a>" * 200, "more than 80000 elements, or nested deeper than 132 (offset 396)"),
    (b"<a>" + b"<b/>" * 90_000 + b"</a>", "more than 80000 elements, or nested deeper than 132 (offset 319999)"),
    (b" " * (MAX_XML_BYTES + 1), f"{MAX_XML_BYTES + 1} bytes, at most {MAX_XML_BYTES} are allowed (offset {MAX_XML_BYTES})"),
]


@pytest.mark.parametrize(("data", "reason"), BAD, ids=lambda each: repr(each)[:40])
def test_bad_documents_are_refused_with_their_place(data: bytes, reason: str) -> None:
    start = time.process_time()
    with pytest.raises(CodecError) as caught:
        parse_xml(data)
    assert str(caught.value) == f"xmlrpc: {reason}"
    assert time.process_time() - start < 20  # seconds on any machine; an exponential parser takes hours


def test_elements_know_where_they_began() -> None:
    root = parse_xml(b"<a>x<b/>y&amp;<b>z</b></a>")
    assert (root.tag, root.text, [(kid.tag, kid.offset, kid.text) for kid in root.kids]) == (
        "a",
        "xy&",
        [("b", 4, ""), ("b", 14, "z")],
    )


def test_the_text_is_utf8_whatever_the_declaration_says() -> None:
    assert parse_xml('<?xml version="1.0" encoding="iso-8859-1"?><a>\u00e9</a>'.encode()).text == "\u00e9"


CHILDREN = [
    (b"<a>x<b/></a>", "<a> holds text beside its elements (offset 0)"),
    (b"<a><c/></a>", "<c> has no place inside <a> (offset 3)"),
    (b"<a/>", "<a> must hold one <b>, not 0 (offset 0)"),
    (b"<a><b/><b/></a>", "<a> must hold one <b>, not 2 (offset 0)"),
]


@pytest.mark.parametrize(("data", "reason"), CHILDREN)
def test_a_child_that_must_be_there_is_asked_for(data: bytes, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        parse_xml(data).only("b")
    assert str(caught.value) == f"xmlrpc: {reason}"


@given(st.binary(max_size=60) | st.text("<>/ab &;!-[]?\"'=", max_size=60).map(str.encode))
def test_any_bytes_give_an_element_or_a_codec_error(data: bytes) -> None:
    offset = 0
    try:
        parse_xml(data)
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)
