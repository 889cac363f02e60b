"""DOCTYPEs: attribute defaults, entity files with a prolog of their own, and places beside declarations that were put in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docbook2rst.source.loading import broken, load, located

from docbook2rst.source.doctype import Prolog, without_prolog

DEFAULTS = [
    ("an undefined entity", "<!DOCTYPE a [\n<!ATTLIST a b CDATA 'x&no;y'>]><a/>", "x&no;y", [("DB103", "top.xml:2:23")]),
    ("one under a DTD", "<!DOCTYPE a SYSTEM 'docbookx.dtd' [<!ATTLIST a b CDATA '&no;'>]><a/>",
     "&no;", [("DB103", "top.xml:1:57")]),
    ("two", "<!DOCTYPE a [<!ATTLIST a b CDATA '&no;' c CDATA '&non;'>]><a/>",
     "&no;", [("DB103", "top.xml:1:35"), ("DB103", "top.xml:1:50")]),
    ("a named character", "<!DOCTYPE a [<!ATTLIST a b CDATA '&copy;'>]><a/>", "\xa9", []),
    ("one declared before", "<!DOCTYPE a [<!ENTITY v 'w'><!ATTLIST a b CDATA '&v;'>]><a/>", "w", []),
    ("one declared after", "<!DOCTYPE a [<!ATTLIST a b CDATA '&v;'><!ENTITY v 'w\nz'>]><a/>", "w z", []),
    ("a fixed one", "<!DOCTYPE a [<!ATTLIST a b CDATA #FIXED '&no;'>]><a/>", "&no;", [("DB103", "top.xml:1:42")]),
    ("an empty one", "<!DOCTYPE a [<!ATTLIST a b CDATA ''>]><a/>", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "problems"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS])
def test_an_entity_in_an_attribute_default_is_never_lost(
    tmp_path: Path, text: str, expected: str, problems: list[tuple[str, str]]
) -> None:
    tree, found = located(tmp_path, text)
    assert (tree.root.get("b"), found) == (expected, problems)


def test_an_undefined_entity_in_a_default_of_an_entity_file_is_located_there(tmp_path: Path) -> None:
    (tmp_path / "e.ent").write_text("\n<!ATTLIST a b CDATA '&no;'>")
    tree, found = located(tmp_path, "<!DOCTYPE a [<!ENTITY % e SYSTEM 'e.ent'>%e;]><a/>")
    assert (tree.root.attrib, found) == ({"b": "&no;"}, [("DB103", "e.ent:2:22")])


SUBSETS = [
    ("the internal subset", "<!ATTLIST b c CDATA 'd'>"),
    ("a fixed one", "<!ATTLIST b c CDATA #FIXED 'd'>"),
    ("a parameter entity's file", "<!ENTITY % p SYSTEM 'p.ent'> %p;"),
    ("a parameter entity's text", "<!ENTITY % p '<!ATTLIST b c CDATA &#34;d&#34;>'> %p;"),
    ("the first declaration", "<!ATTLIST b c CDATA 'd'> <!ATTLIST b c CDATA 'e'>"),
    ("one of several attributes", "<!ATTLIST b x CDATA #IMPLIED c CDATA 'd'>"),
]
DOCTYPES = [
    "<!DOCTYPE a [{}]>",
    "<!DOCTYPE a PUBLIC '-//OASIS//DTD DocBook XML V4.5//EN' 'http://www.oasis-open.org/docbook/xml/4.5/docbookx.dtd' [{}]>",
    "<!DOCTYPE a SYSTEM 'missing.dtd' [{}]>",
]


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("subset", [row[1] for row in SUBSETS], ids=[row[0] for row in SUBSETS])
def test_an_attribute_has_its_declared_default_unless_it_is_written(tmp_path: Path, subset: str, doctype: str) -> None:
    (tmp_path / "p.ent").write_text("<!ATTLIST b c CDATA 'd'>")
    tree, _ = load(tmp_path, f"{doctype.format(subset)}<a><b/><b c='own'/></a>")
    assert [child.get("c") for child in tree.root.elements()] == ["d", "own"]


def test_the_defaults_of_docbook_5_in_a_subset_make_the_document_docbook_5(tmp_path: Path) -> None:
    subset = """<!ATTLIST a xmlns CDATA #FIXED 'http://docbook.org/ns/docbook' xmlns:xl CDATA #FIXED 'http://www.w3.org/1999/xlink'>
        <!ATTLIST b xl:href CDATA 'u'>"""
    tree, codes = load(tmp_path, f"<!DOCTYPE a [{subset}]><a><b/></a>")
    assert (tree.root.tag, [child.attrib for child in tree.root.elements()], codes) == ("a", [{"xlink:href": "u"}], [])


PROLOGS = [
    ("a DOCTYPE", "<!DOCTYPE b>\n<b>t</b>", 2, 1),
    ("a public DOCTYPE over two lines", "<!DOCTYPE b PUBLIC '-//X//Y'\n 'http://h/x.dtd'\n><b>t</b>", 3, 2),
    ("a subset with brackets in literals", "<!DOCTYPE b [<!ENTITY q ']>\xe9'><!-- ]> -->\n]\n>\n<b>t</b>", 4, 1),
    ("an XML declaration before it", "<?xml version='1.0'?>\n<!-- c -->\n<!DOCTYPE b>\n<b>t</b>", 4, 1),
]


@pytest.mark.parametrize(("text", "line", "column"), [row[1:] for row in PROLOGS], ids=[row[0] for row in PROLOGS])
def test_an_entity_file_is_read_without_its_own_doctype(tmp_path: Path, text: str, line: int, column: int) -> None:
    (tmp_path / "f.xml").write_text(text)
    tree, codes = load(tmp_path, "<!DOCTYPE a [<!ENTITY f SYSTEM 'f.xml'>]><a>&f;</a>")
    inner = tree.root.find("b")
    assert inner is not None
    assert (inner.text(), inner.line, codes) == ("t", line, ["DB114"])
    assert abs(inner.column - column) <= 1


@pytest.mark.parametrize(
    "head", ["<?xml version='1.0'?>", "\n<?xml version='1.0' encoding='utf-8'?>", "<?xml version='1.0' standalone='yes'?>"]
)
def test_an_entity_file_may_begin_as_a_document_does(tmp_path: Path, head: str) -> None:
    (tmp_path / "f.xml").write_text(f"{head}<b/>")
    tree, codes = load(tmp_path, "<!DOCTYPE a [<!ENTITY f SYSTEM 'f.xml'>]><a>&f;</a>")
    assert ([element.tag for element in tree.root.iter()], codes) == (["a", "b"], [])


@pytest.mark.parametrize("text", ["<!DOCTYPE b", "<!DOCTYPE b [", "<!DOCTYPE b ['", "<!DOCTYPE b [] x", "text", "", "<b/>"])
def test_what_has_no_whole_doctype_stays(text: str) -> None:
    assert without_prolog(text.encode()) == (text.encode(), None)


def test_undefined_entities_of_an_entity_file_are_located_in_it(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text("<!DOCTYPE b [<!ENTITY no 'x'>]>\n<b>&no;</b>")
    tree, found = located(tmp_path, "<!DOCTYPE a [<!ENTITY f SYSTEM 'f.xml'>]><a>&f;</a>")
    assert tree.root.text().strip() == "&no;"
    assert found == [("DB103", "f.xml:2:4"), ("DB114", "f.xml:1:1")]


def test_declarations_that_are_put_in_move_no_problem(tmp_path: Path) -> None:
    text = "<!DOCTYPE a [<!ENTITY x SYSTEM 'no.xml'> %p;]><a>&no;&x;<b></c></a>"
    expected = text.index("</c>") + 3
    assert f"top.xml:1:{expected}: " in broken(tmp_path, text, entities={"v": "w" * 50})
    _, found = located(tmp_path, text.replace("</c>", "</b>"), entities={"v": "w" * 50})
    place = {code: int(position.rpartition(":")[2]) for code, position in found}
    assert place == {"DB112": text.index("%p;") + 1, "DB103": text.index("&no;") + 1, "DB106": text.index("&x;") + 1}


def test_a_prolog_gives_the_original_back() -> None:
    data = b"<!DOCTYPE a []><a/>"
    prolog = Prolog.of(data, b"<!ENTITY v 'w'>")
    assert (prolog.original, prolog.data != data) == (data, True)


def test_a_changed_entity_file_is_read_anew(tmp_path: Path) -> None:
    text = "<!DOCTYPE a [<!ENTITY % e SYSTEM 'e.ent'>%e;]><a>&x;</a>"
    for value in ("one", "two", "one"):
        (tmp_path / "e.ent").write_text(f"<!ENTITY x '{value}'>")
        tree, codes = load(tmp_path, text)
        assert (tree.root.text(), codes) == (value, [])


def test_an_earlier_declaration_wins_over_an_entity_file_that_was_read_before(tmp_path: Path) -> None:
    (tmp_path / "e.ent").write_text("<!ENTITY x 'file'>")
    for own, expected in (("", "file"), ("<!ENTITY x 'own'>", "own"), ("", "file")):
        tree, _ = load(tmp_path, f"<!DOCTYPE a [{own}<!ENTITY % e SYSTEM 'e.ent'>%e;]><a>&x;</a>")
        assert tree.root.text() == expected


def test_a_circle_through_an_entity_file_that_was_read_before_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.ent").write_text("<!ENTITY x '&y;'><!ENTITY y '&x;'>")
    text = "<!DOCTYPE a [<!ENTITY % e SYSTEM 'e.ent'>%e;]><a>&x;</a>"
    first = broken(tmp_path, text)
    assert "DB107" in first
    assert broken(tmp_path, text) == first
