"""DocBook read by Sphinx: tiny projects, built as a user builds them."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.inventory import InventoryFile

from docbook2rst.convert import convert
from docbook2rst.sphinx_ext.ids import DocBookIds

INDEX = """
Start
=====

.. toctree::
   :glob:

   *
"""


def book(body: str, *, attributes: str = "", prolog: str = "") -> str:
    return f"{prolog}<book {attributes}><title>The book</title>{body}</book>"


def chapter(identifier: str, body: str, title: str = "A chapter") -> str:
    return f'<chapter id="{identifier}"><title>{title}</title>{body}</chapter>'


@dataclass
class Project:
    """A folder that Sphinx builds."""

    folder: Path
    ids: DocBookIds | None = None
    read: tuple[str, ...] = ()
    warnings: str = ""

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.folder / "src" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(self, *, jobs: int = 1, **settings: object) -> Project:
        stream = io.StringIO()
        source, out = self.folder / "src", self.folder / "out"
        overrides = {
            "extensions": ["docbook2rst.sphinx_ext"],
            "html_theme": "basic",
            "nitpicky": True,
            "docbook2rst_root": str(source),
            **settings,
        }
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(source, None, out, self.folder / "trees", "html", overrides, None, stream, parallel=jobs)
            app.build()
        domain = app.env.domains[DocBookIds.name]
        assert isinstance(domain, DocBookIds)
        self.ids, self.read, self.warnings = domain, domain.reading, re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
        return self

    def html(self, docname: str) -> str:
        return (self.folder / "out" / f"{docname}.html").read_text(encoding="utf-8")

    def labels(self) -> dict[str, str]:
        with (self.folder / "out" / "objects.inv").open("rb") as file:
            inventory = InventoryFile.load(file, "", lambda base, path: base + path)
        return {name: item.uri for name, item in inventory["std:label"].items()}


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    def make(files: Mapping[str, str | bytes], *, index: str = INDEX) -> Project:
        made = Project(tmp_path)
        made.write({"index.rst": index, **files})
        return made

    return make


def test_a_docbook_file_becomes_a_page_with_literal_ids(project: Callable[..., Project]) -> None:
    built = project({"acc.xml": book(chapter("acc.p.Log_Flag", "<para>Some words.</para>"))}).build()
    assert built.warnings == ""
    assert 'id="acc.p.Log_Flag"' in built.html("acc")
    assert "Some words." in built.html("acc")


def test_bytes_that_are_not_utf8_are_read_by_their_declaration(project: Callable[..., Project]) -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + book(chapter("a", "<para>Mih\u00e1ly</para>"))
    built = project({"acc.xml": text.encode("iso-8859-1")}).build()
    assert built.warnings == ""
    assert "Mih\u00e1ly" in built.html("acc")


def test_utf16_is_read(project: Callable[..., Project]) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + book(chapter("a", "<para>Mih\u00e1ly</para>"))
    built = project({"acc.xml": text.encode("utf-16")}).build()
    assert "Mih\u00e1ly" in built.html("acc")


def test_rest_in_another_encoding_still_fails(project: Callable[..., Project]) -> None:
    with pytest.raises(UnicodeDecodeError):
        project({"odd.rst": b"Mih\xe1ly\n======\n"}).build()


def test_reference_inside_the_document_wins_over_the_same_id_elsewhere(project: Callable[..., Project]) -> None:
    files = {f"{name}.xml": book(chapter("overview", '<para><xref linkend="overview"/></para>')) for name in ("a", "b")}
    built = project(files).build()
    assert built.warnings == ""
    for name in ("a", "b"):
        assert 'href="#overview"' in built.html(name)


def test_reference_to_another_document_finds_an_id_that_one_document_has(project: Callable[..., Project]) -> None:
    built = project(
        {
            "a.xml": book(chapter("here", '<para><xref linkend="there"/></para>')),
            "b.xml": book(chapter("there", "<para>x</para>", title="The place")),
        }
    ).build()
    assert built.warnings == ""
    assert re.search(r'<a class="[^"]*" href="b.html#there">(<[^>]*>)*The place', built.html("a"))


OLINKS = [
    ('<olink targetdoc="b" targetptr="twice"/>', '<a class="reference internal" href="b.html#twice">', "In b"),
    ('<olink targetdoc="guide" targetptr="twice"/>', '<a class="reference internal" href="b.html#twice">', "In b"),
    ('<olink targetdoc="guide" targetptr="twice">see</olink>', '<a class="reference internal" href="b.html#twice">', "see"),
    ('<olink targetdoc="guide"/>', '<a class="reference internal" href="b.html">', "The book"),
    ('<olink targetptr="once"/>', '<a class="reference internal" href="b.html#once">', "Only here"),
    ('<olink targetdoc="own" targetptr="twice"/>', '<a class="reference internal" href="#twice">', "In a"),
]


@pytest.mark.parametrize(("olink", "link", "text"), OLINKS)
def test_olink_leads_to_the_document_that_it_names(project: Callable[..., Project], olink: str, link: str, text: str) -> None:
    chapters = chapter("twice", "<para>b</para>", "In b") + chapter("once", "<para>c</para>", "Only here")
    sources = {
        "a.xml": book(chapter("twice", f"<para>{olink}</para>", "In a"), attributes='id="own"'),
        "b.xml": book(chapters, attributes='id="guide"'),
    }
    made = project(sources).build()
    assert f"{link}{text}</a>" in re.sub(r"</?span[^>]*>", "", made.html("a"))
    assert not made.warnings


def test_olink_to_nowhere_is_reported_and_kept_as_text(project: Callable[..., Project]) -> None:
    made = project({"a.xml": book(chapter("c", '<para><olink targetdoc="no" targetptr="thing"/></para>'))}).build()
    assert ">thing<" in made.html("a")
    assert made.warnings.count("'no#thing'") == 1


@pytest.mark.parametrize(("olink", "link", "text"), OLINKS[:4])
def test_olink_survives_in_written_rest(
    project: Callable[..., Project], tmp_path: Path, olink: str, link: str, text: str
) -> None:
    chapters = chapter("twice", "<para>b</para>", "In b") + chapter("once", "<para>c</para>", "Only here")
    sources = {
        "a.xml": book(chapter("twice", f"<para>{olink}</para>", "In a"), attributes='id="own"'),
        "b.xml": book(chapters, attributes='id="guide"'),
    }
    written = {}
    for name, source in sources.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
        written[name.replace(".xml", ".rst")] = str(convert(tmp_path / name).text)
    made = project(written).build()
    assert f"{link}{text}</a>" in re.sub(r"</?span[^>]*>", "", made.html("a"))
    assert not made.warnings


def test_olink_is_text_in_a_readme_and_in_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(book(chapter("c", '<para>see <olink targetdoc="b" targetptr="x"/>.</para>')))
    for form in ("readme", "markdown"):
        text = str(convert(tmp_path / "a.xml", form).text)
        assert "see x." in text
        assert "b#x" not in text


def test_undefined_reference_is_said_once_with_file_line_and_code(project: Callable[..., Project]) -> None:
    built = project({"a.xml": book(chapter("here", '<para>\n<xref linkend="nowhere"/></para>'))}).build()
    lines = [line for line in built.warnings.splitlines() if line]
    assert len(lines) == 1
    assert re.search(r"a\.xml:\d+: WARNING: .*nowhere.*\[docbook2rst\.DB301\]$", lines[0])
    assert "nowhere" in built.html("a")


def test_problem_can_be_suppressed_by_its_code(project: Callable[..., Project]) -> None:
    files = {"a.xml": book(chapter("here", '<para><xref linkend="nowhere"/></para>'))}
    assert project(files).build(suppress_warnings=["docbook2rst.DB301"]).warnings == ""


def test_unique_ids_are_labels_and_repeated_ones_are_not(project: Callable[..., Project]) -> None:
    built = project(
        {
            "a.xml": book(chapter("same", "<para>x</para>") + chapter("acc.p.One", "<para>x</para>", title="One")),
            "b.xml": book(chapter("same", "<para>x</para>")),
            "text.rst": "Text\n====\n\n:ref:`acc.p.One`\n",
        }
    ).build()
    assert built.warnings == ""
    assert 'href="a.html#acc.p.One"' in built.html("text")
    assert built.labels()["acc.p.One"] == "a.html#acc.p.One"
    assert "same" not in built.labels()


def test_label_is_taken_back_when_its_id_repeats(project: Callable[..., Project]) -> None:
    made = project({"a.xml": book(chapter("same", "<para>x</para>"))})
    assert "same" in made.build().labels()
    made.write({"b.xml": book(chapter("same", "<para>x</para>"))})
    assert "same" not in made.build().labels()
    assert made.warnings == ""


def test_fragment_and_foreign_xml_are_not_documents(project: Callable[..., Project]) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="a_admin.xml"/>'
    built = project(
        {
            "a.xml": book(include),
            "a_admin.xml": chapter("admin", "<para>Included words.</para>"),
            "pom.xml": "<project><name>x</name></project>",
        }
    ).build()
    assert built.warnings == ""
    assert set(built.read) == {"index", "a"}
    assert "Included words." in built.html("a")


def test_changed_include_rebuilds_its_document_only(project: Callable[..., Project]) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="a_admin.xml"/>'
    made = project(
        {
            "a.xml": book(include),
            "a_admin.xml": chapter("admin", "<para>Old words.</para>"),
            "b.xml": book(chapter("b", "<para>x</para>")),
        }
    )
    made.build()
    assert made.build().read == ()
    fragment = made.folder / "src" / "a_admin.xml"
    fragment.write_text(chapter("admin", "<para>New words.</para>"), encoding="utf-8")
    later = fragment.stat().st_mtime_ns + 5_000_000_000
    os.utime(fragment, ns=(later, later))
    assert made.build().read == ("a",)
    assert "New words." in made.html("a")


def test_changed_text_file_of_a_listing_rebuilds_its_document(project: Callable[..., Project]) -> None:
    listing = '<programlisting><textobject><textdata fileref="code.txt"/></textobject></programlisting>'
    made = project({"a.xml": book(chapter("c", listing)), "b.xml": book(""), "code.txt": "old"}).build()
    assert "old" in made.html("a")
    made.write({"code.txt": "changed text"})
    made.build()
    assert made.read == ("a",)
    assert "changed text" in made.html("a")


def test_parallel_build_gives_the_same_pages(project: Callable[..., Project], tmp_path: Path) -> None:
    files = {
        f"m{number}.xml": book(chapter(f"m{number}.f.go", f'<para><xref linkend="m{(number + 1) % 12}.f.go"/></para>'))
        for number in range(12)
    }
    one = project(files).build()
    two = Project(tmp_path / "two")
    two.write({"index.rst": INDEX, **files})
    two.build(jobs=2)
    assert two.warnings == one.warnings == ""
    for number in range(12):
        assert two.html(f"m{number}") == one.html(f"m{number}")
    assert two.labels() == one.labels()


def test_docnames_by_pattern(project: Callable[..., Project]) -> None:
    index = "Start\n=====\n\n.. toctree::\n\n   modules/acc\n"
    built = project({"src/acc/doc/acc.xml": book(chapter("a", "<para>x</para>"))}, index=index)
    built.build(docbook2rst_docnames=[(r"src/(\w+)/doc/\1", r"modules/\1")])
    assert built.warnings == ""
    assert 'id="a"' in built.html("modules/acc")
    assert built.build(docbook2rst_docnames=[(r"src/(\w+)/doc/\1", r"modules/\1")]).read == ()


def test_two_files_cannot_have_one_page(project: Callable[..., Project]) -> None:
    files = {f"{name}.xml": book(chapter(name, "<para>x</para>")) for name in ("a", "b")}
    built = project(files, index="Start\n=====\n\n.. toctree::\n\n   m\n").build(docbook2rst_docnames=[("[ab]", "m")])
    assert "[docbook2rst.docname]" in built.warnings
    assert 'id="a"' in built.html("m")


def test_quotes_stay_as_typed_in_docbook_only(project: Callable[..., Project]) -> None:
    files = {"a.xml": book(chapter("a", '<para>say "hello" -- now</para>')), "t.rst": 'T\n=\n\nsay "hello"\n'}
    built = project(files).build()
    assert "&quot;hello&quot; -- now" in built.html("a") or '"hello" -- now' in built.html("a")
    assert "\u201chello\u201d" in built.html("t")


def test_file_that_is_not_well_formed_gives_an_error_and_a_page(project: Callable[..., Project]) -> None:
    built = project({"a.xml": "<book><title>x</title>\n<para></book>"}).build()
    assert re.search(r"a\.xml:\d+: ERROR: .*\[docbook2rst\.DB101\]", built.warnings)
    assert "could not be read" in built.html("a")


def test_image_outside_the_root_is_not_copied(project: Callable[..., Project], tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"not for the site")
    figure = "<mediaobject><imageobject><imagedata fileref='../secret.png'/></imageobject></mediaobject>"
    built = project({"a.xml": book(chapter("a", figure))}).build()
    assert "[docbook2rst.DB208]" in built.warnings
    assert not list((tmp_path / "out").rglob("secret.png"))


def test_image_is_copied(project: Callable[..., Project]) -> None:
    figure = "<mediaobject><imageobject><imagedata fileref='img/ua.png'/></imageobject></mediaobject>"
    built = project(
        {"m/a.xml": book(chapter("a", figure)), "m/img/ua.png": b"x"}, index="S\n=\n\n.. toctree::\n\n   m/a\n"
    ).build()
    assert built.warnings == ""
    assert (built.folder / "out" / "_images" / "ua.png").exists()


def test_index_terms_reach_the_index(project: Callable[..., Project]) -> None:
    body = "<para>Text<indexterm><primary>dialog</primary></indexterm> here.</para>"
    built = project({"a.xml": book(chapter("a", body))}).build()
    assert built.warnings == ""
    assert re.search(r'href="a\.html#[^"]+">dialog', built.html("genindex"))


@pytest.mark.parametrize("shown", [False, True])
def test_remarks_setting(project: Callable[..., Project], shown: bool) -> None:
    made = project({"a.xml": book(chapter("a", "<para>x <remark>check this</remark></para>"))})
    assert ("check this" in made.build(docbook2rst_remarks=shown).html("a")) is shown


def test_condition_and_entity_settings(project: Callable[..., Project]) -> None:
    body = '<para condition="pam">with</para><para condition="nopam">without</para><para>&v;</para>'
    built = project({"a.xml": book(chapter("a", body))}).build(
        docbook2rst_conditions={"condition": ["pam"]},
        docbook2rst_entities={"v": "version 7"},
    )
    assert "<p>with</p>" in built.html("a")
    assert "without" not in built.html("a")
    assert "version 7" in built.html("a")


def test_written_rest_is_read_like_its_docbook(project: Callable[..., Project], tmp_path: Path) -> None:
    listing = "<programlisting>\tx = 1;\n</programlisting>"
    text = book(
        chapter("acc.p.Log", f'<para>See <xref linkend="acc.f.go"/>.</para>{listing}')
        + chapter("acc.f.go", "<para>x</para>", "Go")
    )
    path = tmp_path / "acc.xml"
    path.write_text(text, encoding="utf-8")
    direct = project({"acc.xml": text}).build()
    written = Project(tmp_path / "written")
    written.write({"index.rst": INDEX, "acc.rst": convert(path, "rst").text or ""})
    written.build()
    assert written.warnings == direct.warnings == ""
    assert body(written.html("acc")) == body(direct.html("acc"))
    assert written.labels()["acc.p.Log"] == "acc.html#acc.p.Log"


def test_ids_inside_listings_are_anchors(project: Callable[..., Project]) -> None:
    listing = "<screen>ls <co id='c1'/>\nrm <replaceable>x</replaceable></screen>"
    html = project({"a.xml": book(chapter("a", listing))}).build().html("a")
    assert 'id="c1"' in html
    assert "db-replaceable" in html


def body(html: str) -> str:
    return html[html.index('<div class="body"') : html.index('<div class="sphinxsidebar"')]


def test_pages_have_each_id_once(project: Callable[..., Project]) -> None:
    table = "<table id='t'><title>T</title><tgroup cols='1'><tbody><row><entry>x</entry></row></tbody></tgroup></table>"
    html = project({"a.xml": book(chapter("a", table))}).build(html_theme="furo").html("a")
    assert re.findall(r'id="t"', html) == ['id="t"']
