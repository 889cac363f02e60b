"""Documents are found, fragments are not, and every output has a name that any system takes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbook2rst.discover import Document, discover, is_docbook, output_names, safe_name, tops

DOCTYPE = '<!DOCTYPE {} PUBLIC "-//OASIS//DTD DocBook XML V4.4//EN" "http://www.oasis-open.org/docbook/xml/4.4/docbookx.dtd"'


def write(folder: Path, **files: str) -> Path:
    """`folder` with `files`: `__` in a name stands for `/`, and `.xml` is added."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def places(*inputs: Path) -> list[str]:
    return [document.place for document in discover(inputs).documents]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<book/>", True),
        (b"<chapter><title>T</title>", True),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- c --><section>', True),
        (b'<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.4//EN" "x.dtd" [<!ENTITY a "b">]>', True),
        (b'<!doctype Book PUBLIC "-//OASIS//DTD DocBook V4.1//EN" []>', True),
        (b"<!DOCTYPE book [<!ENTITY a 'b'>]><book/>", True),
        (b'<!DOCTYPE book SYSTEM "http://www.docbook.org/docbookx.dtd">', True),
        (b'<article xmlns="http://docbook.org/ns/docbook" version="5.0">', True),
        (b'<db:para xmlns:db="http://docbook.org/ns/docbook">', True),
        (b'<book xmlns:xi="http://www.w3.org/2001/XInclude">', True),
        ("﻿<book/>".encode(), True),
        ('<?xml version="1.0" encoding="UTF-16"?><book/>'.encode("utf-16"), True),
        (b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">', False),
        (b"<!DOCTYPE html><html>", False),
        (b'<section xmlns="http://www.w3.org/1999/xhtml">', False),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', False),
        (b"<project><title>", False),
        (b"<!-- <book> -->", False),
        (b'<!-- Entities --><!ENTITY a "b">', False),
        (b"", False),
        (b"\x89PNG\r\n\x1a\n<book", True),  # read_document() says what is wrong with it
        (b"\x00\x01\x02", False),
    ],
)
def test_the_head_decides_what_is_docbook(head: bytes, expected: bool) -> None:
    assert is_docbook(head) is expected


@given(st.binary(max_size=200))
def test_any_bytes_are_docbook_or_not(head: bytes) -> None:
    assert is_docbook(head) in (True, False)


def test_what_an_xinclude_names_is_a_fragment(tmp_path: Path) -> None:
    includes = """
        <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="acc_admin.xml"/>
        <xi:include parse='xml'
            href='../doc/acc_devel.xml#x'/>
    """
    write(
        tmp_path,
        acc__doc__acc=f"<book>{includes}</book>",
        acc__doc__acc_admin=f"{DOCTYPE.format('chapter')}><chapter/>",
        acc__doc__acc_devel="<chapter/>",
        tm__doc__tm="<book/>",
    )
    assert places(tmp_path) == ["acc/doc/acc.xml", "tm/doc/tm.xml"]


def test_what_an_entity_names_is_a_fragment(tmp_path: Path) -> None:
    subset = '<!ENTITY % files SYSTEM "files.ent"> %files; <!ENTITY one SYSTEM "one.xml">'
    write(
        tmp_path,
        book=f"{DOCTYPE.format('book')} [{subset}]><book>&one;</book>",
        one="<chapter>&two;</chapter>",
        two="<section/>",
        three="<section/>",
        four="<section/>",
    )
    (tmp_path / "files.ent").write_text("""
        <!ENTITY two PUBLIC '-//X//Y' 'two.xml'>
        <!-- <!ENTITY three SYSTEM "three.xml"> -->
        <!ENTITY four
            SYSTEM 'four.xml'>
    """)
    assert places(tmp_path) == ["book.xml", "three.xml"]


def test_a_circle_has_one_document(tmp_path: Path) -> None:
    include = "<chapter><xi:include href='{}.xml'/></chapter>"
    write(tmp_path, a=include.format("b"), b=include.format("c"), c=include.format("b"), d=include.format("d"))
    assert places(tmp_path) == ["a.xml", "d.xml"]
    write(tmp_path / "ring", x=include.format("y"), y=include.format("x"))
    assert places(tmp_path / "ring") == ["x.xml"]


def test_a_named_file_is_a_document_whatever_it_holds(tmp_path: Path) -> None:
    write(tmp_path, a="<book><xi:include href='b.xml'/></book>", b="<chapter/>")
    (tmp_path / "c.txt").write_text("no XML")
    assert places(tmp_path / "b.xml", tmp_path / "c.txt", tmp_path, tmp_path / "absent.xml") == [
        "b.xml",
        "c.txt",
        "a.xml",
        "absent.xml",
    ]


def test_hidden_folders_links_to_folders_and_pipes_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, a="<book/>", _git__b="<book/>", sub__c="<book/>")
    (tmp_path / "_git").rename(tmp_path / ".git")
    (tmp_path / "again").symlink_to("sub")
    (tmp_path / "up").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "dangling.xml").symlink_to("nowhere.xml")
    assert places(tmp_path) == ["a.xml", "sub/c.xml"]


def test_a_file_found_twice_is_one_document(tmp_path: Path) -> None:
    write(tmp_path, sub__a="<book/>")
    (tmp_path / "sub" / "b.xml").symlink_to("a.xml")
    assert places(tmp_path, tmp_path / "sub", tmp_path / "sub" / "a.xml") == ["sub/a.xml"]


def test_a_folder_without_documents_is_named(tmp_path: Path) -> None:
    write(tmp_path, a="<project/>")
    assert discover([tmp_path]).barren == (tmp_path,)


def test_the_order_is_that_of_the_paths(tmp_path: Path) -> None:
    write(tmp_path, b="<book/>", a__z="<book/>", c="<book/>", a_b="<book/>")
    assert places(tmp_path) == ["a/z.xml", "a_b.xml", "b.xml", "c.xml"]


def test_tops_keeps_only_docbook(tmp_path: Path) -> None:
    write(tmp_path, a="<book/>", b="<svg/>")
    assert tops([tmp_path / "a.xml", tmp_path / "b.xml"]) == [tmp_path / "a.xml"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("acc_db", "acc_db"),
        ("acc.p.db_flag", "acc.p.db_flag"),
        ("../x", "x"),
        ("/abs", "abs"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("con", "con-"),
        ("NUL.tar", "NUL-.tar"),
        ("", "document"),
        ("...", "document"),
        (".hidden", "hidden"),
        ("trailing.", "trailing"),
        ("-o", "o"),
        ("a b\tc\nd\0e", "a-b-c-d-e"),
        ("x" * 300, "x" * 200),
        ("ü" * 300, "ü" * 100),
        ("u\N{COMBINING DIAERESIS}", "ü"),
        ("a\udcffb", "a-b"),
        ("日本語", "日本語"),
        ("$(rm)`x`;'\"", "rm-x-"),
    ],
)
def test_safe_names(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@given(st.text(max_size=400))
def test_a_safe_name_is_one_short_visible_name(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 201
    assert not set(safe) & set('/\\\0\n\r\t <>:"|?*')
    assert safe[0] not in ".-"
    assert safe not in {"", ".", ".."}


def test_output_names_do_not_clash_where_case_is_not_told_apart() -> None:
    documents = [Document(Path(place), place) for place in ("a/X.xml", "A/x.sgml", "a/x-2.xml", "a/X.docbook", "../b.xml")]
    assert list(output_names(documents, ".rst").values()) == [
        "a/X.rst",
        "A/x-2.rst",
        "a/x-2-2.rst",
        "a/X-3.rst",
        "document/b.rst",
    ]


@given(st.lists(st.text(alphabet="aAbB./-ß\\ ", max_size=8), max_size=8))
def test_output_names_are_all_different_and_stay_inside(parts: list[str]) -> None:
    documents = [Document(Path(str(number)), place) for number, place in enumerate(parts) if place.strip("/")]
    names = output_names(documents, ".rst").values()
    assert len({name.casefold() for name in names}) == len(documents)
    assert not any(part in {"", ".", ".."} for name in names for part in name.split("/"))
