"""SGML made to harm: the bounds of XML hold for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import process_time

import pytest

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError, Tree, read

LAUGHTER = "".join(f"<!ENTITY l{n} '{f'&l{n - 1} ' * 10}'>" for n in range(1, 10))
PARAMETERS = "".join(f"<!ENTITY % p{n} '{f'&#37;p{n - 1};' * 10}'>" for n in range(1, 10))
LINKS = "".join(f"<!ENTITY e{n} '&e{n - 1};'>" for n in range(1, 2001))


def load(folder: Path, text: str, name: str = "top.sgml", **options: int) -> tuple[Tree, list[str]]:
    problems = Problems()
    tree = read(folder / name, Options(root=folder, **options), problems, data=text.encode())  # type: ignore[arg-type]
    return tree, [problem.code for problem in problems]


REFUSED = [
    ("X1 billion laughs", f"<!DOCTYPE para [<!ENTITY l0 'lol'>{LAUGHTER}]><para>&l9;</para>", "too large"),
    ("X1 in a value", f"<!DOCTYPE para [<!ENTITY l0 'lol'>{LAUGHTER}]><para role='&l9;'>x</para>", "too large"),
    ("X1 of nothing", f"<!DOCTYPE para [<!ENTITY l0 ''>{LAUGHTER}]><para>&l9;</para>", "too large"),
    ("X2 quadratic blow-up", f"<!DOCTYPE para [<!ENTITY b '{'x' * 100_000}'>]><para>{'&b;' * 20_000}</para>", "too large"),
    ("X3 parameter entities", f"<!DOCTYPE para [<!ENTITY % p0 '<!-- x -->'>{PARAMETERS}%p9;]><para>x</para>", "too large"),
    ("X3 in a literal", f"<!DOCTYPE para [<!ENTITY % p0 'x'>{PARAMETERS}<!ENTITY a '%p9;'>]><para>&a;</para>", "too large"),
    (
        "X3 in a declaration",
        f"<!DOCTYPE para [<!ENTITY % p0 'x'>{PARAMETERS}<!ENTITY a %p9; 'b'>]><para>&a;</para>",
        "too large",
    ),
    ("entity chain", f"<!DOCTYPE para [<!ENTITY e0 'x'>{LINKS}]><para>&e2000;</para>", "too large"),
    ("X4 entity circle", "<!DOCTYPE para [<!ENTITY a '&b;'><!ENTITY b '<emphasis>&a;'>]><para>&a;</para>", "a -> b -> a"),
    ("X4 file that names itself", "<!DOCTYPE para [<!ENTITY a SYSTEM 'self.sgml'>]><para>&a;</para>", "a -> a"),
    ("X17 deep nesting", "<section>" * 200_000, "the nesting of elements is too large"),
    ("X21 NUL", "<para>\n \0</para>", "2:2: error: not well formed: the character U+0000"),
    ("X29 empty", "", "there is no element"),
    ("X29 only a DOCTYPE", "<!DOCTYPE para>", "there is no element"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_document_made_to_harm_is_refused_soon(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "self.sgml").write_text("x &a;")
    start = process_time()
    with pytest.raises(SourceError, match=expected.replace("+", r"\+")):
        load(tmp_path, text)
    assert process_time() - start < 10


def test_x3_attribute_defaults_are_counted_for_every_element(tmp_path: Path) -> None:
    text = f"<!DOCTYPE para [<!ATTLIST emphasis role CDATA '{'x' * 10_000}'>]><para>{'<emphasis/x/' * 1_000}</para>"
    with pytest.raises(SourceError, match="too large"):
        load(tmp_path, text, max_bytes=1_000_000)


OUTSIDE = [
    "file:///etc/passwd",
    "/etc/passwd",
    "../secret.sgml",
    "link.sgml",
    "//host/x",
    "\\\\host\\x",
    "data:,x",
    "http://h/x",
    "fifo",
    ".",
]
USES = [
    "<!DOCTYPE para [<!ENTITY x SYSTEM '%s'>]><para>1&x;2</para>",
    "<!DOCTYPE para [<!ENTITY x SYSTEM '%s' CDATA>]><para>1&x;2</para>",
    "<!DOCTYPE para [<!ENTITY %% x SYSTEM '%s'>%%x;]><para>12</para>",
    "<!DOCTYPE para SYSTEM '%s'><para>12</para>",
    "<para xmlns:xi='http://www.w3.org/2001/XInclude'>1<xi:include href='%s'/>2</para>",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (tmp_path / "secret.sgml").write_text("<para>SECRET</para>")
    (folder / "link.sgml").symlink_to(tmp_path / "secret.sgml")
    (folder / "in.sgml").write_text("inside")
    (folder / "part.sgml").write_text("<para>included</>")
    os.mkfifo(folder / "fifo")
    return folder


@pytest.mark.parametrize("target", OUTSIDE)
def test_files_outside_the_root_are_refused(root: Path, target: str) -> None:
    for use in USES:
        tree, codes = load(root, use % target)
        assert (tree.root.text(), [code for code in codes if code != "DB119"]) == ("12", ["DB105"])


def test_a_catalog_leads_nowhere_outside_the_root(root: Path) -> None:
    (root / "catalog").write_text(
        'PUBLIC "x" "../secret.sgml"\nCATALOG "../catalog"\nCATALOG "catalog"\nBASE "/etc/"\nENTITY y "passwd"'
    )
    (root.parent / "catalog").write_text('PUBLIC "z" "in.sgml"')
    tree, codes = load(
        root, "<!DOCTYPE para [<!ENTITY x PUBLIC 'x'><!ENTITY y SYSTEM><!ENTITY z PUBLIC 'z'>]><para>1&x;&y;&z;2</para>"
    )
    assert (tree.root.text(), codes) == ("12", ["DB105", "DB105", "DB111"])


def test_nothing_outside_the_root_is_opened(root: Path) -> None:
    events: list[str] = []
    active = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if active and event == "open" and not isinstance(arguments[0], int) and not str(arguments[0]).startswith(str(root)):
            events.append(str(arguments[0]))
        if active and (event.startswith("socket") or event == "subprocess.Popen"):
            events.append(event)

    load(root, "<para>x</para>")  # whatever is loaded late is loaded now
    sys.addaudithook(watch)
    for target in OUTSIDE:
        for use in USES:
            load(root, use % target)
    active = False
    assert events == []


def test_files_are_dependencies(root: Path) -> None:
    (root / "catalog").write_text('PUBLIC "x" "in.sgml"')
    tree, codes = load(root, "<!DOCTYPE para [<!ENTITY x PUBLIC 'x'>]><para>&x;</para>")
    assert (tree.root.text(), codes) == ("inside", [])
    assert tree.dependencies == (str(root / "catalog"), str(root / "in.sgml"))


def test_an_include_of_sgml_is_read_as_sgml(root: Path) -> None:
    text = "<article xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='part.sgml'/></article>"
    tree, codes = load(root, text, "top.xml")
    assert (tree.root.text(), codes) == ("included", [])


def test_a_document_is_bounded_by_max_bytes(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="at most 1000"):
        load(tmp_path, f"<para>{'x' * 1_000}</para>", max_bytes=1_000)


def test_options_entities_win(tmp_path: Path) -> None:
    problems = Problems()
    options = Options(root=tmp_path, entities={"v": "<emphasis>AT&T</emphasis>"})
    data = b"<!DOCTYPE para [<!ENTITY v 'old'>]><para>&v</para>"
    tree = read(tmp_path / "t.sgml", options, problems, data=data)
    assert ([element.tag for element in tree.root.elements()], tree.root.text(), list(problems)) == (["emphasis"], "AT&T", [])


ENCODINGS = [
    ("UTF-8", "<para>é\u2013</para>".encode(), "é\u2013", []),
    ("ISO-8859-1, which is SGML's own", "<para>é</para>".encode("latin-1"), "é", []),
    ("windows-1252", "<para>é\u2013</para>".encode("cp1252"), "é\u2013", ["DB104"]),
    ("declared", "<?xml version='1.0' encoding='ISO-8859-2'?><para>ł</para>".encode("iso-8859-2"), "ł", []),
    ("a mark", "<para>é</para>".encode("utf-8-sig"), "é", []),
    ("UTF-16", "<para>é</para>".encode("utf-16"), "é", []),
    ("line ends of all kinds", b"<para>a\r\nb\rc\nd</para>", "a\nb\nc\nd", []),
    ("a control character", b"<para>a\x0cb</para>", "a\ufffdb", ["DB113"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected", "codes"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS])
def test_text_in_any_encoding(tmp_path: Path, data: bytes, expected: str, codes: list[str]) -> None:
    problems = Problems()
    tree = read(tmp_path / "t.sgml", Options(root=tmp_path), problems, data=data)
    assert (tree.root.text(), [problem.code for problem in problems]) == (expected, codes)
