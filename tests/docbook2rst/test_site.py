"""A site from a folder of DocBook."""

from __future__ import annotations

import ast
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbook2rst.discover import Document
from docbook2rst.options import Options
from docbook2rst.output import OutputError
from docbook2rst.pages import Split
from docbook2rst.site import Site, build
from docbook2rst.site.docnames import docnames
from docbook2rst.site.sources import Configuration, conf_py

INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"/>'


def module(folder: Path, name: str, text: str = "Some words.") -> None:
    doc = folder / name / "doc"
    doc.mkdir(parents=True)
    admin = f'<chapter id="{name}.admin"><title>Admin</title><para>{text} <xref linkend="{name}.admin"/></para></chapter>'
    (doc / f"{name}_admin.xml").write_text(admin, encoding="utf-8")
    (doc / f"{name}.xml").write_text(
        f"<book><title>{name} module</title>{INCLUDE.format(f'{name}_admin.xml')}</book>", encoding="utf-8"
    )


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    folder = tmp_path / "modules"
    for name in ("acc", "tm"):
        module(folder, name)
    return folder


def make(source: Path, out: Path, **settings: object) -> tuple[Site, str]:
    stream = io.StringIO()
    site = build([source], out, jobs=1, stream=stream, **settings)  # type: ignore[arg-type]
    return site, stream.getvalue()


def test_each_module_is_a_page_with_a_short_address(modules: Path, tmp_path: Path) -> None:
    site, said = make(modules, tmp_path / "out")
    assert said == ""
    assert not site.failed
    assert "Some words." in (tmp_path / "out" / "acc.html").read_text(encoding="utf-8")
    assert 'href="acc.html"' in site.index.read_text(encoding="utf-8")


def test_report_lists_documents_pages_and_counts(modules: Path, tmp_path: Path) -> None:
    site, _ = make(modules, tmp_path / "out")
    report = json.loads(site.report.read_text(encoding="utf-8"))
    assert [document["pages"] for document in report["documents"]] == [["acc.html"], ["tm.html"]]
    assert report["documents"][0]["source"] == "../modules/acc/doc/acc.xml"
    assert report["documents"][0]["counts"]["words"] > 0
    assert report["documents"][0]["problems"] == []


def test_problems_come_back_and_are_not_printed(tmp_path: Path) -> None:
    module(tmp_path / "m", "acc", '<xref linkend="nowhere"/>')
    site, said = make(tmp_path / "m", tmp_path / "out")
    assert said == ""
    assert [problem.code for problem in site.problems] == ["DB301"]
    again, _ = make(tmp_path / "m", tmp_path / "out")
    assert again.problems == site.problems


def test_second_build_reads_nothing_and_a_changed_include_one_document(modules: Path, tmp_path: Path) -> None:
    make(modules, tmp_path / "out")
    assert make(modules, tmp_path / "out")[0].written == 0
    fragment = modules / "tm" / "doc" / "tm_admin.xml"
    fragment.write_text(fragment.read_text(encoding="utf-8").replace("Some", "New"), encoding="utf-8")
    later = fragment.stat().st_mtime_ns + 5_000_000_000
    os.utime(fragment, ns=(later, later))
    assert make(modules, tmp_path / "out")[0].written == 1
    assert "New words." in (tmp_path / "out" / "tm.html").read_text(encoding="utf-8")


def test_page_of_a_removed_document_goes(modules: Path, tmp_path: Path) -> None:
    make(modules, tmp_path / "out")
    for path in (modules / "tm" / "doc").iterdir():
        path.unlink()
    site, said = make(modules, tmp_path / "out")
    assert said == ""
    assert not (tmp_path / "out" / "tm.html").exists()
    assert "tm.html" not in site.index.read_text(encoding="utf-8")


def test_folder_that_is_not_a_site_is_left_alone(modules: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="DB401"):
        make(modules, out)
    assert (out / "index.html").read_text(encoding="utf-8") == "mine"
    assert not make(modules, out, force=True)[0].failed


def test_chapters_become_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    chapters = "".join(
        f'<chapter id="c{number}"><title>Chapter {number}</title><para><xref linkend="c{3 - number}"/></para></chapter>'
        for number in (1, 2)
    )
    (tmp_path / "b.xml").write_text(f"<book><title>Book</title>{chapters}</book>", encoding="utf-8")
    site, said = make(tmp_path / "b.xml", tmp_path / "out", split=Split.CHAPTER)
    assert said == ""
    assert [page.relative_to(tmp_path / "out").as_posix() for page in site.entries[0].pages] == [
        "b.html",
        "b/c1.html",
        "b/c2.html",
    ]
    assert 'href="c2.html#c2"' in (tmp_path / "out" / "b" / "c1.html").read_text(encoding="utf-8")
    assert 'href="b/c1.html"' in (tmp_path / "out" / "b.html").read_text(encoding="utf-8")
    assert make(tmp_path / "b.xml", tmp_path / "out", split=Split.CHAPTER)[0].written == 0


def test_folders_have_index_pages(modules: Path, tmp_path: Path) -> None:
    (modules / "guide.xml").write_text("<article><title>Guide</title><para>x</para></article>", encoding="utf-8")
    module(modules / "more", "rr")
    site, said = make(modules, tmp_path / "out")
    assert said == ""
    index = site.index.read_text(encoding="utf-8")
    assert 'href="guide.html"' in index
    assert 'href="more/index.html"' in index
    assert 'href="rr.html"' in (tmp_path / "out" / "more" / "index.html").read_text(encoding="utf-8")


def test_nothing_found_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    site, _ = make(tmp_path / "empty", tmp_path / "out")
    assert site.barren == (tmp_path / "empty",)


@pytest.mark.parametrize(
    ("place", "docname"),
    [
        ("acc/doc/acc.xml", "acc"),
        ("acc/doc/acc_radius.xml", "acc/acc_radius"),
        ("src/modules/tm/doc/tm.xml", "src/modules/tm"),
        ("index.xml", "index-2"),
        ("_static/x.xml", "x_static/x"),
        ("../../etc/passwd.xml", "document/document/etc/passwd"),
    ],
)
def test_docname(place: str, docname: str) -> None:
    document = Document(Path(place), place)
    assert docnames([document]) == {document: docname}


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40), max_size=6, unique=True)
)
def test_docnames_stay_inside_and_never_meet(places: list[str]) -> None:
    documents = [Document(Path(place), place) for place in places]
    names = docnames(documents)
    assert len({name.casefold() for name in names.values()}) == len(set(documents))
    for name in names.values():
        parts = name.split("/")
        assert all(part and part not in {".", ".."} for part in parts)


NAMES = ("../x", "/abs", "con", "a/b", "y" * 300, "Same", "same", "index", "genindex", "search", "_static", ".hidden", "é", "-")


def test_x44_no_id_or_title_leads_a_page_out_of_the_site_or_onto_another(tmp_path: Path) -> None:
    chapters = "".join(f'<chapter id="{name}"><title>{name}</title><para>words of {name}</para></chapter>' for name in NAMES)
    nameless = "".join(f"<chapter><title>{title}</title><para>no id</para></chapter>" for title in ("", "../../t", "NUL"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.xml").write_text(f"<book><title>B</title>{chapters}{nameless}</book>", encoding="utf-8")
    site, said = make(tmp_path / "in", tmp_path / "out", split=Split.CHAPTER)
    assert said == ""
    pages = site.entries[0].pages
    assert len({str(page).casefold() for page in pages}) == len(NAMES) + 3 + 1
    assert all(page.is_file() and page.resolve().is_relative_to(tmp_path / "out") for page in pages)
    for name in NAMES:
        assert sum(f"words of {name}<" in page.read_text(encoding="utf-8") for page in pages) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    assert "Search" in (tmp_path / "out" / "search.html").read_text(encoding="utf-8")


def test_x45_the_site_s_folder_may_be_a_link(modules: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    site, said = make(modules, tmp_path / "out")
    assert (said, site.failed) == ("", False)
    assert (tmp_path / "real" / "acc.html").is_file()


def test_x45_a_folder_that_cannot_be_made_is_one_problem(modules: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"DB40[12]"):
        make(modules, tmp_path / "file" / "out")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


HOSTILE = ('\'"""+__import__("os").system("x")#', "a\nb", "back\\slash\\", "\u2028", "{}%s")


@pytest.mark.parametrize("title", HOSTILE)
def test_conf_py_holds_literals_only(title: str) -> None:
    options = Options(root=Path(title.replace("\0", "")), entities={"e": title}, conditions={"c": frozenset({title})})
    text = conf_py(Configuration(title=title, options=options, split=Split.AUTO))
    values = {}
    for statement in ast.parse(text).body:
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.targets[0], ast.Name)
        values[statement.targets[0].id] = ast.literal_eval(statement.value)
    assert values["project"] == title
    assert values["docbook2rst_entities"] == {"e": title}


def test_title_is_only_text(modules: Path, tmp_path: Path) -> None:
    site, said = make(modules, tmp_path / "out", title="`x <y>`_ **b** |s| :ref:`z`\n====")
    assert said == ""
    assert "`x &lt;y&gt;`_ **b** |s|" in site.index.read_text(encoding="utf-8")


def test_page_loads_nothing_from_the_network(modules: Path, tmp_path: Path) -> None:
    make(modules, tmp_path / "out")
    page = (tmp_path / "out" / "acc.html").read_text(encoding="utf-8")
    assert 'src="http' not in page
    assert 'rel="stylesheet" type="text/css" href="http' not in page
