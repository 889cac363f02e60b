"""One document through the whole pipeline."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes

from docbook2rst import reader
from docbook2rst.convert import FORMATS, Counts, Layout, convert, read, read_document
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError

BOOK = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.4//EN" "docbookx.dtd" [
<!ENTITY inner SYSTEM "inner.xml">
]>
<book><title>acc Module</title>
<chapter id="acc.intro"><title>Intro</title>
<para>See <xref linkend="acc.ex"/> and <ulink url="https://example.org/">there</ulink>.</para>
<example id="acc.ex"><title>First</title><programlisting>one two</programlisting></example>
&inner;
</chapter></book>
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.xml").write_bytes(BOOK)
    (tmp_path / "inner.xml").write_text("<para>from inside</para>")
    return tmp_path / "book.xml"


def test_a_document_becomes_text_counts_and_dependencies(book: Path) -> None:
    converted = convert(book)
    assert converted.text is not None
    assert "from inside" in converted.text
    assert [Path(path).name for path in converted.dependencies] == ["inner.xml"]
    assert not converted.problems
    counts = converted.counts
    assert (counts.references, counts.listings, counts.examples) == (2, 1, 1)
    assert counts.ids >= 2
    assert sum(counts.elements.values()) == 11
    assert "unknown" not in counts.elements


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_every_word(book: Path, name: str) -> None:
    text = convert(book, name).text
    assert text is not None
    for word in ("acc Module", "Intro", "there", "First", "one two", "from inside"):
        assert word in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_without_a_format_it_is_counted_only(book: Path) -> None:
    converted = convert(book, None)
    assert converted.text is None
    assert converted.counts == convert(book).counts


def test_nothing_is_counted_that_nobody_wants_to_know(book: Path) -> None:
    assert convert(book, counted=False).counts == Counts()


def test_bytes_may_stand_for_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner.xml").write_text("<para>from inside</para>")
    text = convert(Path("<stdin>"), data=BOOK).text
    assert text is not None
    assert "from inside" in text


def test_options_reach_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text('<chapter><title>&t;</title><para>x</para><para condition="no">hidden</para></chapter>')
    options = Options(entities={"t": "Given"}, conditions={"condition": frozenset({"yes"})})
    text = convert(tmp_path / "a.xml", options=options).text
    assert text is not None
    assert "Given" in text
    assert "hidden" not in text


@pytest.mark.parametrize("shown", [False, True])
def test_an_editor_s_remark_is_shown_where_it_is_asked_for(tmp_path: Path, shown: bool) -> None:
    (tmp_path / "a.xml").write_text("<chapter><title>T</title><para>a <remark>check this</remark></para></chapter>")
    converted = convert(tmp_path / "a.xml", options=Options(remarks=shown))
    assert converted.text is not None
    assert ("check this" in converted.text) is shown
    assert [problem.code for problem in converted.problems] == ([] if shown else ["DB210"])


def test_text_files_of_listings_are_dependencies(tmp_path: Path) -> None:
    (tmp_path / "code.txt").write_text("int main")
    listing = '<programlisting><textobject><textdata fileref="code.txt"/></textobject></programlisting>'
    (tmp_path / "a.xml").write_text(f"<chapter><title>T</title>{listing}</chapter>")
    converted = convert(tmp_path / "a.xml")
    assert converted.dependencies == (str(tmp_path / "code.txt"),)
    assert "int main" in str(converted.text)


def test_the_layout_reaches_the_readme(book: Path) -> None:
    inner = " ".join(["word"] * 100)
    (book.parent / "inner.xml").write_text(f"<para>{inner}</para>")
    narrow = convert(book, "readme", layout=Layout(width=40)).text
    assert narrow is not None
    assert max(map(len, narrow.splitlines())) <= 40
    assert convert(book, "readme", layout=Layout(numbered=True)).text != convert(book, "readme").text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "DB101"),
        (b"\xef\xbb\xbf", "DB101"),
        (b"<!DOCTYPE book>", "DB101"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "DB101"),
        (b"<book><title>T</book>", "DB101"),
        (b"<book>&#0;</book>", "DB101"),
    ],
)
def test_what_is_not_well_formed_gives_one_error_and_no_text(data: bytes, code: str) -> None:
    converted = convert(Path("a.xml"), data=data)
    assert converted.text is None
    assert [problem.code for problem in converted.problems if problem.severity == "error"] == [code]
    assert not converted.traceback


def test_a_document_cut_anywhere_gives_text_or_an_error(book: Path) -> None:
    for end in range(len(BOOK)):
        converted = convert(book, data=BOOK[:end])
        assert not converted.traceback, (end, converted.traceback)
        assert (converted.text is None) == any(problem.severity == "error" for problem in converted.problems), end


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    converted = convert(tmp_path / "absent.xml")
    assert converted.text is None
    assert [problem.code for problem in converted.problems] == ["DB102"]
    problems = Problems()
    with pytest.raises(SourceError):
        read(tmp_path / "absent.xml", Options(), problems)
    assert [problem.code for problem in problems] == ["DB102"]


def test_a_defect_of_the_program_is_a_problem_too(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> nodes.document:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(reader, "read", fail)
    converted = convert(book)
    assert [(problem.code, problem.message) for problem in converted.problems] == [
        ("DB403", "internal error: ZeroDivisionError: division by zero; please report it with this document"),
    ]
    assert "ZeroDivisionError" in converted.traceback


@pytest.mark.parametrize("name", FORMATS)
def test_deep_nesting_is_no_defect(name: str) -> None:
    depth = 300
    lists = "<itemizedlist><listitem><para>x</para>" * depth + "</listitem></itemizedlist>" * depth
    converted = convert(Path("a.xml"), name, data=f"<chapter><title>T</title>{lists}</chapter>".encode())
    assert not converted.traceback
    assert converted.text


def test_an_unknown_format_is_the_callers_error(book: Path) -> None:
    with pytest.raises(KeyError):
        convert(book, "docx")


def test_read_document_gives_the_doctree(book: Path) -> None:
    document = read_document(book, Options(), Problems())
    assert isinstance(document, nodes.document)
    assert "acc.intro" in {node_id for node in document.findall(nodes.section) for node_id in node["ids"]}


def test_the_result_travels_between_processes(book: Path) -> None:
    converted = convert(book)
    assert pickle.loads(pickle.dumps(converted)) == converted


def test_nothing_is_counted_in_nothing() -> None:
    assert Counts() == Counts(words=0, elements={})


def test_a_cold_start_loads_no_more_than_it_needs(book: Path) -> None:
    script = (
        "import sys\n"
        "from docbook2rst.cli.app import docbook2rst\n"
        f"docbook2rst.main(['convert', {str(book)!r}, '-o', {str(book.parent / 'out.rst')!r}], standalone_mode=False)\n"
        "slow = {'sphinx', 'rich', 'multiprocessing', 'asyncio', 'importlib.metadata', 'pygments'}\n"
        "print({*slow, 'docutils.parsers.rst'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    assert (book.parent / "out.rst").exists()
