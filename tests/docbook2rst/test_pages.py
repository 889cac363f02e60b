"""Cutting a document into pages."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import toctree

from docbook2rst.pages import Split, cut


def section(kind: str, title: str, *children: nodes.Node, identifier: str = "") -> nodes.section:
    made = nodes.section("", nodes.title("", title), *children, classes=[f"db-{kind}"])
    if identifier:
        made["ids"].append(identifier)
    return made


def words(number: int) -> nodes.paragraph:
    return nodes.paragraph("", "x" * number)


def names(top: nodes.section, split: Split, limit: int = 1000) -> list[str]:
    return [page.name for page in cut(top, split, limit=limit)]


def test_small_document_is_one_page() -> None:
    top = section("book", "B", section("chapter", "One", words(10)))
    assert names(top, Split.AUTO) == [""]


def test_none_leaves_a_large_document_whole() -> None:
    top = section("book", "B", section("chapter", "One", words(5000)))
    assert names(top, Split.NONE) == [""]


def test_large_book_is_cut_at_its_chapters_in_order() -> None:
    top = section("book", "B", section("chapter", "One", words(900), identifier="c.1"), section("chapter", "Two", words(900)))
    assert names(top, Split.AUTO) == ["", "c.1", "two"]
    entries = [entry for node in top.findall(toctree) for entry in node["entries"]]
    assert entries == [(None, "c.1"), (None, "two")]


def test_chapter_cuts_small_books_too_but_not_sections() -> None:
    top = section("book", "B", section("chapter", "One", section("section", "Inner", words(5))))
    assert names(top, Split.CHAPTER) == ["", "one"]


def test_parts_are_cut_and_their_chapters_too() -> None:
    top = section("book", "B", section("part", "P", section("chapter", "One", words(5)), section("chapter", "Two", words(5))))
    assert names(top, Split.CHAPTER) == ["", "p", "one", "two"]


def test_auto_cuts_the_sections_of_a_large_chapter() -> None:
    large = section("chapter", "Large", section("section", "A", words(900)), section("section", "B", words(900)))
    assert names(section("book", "B", large), Split.AUTO) == ["", "large", "a", "b"]


def test_article_without_components_is_cut_at_its_sections() -> None:
    top = section("article", "A", section("section", "One", words(900)), section("section", "Two", words(900)))
    assert names(top, Split.AUTO) == ["", "one", "two"]


def test_text_between_chapters_separates_toctrees() -> None:
    top = section("book", "B", section("chapter", "One"), words(3), section("chapter", "Two"))
    cut(top, Split.CHAPTER)
    assert [type(child).__name__ for child in top.children] == ["title", "compound", "paragraph", "compound"]


def test_names_are_safe_and_unlike_where_case_is_not_told_apart() -> None:
    titles = ("../x", "con", "Same", "same", "index", "", "a/b", "y" * 300)
    top = section("book", "B", *(section("chapter", title, identifier=title) for title in titles))
    found = names(top, Split.CHAPTER)[1:]
    assert len({name.casefold() for name in found}) == len(titles)
    assert all("/" not in name and not name.startswith(".") and 0 < len(name) <= 210 for name in found)
    assert "con" not in found
    assert "index" not in found


def footnote(identifier: str, *marks: str) -> nodes.footnote:
    return nodes.footnote("", nodes.label("", "1"), words(3), ids=[identifier], backrefs=list(marks))


def mark(identifier: str, target: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.footnote_reference("", "1", ids=[identifier], refid=target))


def test_footnotes_go_where_they_are_referred_to() -> None:
    one = section("chapter", "One", mark("r1", "f1"))
    two = section("chapter", "Two", mark("r2", "f1"), mark("r3", "f2"))
    two.extend([footnote("f1", "r1", "r2"), footnote("f2", "r3")])
    top = section("book", "B", one, two)
    cut(top, Split.CHAPTER)
    found = {
        page["ids"][0] if page["ids"] else page[0].astext(): list(page.findall(nodes.footnote)) for page in (top, one, two)
    }
    assert [note["ids"] for note in found["B"]] == []
    assert [(note["ids"], note["backrefs"]) for note in found["One"]] == [(["f1"], ["r1"])]
    assert [(note["ids"], note["backrefs"]) for note in found["Two"]] == [(["f1"], ["r2"]), (["f2"], ["r3"])]
