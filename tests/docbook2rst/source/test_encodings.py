"""Encodings: the right text, or an error, and never characters that the author did not write."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from tests.docbook2rst.source.loading import XI, broken, load, located


def declared(encoding: str, text: str = "<a>\u2013\xe9</a>") -> str:
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}"


TEXT = "\u2013\xe9"
RIGHT = [
    ("UTF-16 with a mark", declared("UTF-16").encode("utf-16"), TEXT),
    ("UTF-16LE without a mark", declared("UTF-16LE").encode("utf-16-le"), TEXT),
    ("UTF-16BE without a mark", declared("UTF-16BE").encode("utf-16-be"), TEXT),
    ("UTF-16 with a mark, declared UTF-8", declared("UTF-8").encode("utf-16"), TEXT),
    ("UTF-32 with a mark", declared("UTF-32").encode("utf-32"), TEXT),
    ("UTF-32LE without a mark", declared("UTF-32LE").encode("utf-32-le"), TEXT),
    ("UTF-32BE without a mark", declared("UTF-32BE").encode("utf-32-be"), TEXT),
    ("UTF-8 with a mark, declared Latin-1", codecs.BOM_UTF8 + declared("ISO-8859-1").encode(), TEXT),
    ("UTF-7", declared("UTF-7", "<a>+IBM-</a>").encode(), "\u2013"),
    ("EBCDIC with its code page", declared("cp037", "<a>\xe9</a>").encode("cp037"), "\xe9"),
    ("EBCDIC with another code page", declared("cp500", "<a>[\xe9]</a>").encode("cp500"), "[\xe9]"),
    ("windows-1251", declared("windows-1251", "<a>\u0416</a>").encode("cp1251"), "\u0416"),
    ("Shift_JIS", declared("Shift_JIS", "<a>\u65e5\u672c</a>").encode("shift_jis"), "\u65e5\u672c"),
]


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in RIGHT], ids=[f"X22 {row[0]}" for row in RIGHT])
def test_a_text_in_a_known_encoding_is_read_without_a_problem(tmp_path: Path, data: bytes, expected: str) -> None:
    tree, codes = load(tmp_path, data)
    assert (tree.root.text(), codes) == (expected, [])


# A lie that all bytes bear out is reported where it stands; else the byte that shows it is.
LIES = [
    ("x-nope, ASCII", declared("x-nope", "<a>b</a>").encode(), "b", "1:31"),
    ("x-nope, UTF-8", declared("x-nope").encode(), TEXT, "1:31"),
    ("x-nope, windows-1252", declared("x-nope", "<a>\n \xe9</a>").encode("cp1252"), "\n \xe9", "2:2"),
    ("UTF-16, ASCII", declared("UTF-16", "<a>b</a>").encode(), "b", "1:31"),
    ("UTF-16, UTF-8", declared("UTF-16").encode(), TEXT, "1:31"),
    ("Latin-1, UTF-8", declared("ISO-8859-1").encode(), TEXT, "1:31"),
    ("Latin-1, windows-1252", declared("ISO-8859-1", "<a>\n\u2013</a>").encode("cp1252"), "\n\u2013", "2:1"),
    ("a codec that is no encoding", declared("rot13").encode(), TEXT, "1:31"),
    ("a codec that unpacks", declared("bz2").encode(), TEXT, "1:31"),
    ("UTF-8, windows-1252", declared("UTF-8", "<a>\n\n\u2013</a>").encode("cp1252"), "\n\n\u2013", "3:1"),
    ("nothing, windows-1252", "<a>\n\xe9</a>".encode("cp1252"), "\n\xe9", "2:1"),
]


@pytest.mark.parametrize(("data", "expected", "place"), [row[1:] for row in LIES], ids=[f"X22 {row[0]}" for row in LIES])
def test_a_false_declaration_is_read_by_the_bytes_and_located(tmp_path: Path, data: bytes, expected: str, place: str) -> None:
    tree, problems = located(tmp_path, data)
    assert (tree.root.text(), problems) == (expected, [("DB104", f"top.xml:{place}")])


MARKED_WRONG = [
    ("UTF-16 cut in a character", "<a>\u2013</a>".encode("utf-16")[:-1]),
    ("UTF-16 with half a pair", codecs.BOM_UTF16_LE + "<a>".encode("utf-16-le") + b"\x00\xd8</"),
    ("UTF-32 past Unicode", codecs.BOM_UTF32_LE + b"<\0\0\0" + b"\xff\xff\xff\xff"),
    ("a UTF-8 mark before Latin-1", codecs.BOM_UTF8 + b"<a>\xe9</a>"),
    ("UTF-7 that is none", declared("UTF-7", "<a>+\x7f+A-</a>").encode()),
]


@pytest.mark.parametrize("data", [row[1] for row in MARKED_WRONG], ids=[f"X22 {row[0]}" for row in MARKED_WRONG])
def test_bytes_that_belie_their_mark_are_an_error(tmp_path: Path, data: bytes) -> None:
    assert "DB101" in broken(tmp_path, data)


INCLUDED = [
    ("its encoding attribute", b"\xd6", "encoding='cp1251'", "\u0426", []),
    ("the bytes without one", b"\xd6", "", "\xd6", [("DB104", "t.txt:1:1")]),
    ("a control character", b"x\r\n\x01y", "", "x\n\ufffdy", [("DB113", "t.txt:2:1")]),
    ("a noncharacter", "\uffff".encode(), "", "\ufffd", [("DB113", "t.txt:1:1")]),
]


@pytest.mark.parametrize(
    ("data", "attribute", "expected", "problems"), [row[1:] for row in INCLUDED], ids=[f"X14 {row[0]}" for row in INCLUDED]
)
def test_an_included_text_is_read_by(
    tmp_path: Path, data: bytes, attribute: str, expected: str, problems: list[tuple[str, str]]
) -> None:
    (tmp_path / "t.txt").write_bytes(data)
    tree, found = located(tmp_path, f"<a {XI}><xi:include parse='text' href='t.txt' {attribute}/></a>")
    assert (tree.root.text(), found) == (expected, problems)
