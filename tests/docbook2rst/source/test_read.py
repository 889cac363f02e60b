"""What is read, what is refused, and where it is said to be."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from tests.docbook2rst.source.loading import XI, broken, load

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import read

LAUGHTER = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
LAUGHS = f"<!DOCTYPE a [<!ENTITY l0 'lol'>{LAUGHTER}]><a>&l9;</a>"
QUADRATIC = f"<!DOCTYPE a [<!ENTITY b '{'x' * 100_000}'>]><a>{'&b;' * 20_000}</a>"
LINKS = "".join(f"<!ENTITY e{n} '&e{n - 1};'>" for n in range(1, 2001))
CHAIN = f"<!DOCTYPE a [<!ENTITY e0 'x'>{LINKS}]><a>&e2000;</a>"

REFUSED = [
    ("X1 billion laughs", LAUGHS, "DB108"),
    ("X2 quadratic blow-up", QUADRATIC, "DB108"),
    ("entity chain", CHAIN, "DB108"),
    ("X4 entity circle", "<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><a>&a;</a>", "a -> b -> a"),
    ("X17 deep nesting", "<a>" * 200_000, "DB108"),
    ("X21 NUL", "<a>\n \0</a>", "2:2: error: not well formed: the character U+0000"),
    ("character reference to NUL", "<a>\n&#0;</a>", "2:1"),
    ("control character", "<a>\x01</a>", "U+0001"),
    ("noncharacter", "<a>\ufffe</a>", "DB101"),
    ("lone surrogate", b"<a>\xed\xa0\x80</a>", "surrogate"),
    ("X28 unclosed CDATA", "<a>\n x<![CDATA[ y", "2:3"),
    ("X28 unclosed comment", "<a>\n x<!-- y", "2:3"),
    ("mismatched tag", "<a>\n<b></a>", "<b> of"),
    ("X29 empty file", "", "1:1"),
    ("X29 only a BOM", b"\xef\xbb\xbf", "DB101"),
    ("X29 only a doctype", "<!DOCTYPE a>", "DB101"),
    ("X29 PNG", b"\x89PNG\r\n\x1a\n\0\0", "DB101"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_bad_top_document_is_refused_with_its_place(tmp_path: Path, text: str | bytes, expected: str) -> None:
    start = time.process_time()
    assert expected in broken(tmp_path, text)
    assert time.process_time() - start < 10


TEXTS = [
    ("named characters without a DTD", "<a>&copy;&nbsp;&hellip;&agr;</a>", "\xa9\xa0\u2026\u03b1", []),
    ("X23 undefined entity", "<a>&nope;</a>", "&nope;", ["DB103"]),
    ("undefined in a comment or CDATA", "<a><!-- &n; --><![CDATA[&n;]]></a>", "&n;", []),
    ("standalone", "<?xml version='1.0' standalone='yes'?><a>&copy;</a>", "\xa9", []),
    ("own declaration wins", "<!DOCTYPE a [<!ENTITY copy 'C'>]><a>&copy;</a>", "C", []),
    ("undefined parameter entity", "<!DOCTYPE a [%x; <!ENTITY b 'B'>]><a>&b;</a>", "B", ["DB112"]),
    ("network DTD module", "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://h/x.mod'>%x;<!ENTITY b 'B'>]><a>&b;</a>", "B", ["DB111"]),
    ("Latin-1 that is UTF-8", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u2013</a>", "\u2013", ["DB104"]),
    ("UTF-8 that is not", b"<a>\xe9 \xe2\x80\x93</a>", "\xe9 \u2013", ["DB104"]),
    ("true Latin-1", b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "\xe9", []),
    ("unknown encoding", b"<?xml version='1.0' encoding='x-nope'?><a>\xe9</a>", "\xe9", ["DB104"]),
    ("UTF-16", "<?xml version='1.0' encoding='UTF-16'?><a>\u2013</a>".encode("utf-16"), "\u2013", []),
    ("X19 11 MB of text", "<a>" + "x" * 11_000_000 + "</a>", "x" * 11_000_000, []),
]


@pytest.mark.parametrize(("text", "expected", "codes"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_text(tmp_path: Path, text: str | bytes, expected: str, codes: list[str]) -> None:
    tree, found = load(tmp_path, text)
    assert (tree.root.text(), found) == (expected, codes)


def test_undefined_entity_in_an_attribute_is_kept_and_located(tmp_path: Path) -> None:
    problems = Problems()
    tree = read(tmp_path / "t.xml", Options(root=tmp_path), problems, data=b"<a>\n<b c='&n;'/></a>")
    assert [element.get("c") for element in tree.root.elements()] == ["&n;"]
    assert [problem.position[1:] for problem in problems] == [(2, 7)]


@pytest.mark.parametrize("head", ["", "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY v 'old'>]>"])
def test_options_entities_win(tmp_path: Path, head: str) -> None:
    tree, _ = load(tmp_path, f"{head}<a>&v;<c/></a>", entities={"v": "<b>AT&T</b>"})
    assert [child.tag for child in tree.root.elements()] == ["b", "c"]
    assert tree.root.text() == "AT&T"
    assert [element.column for element in tree.root.iter()][::2] == [len(head) + 1, len(head) + 7]


OUTSIDE = [
    "file:///etc/passwd",
    "/etc/passwd",
    "../secret.xml",
    "link.xml",
    "//host/x",
    "\\\\host\\x",
    "data:,x",
    "http://h/x",
    "fifo",
    ".",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (tmp_path / "secret.xml").write_text("<s>SECRET</s>")
    (folder / "link.xml").symlink_to(tmp_path / "secret.xml")
    (folder / "in.xml").write_text("<s>inside</s>")
    (folder / "bad.xml").write_text("<s>")
    os.mkfifo(folder / "fifo")
    return folder


@pytest.mark.parametrize("target", OUTSIDE)
def test_entities_and_includes_outside_the_root_are_refused(root: Path, target: str) -> None:
    for text in (
        f"<!DOCTYPE a [<!ENTITY x SYSTEM '{target}'>]><a>&x;</a>",
        f"<!DOCTYPE a [<!ENTITY % x SYSTEM '{target}'>%x;]><a/>",
        f"<a {XI}><xi:include href='{target}'><xi:fallback>F</xi:fallback></xi:include></a>",
        f"<a {XI}><xi:include parse='text' href='{target}'/></a>",
    ):
        tree, codes = load(root, text)
        assert (tree.root.text(), codes) == ("", ["DB105"])


def test_a_root_that_is_a_link_is_allowed(root: Path) -> None:
    (root.parent / "alias").symlink_to(root)
    tree, codes = load(root.parent / "alias", "<!DOCTYPE a [<!ENTITY x SYSTEM 'in.xml'>]><a>&x;</a>")
    assert (tree.root.text(), codes) == ("inside", [])
    assert tree.dependencies == (str(root.parent / "alias" / "in.xml"),)


def test_a_missing_include_gives_its_fallback(root: Path) -> None:
    tree, codes = load(root, f"<a {XI}><xi:include href='no.xml'><xi:fallback>F</xi:fallback></xi:include></a>")
    assert (tree.root.text(), codes) == ("F", [])


@pytest.mark.parametrize(
    "use", ["<!DOCTYPE a [<!ENTITY x SYSTEM 'bad.xml'>]><a>1&x;2</a>", f"<a {XI}>1<xi:include href='bad.xml'/>2</a>"]
)
def test_a_broken_part_is_located_and_the_rest_is_read(root: Path, use: str) -> None:
    tree, codes = load(root, use)
    assert (tree.root.children, codes) == (["12"], ["DB101"])


def test_an_include_circle_is_named(root: Path) -> None:
    (root / "b.xml").write_text(f"<b {XI}><xi:include href='top.xml'/></b>")
    problems = Problems()
    read(root / "top.xml", Options(root=root), problems, data=f"<a {XI}><xi:include href='b.xml'/></a>".encode())
    assert [problem.code for problem in problems] == ["DB107"]
    assert "b.xml -> " in str(next(iter(problems)))


POINTERS = [
    ("two", "2x"),
    ("element(two/1)", "x"),
    ("element(/1/2)", "2x"),
    ("xpointer(id('two'))", "2x"),
    ("xpointer(id('one')/child::*[not(self::title)])", "1"),
    ("xpointer(//para)", "1"),
    ("xpointer(/b/s[2]/node())", "2x"),
]


@pytest.mark.parametrize(("pointer", "expected"), POINTERS)
def test_xpointer(root: Path, pointer: str, expected: str) -> None:
    (root / "p.xml").write_text("<b><s id='one'><title>T</title><para>1</para></s><s id='two'>2<q>x</q></s></b>")
    tree, codes = load(root, f'<a {XI}><xi:include href="p.xml" xpointer="{pointer}"/></a>')
    assert (tree.root.text(), codes) == (expected, [])


@pytest.mark.parametrize("pointer", ["nothing", "xpointer(document('/etc/passwd'))", "range(", "xpointer(//a[b=c])"])
def test_an_xpointer_that_is_not_understood_is_reported(root: Path, pointer: str) -> None:
    assert load(root, f'<a {XI}><xi:include href="in.xml" xpointer="{pointer}"/></a>')[1] == ["DB110"]


def test_profiling_drops_what_is_not_selected(root: Path) -> None:
    text = "<a>1<b condition='x;y'>2</b><b condition='z'>3</b>4</a>"
    assert load(root, text, conditions={"condition": frozenset({"y"})})[0].root.text() == "124"


def test_names_lose_docbooks_prefix_and_keep_xlinks(root: Path) -> None:
    names = "xmlns:d='http://docbook.org/ns/docbook' xmlns:l='http://www.w3.org/1999/xlink'"
    text = f"<d:a {names} l:href='h' xml:id='i'><m xmlns='u'/></d:a>"
    tree, _ = load(root, text)
    assert (tree.root.tag, tree.root.attrib) == ("a", {"xlink:href": "h", "xml:id": "i"})
    assert next(tree.root.elements()).tag == "{u}m"


def test_a_document_cut_at_any_byte_is_an_error_and_nothing_else(tmp_path: Path) -> None:
    text = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x '<b/>'>]><a c='d'>&x;<![CDATA[e]]><!-- f --></a>"
    for end in range(len(text)):
        assert "DB101" in broken(tmp_path, text[:end])


def test_nothing_outside_the_root_is_opened(root: Path) -> None:
    events: list[str] = []
    active = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if active and event == "open" and not isinstance(arguments[0], int) and not str(arguments[0]).startswith(str(root)):
            events.append(str(arguments[0]))
        if active and (event.startswith("socket") or event == "subprocess.Popen"):
            events.append(event)

    sys.addaudithook(watch)
    for target in [*OUTSIDE, "in.xml"]:
        load(
            root, f"<!DOCTYPE a SYSTEM '{target}' [<!ENTITY x SYSTEM '{target}'>]><a {XI}>&x;<xi:include href='{target}'/></a>"
        )
    active = False
    assert events == []


def test_a_local_dtd_with_an_entity_file_is_read(root: Path) -> None:
    (root / "my.dtd").write_text("<!ENTITY % e SYSTEM 'e.ent'>%e;<!ENTITY y 'Y'>")
    (root / "e.ent").write_text("<!ENTITY x 'X'>")
    tree, codes = load(root, "<!DOCTYPE a SYSTEM 'my.dtd'><a>&x;&y;&copy;</a>")
    assert (tree.root.text(), codes) == ("XY\xa9", [])
    assert [Path(name).name for name in tree.dependencies] == ["e.ent", "my.dtd"]
