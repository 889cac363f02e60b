"""SGML goes wherever XML goes: found in folders, converted by the command, a source of Sphinx, a module's README, a site."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.docbook2rst.test_sphinx_ext import INDEX, Project

from docbook2rst.cli.app import docbook2rst
from docbook2rst.discover import discover

BOOK = """<!DOCTYPE Book PUBLIC "-//OASIS//DTD DocBook V4.2//EN" [
<!ENTITY user SYSTEM "tm_user.sgml">
<!ENTITY % words SYSTEM "words.sgml">
%words;
]>
<book id="TM.Book"><title>The &module; book
<chapter id=First><title>First<para>See <xref linkend=last> and &module;.
&user;
</book>
"""
USER = '<chapter id="Last"><title>Last</title><para>The text with <emphasis>all</> words.</para></chapter>\n'
WORDS = '<!ENTITY module "tm">\n'


@pytest.fixture
def module(tmp_path: Path) -> Path:
    folder = tmp_path / "src" / "modules" / "tm" / "doc"
    folder.mkdir(parents=True)
    for name, text in {"tm.sgml": BOOK, "tm_user.sgml": USER, "words.sgml": WORDS}.items():
        (folder / name).write_text(text)
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(docbook2rst, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_a_folder_of_sgml_has_one_document(module: Path) -> None:
    assert [document.path.name for document in discover([module]).documents] == ["tm.sgml"]


def test_convert_reads_sgml(module: Path) -> None:
    code, output = run("convert", "--root", module, module / "tm.sgml")
    assert (code, "The text with *all* words." in output, ".. _TM.Book:" in output) == (0, True, True)


def test_a_modules_readme_is_made_of_sgml(module: Path) -> None:
    code, _ = run("convert", "--to", "readme", "--beside", "--root", module, module / "tm.sgml")
    readme = (module.parent / "README").read_text()
    assert (code, "The text with all words." in readme, "The tm book" in readme) == (0, True, True)


def test_a_site_is_made_of_sgml(module: Path, tmp_path: Path) -> None:
    code, _ = run("site", "--root", module, module, "-o", tmp_path / "site", "-q", "-j", 1)
    pages = " ".join(page.read_text() for page in (tmp_path / "site").rglob("*.html"))
    assert code == 0
    assert 'id="Last"' in pages
    assert 'href="#Last"' in pages


@pytest.mark.usefixtures("module")
def test_sgml_is_a_source_of_sphinx(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write({"index.rst": INDEX.replace("*", "modules/*/doc/*")})
    project.build()
    assert (project.warnings, project.read) == ("", ("index", "modules/tm/doc/tm"))
    assert 'href="#Last"' in (tmp_path / "out" / "modules" / "tm" / "doc" / "tm.html").read_text()


def test_problems_of_sgml_are_explained_with_their_place(module: Path) -> None:
    (module / "tm_user.sgml").write_text("<chapter><title>T</title>\n<para>type <cr></para></chapter>")
    _, output = run("check", "--root", module, module / "tm.sgml")
    assert "tm_user.sgml:2:12: warning: <cr> is not a DocBook element" in output
