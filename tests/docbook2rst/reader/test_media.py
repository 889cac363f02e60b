"""Pictures: the form that a browser shows, files that are there and inside the root, and what stands for the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from tests.docbook2rst.doctrees import shown
from tests.docbook2rst.trees import tree

from docbook2rst import transforms
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader import read


def _becomes(folder: Path, xml: str) -> tuple[nodes.section, list[str]]:
    """The section around `xml` in `folder/doc/top.xml`, and the codes of the problems."""
    problems = Problems()
    source = tree(f'<section id="top"><title>Top</title>{xml}</section>', str(folder / "doc" / "top.xml"))
    document = read(source, Options(root=folder), problems)
    transforms.apply(document, problems)
    section = document[0]
    assert isinstance(section, nodes.section)
    return section, [problem.code for problem in problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "doc" / "img").mkdir(parents=True)
    for name in ("doc/a.png", "doc/a.eps", "doc/img/b.svg", "doc/img/b.gif", "side.png"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path.parent / "outside.png").write_bytes(b"x")
    return tmp_path


def _media(*files: str, extra: str = "") -> str:
    objects = "".join(f'<imageobject><imagedata fileref="{name}"/></imageobject>' for name in files)
    return f"<mediaobject>{objects}{extra}</mediaobject>"


CHOICES = [
    (("a.eps", "a.png"), "a.png"),
    (("img/b.gif", "img/b.svg"), "img/b.svg"),
    (("./a.png",), "a.png"),
    (("../side.png",), "../side.png"),
    (("a",), "a.png"),  # no extension: the first that exists
]


@pytest.mark.parametrize(("files", "uri"), CHOICES)
def test_the_best_picture_is_taken(folder: Path, files: tuple[str, ...], uri: str) -> None:
    section, codes = _becomes(folder, _media(*files))
    assert [image["uri"] for image in section.findall(nodes.image)] == [uri]
    assert codes == []


SHOWN_AS_TEXT = [
    ("gone.png", "[gone.png]", ["DB208"]),
    ("../../outside.png", "[outside.png]", ["DB208"]),
    ("file:///etc/passwd", "[passwd]", ["DB208"]),
    ("data:image/png;base64,AAAA", "[png;base64,AAAA]", ["DB208"]),
    ("http://example.com/x.png", "http://example.com/x.png", []),
]


@pytest.mark.parametrize(("name", "text", "codes"), SHOWN_AS_TEXT)
def test_a_picture_that_cannot_be_shown_is_text(folder: Path, name: str, text: str, codes: list[str]) -> None:
    section, found = _becomes(folder, _media(name))
    assert not list(section.findall(nodes.image))
    assert section.children[1].astext() == text
    assert sorted(set(found)) == codes


def test_its_text_alternative_stands_for_a_missing_picture(folder: Path) -> None:
    section, _ = _becomes(folder, _media("gone.png", extra="<textobject><phrase>a map</phrase></textobject>"))
    assert section.children[1].astext() == "a map"


def test_a_figure_has_its_title_as_caption_and_the_caption_as_legend(folder: Path) -> None:
    xml = "<textobject><phrase>alt</phrase></textobject><caption><para>more</para></caption>"
    section, _ = _becomes(folder, f'<figure id="f"><title>T</title>{_media("a.png", extra=xml)}</figure>')
    assert shown(section.children[1]) == (
        '<figure classes="db-figure" ids="f">\n'
        '  <image alt="alt" uri="a.png">\n'
        "  <caption>\n"
        '    <inline classes="db-label">\n'
        '      "Figure 1. "\n'
        '    "T"\n'
        "  <legend>\n"
        "    <paragraph>\n"
        '      "more"\n'
    )


def test_a_figure_without_a_picture_is_a_container_with_the_title(folder: Path) -> None:
    section, _ = _becomes(folder, f'<figure id="f"><title>T</title>{_media("gone.png")}</figure>')
    node = section.children[1]
    assert isinstance(node, nodes.container)
    assert (node["ids"], node.astext()) == (["f"], "Figure 1. T\n\n[gone.png]")


def test_size_and_alignment(folder: Path) -> None:
    data = '<imagedata fileref="a.png" width="50%" contentdepth="2pi" align="center"/>'
    section, _ = _becomes(folder, f"<mediaobject><imageobject>{data}</imageobject></mediaobject>")
    image = section.children[1]
    assert isinstance(image, nodes.image)
    assert (image["width"], image["height"], image["align"]) == ("50%", "2pc", "center")
    section, _ = _becomes(folder, '<para>x <inlinegraphic fileref="a.png" scale="40" align="left"/></para>')
    image = next(iter(section.findall(nodes.image)))
    assert (image["scale"], "align" in image) == (40, False)


def test_film_and_sound_are_named(folder: Path) -> None:
    xml = '<videoobject><videodata fileref="v.mp4"/></videoobject><textobject><para>story</para></textobject>'
    section, codes = _becomes(folder, f"<mediaobject>{xml}</mediaobject>")
    assert section.children[1].astext() == "v.mp4\n\nstory"
    assert codes == ["DB202"]


def test_a_picture_is_found_beside_the_file_that_names_it(folder: Path) -> None:
    source = tree(f'<section id="top"><title>Top</title>{_media("b.svg")}</section>', str(folder / "doc" / "top.xml"))
    for element in source.root.iter():
        element.path = str(folder / "doc" / "img" / "part.xml")
    document = read(source, Options(root=folder), Problems())
    assert [image["uri"] for image in document.findall(nodes.image)] == ["img/b.svg"]


def test_a_text_file_stands_in_the_listing_that_names_it(folder: Path) -> None:
    (folder / "doc" / "x.cfg").write_text("a\n\tb\n", encoding="utf-8")
    xml = '<textobject><textdata fileref="x.cfg"/></textobject>'
    section, codes = _becomes(folder, f"<programlisting>{xml}</programlisting>")
    assert (section.children[1].astext(), codes) == ("a\n\tb", [])
    assert isinstance(section.children[1], nodes.literal_block)


LINESPECIFIC = '<imageobject><imagedata fileref="x.cfg" format="linespecific"/></imageobject>'


def test_a_picture_that_is_a_text_file_is_its_text(folder: Path) -> None:
    (folder / "doc" / "x.cfg").write_text("a\n\tb\n", encoding="utf-8")
    inline = f"<programlisting><inlinemediaobject>{LINESPECIFIC}</inlinemediaobject></programlisting>"
    block = f'<mediaobject id="m">{LINESPECIFIC}</mediaobject>'
    section, codes = _becomes(folder, inline + block)
    listings = list(section.findall(nodes.literal_block))
    assert ([listing.astext() for listing in listings], codes) == (["a\n\tb", "a\n\tb"], [])
    assert listings[1]["ids"] == ["m"]


@pytest.mark.parametrize(("name", "code"), [("gone.cfg", "DB106"), ("../../outside.png", "DB105"), ("http://x/y", "DB105")])
def test_a_text_file_that_may_not_be_read_is_named(folder: Path, name: str, code: str) -> None:
    xml = f'<textobject><textdata fileref="{name}"/></textobject>'
    section, codes = _becomes(folder, f"<programlisting>{xml}</programlisting>")
    assert (section.children[1].astext(), codes) == (f"[{name}]", [code])
