"""The transforms on their own: on documents that docutils parsed, and a second time."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from tests.docbook2rst.doctrees import doctree, shown
from tests.docbook2rst.trees import tree

from docbook2rst import transforms
from docbook2rst.problems import Problems

CASES = sorted((Path(__file__).parents[1] / "reader/cases").glob("*.txt"))


def rst(text: str) -> nodes.document:
    settings = get_default_settings(Parser)
    overrides = {**vars(settings), "doctitle_xform": False, "report_level": 5}
    return publish_doctree(text, settings_overrides=overrides)


def sections(document: nodes.document) -> list[list[str]]:
    return [section["ids"] for section in document.findall(nodes.section)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A\n=\n\nx\n", [["a"]]),
        ("A\n=\n\nB\n-\n\nA\n-\n\nx\n", [["a"], ["b"], ["a-2"]]),
        (".. _my-label:\n\nA\n=\n\nx\n", [["my-label"]]),
        (".. _a:\n\nX\n=\n\nA\n=\n\nx\n", [["a"], ["a-2"]]),
        ("Über ``x``\n==========\n\nx\n", [["uber-x"]]),
        ("漢字\n====\n\nx\n", [["section"]]),
    ],
)
def test_sections_of_a_parsed_document_get_the_same_ids(text: str, expected: list[list[str]]) -> None:
    document = rst(text)
    transforms.drop_implicit_ids(document)
    transforms.section_ids(document)
    assert sections(document) == expected
    transforms.drop_implicit_ids(document)
    transforms.section_ids(document)
    assert len(sections(document)) == len(expected)


def test_footnotes_of_a_parsed_document_are_those_of_a_read_one() -> None:
    parsed = rst("A\n=\n\na [#f1]_ b [#f2]_ c [#f1]_\n\n.. [#f1] one\n.. [#f2] two\n")
    transforms.drop_implicit_ids(parsed)
    transforms.section_ids(parsed)
    transforms.number_footnotes(parsed)
    for section in parsed.findall(nodes.section):
        section["classes"] = ["db-section"]
    read = doctree(
        "<section><title>A</title><para>a <footnote id='f'><para>one</para></footnote> b <footnote><para>two</para></footnote> "
        "c <footnoteref linkend='f'/></para></section>"
    )
    shown_read = shown(read[0]).replace('ids="f"', 'ids="footnote-1"').replace('refid="f"', 'refid="footnote-1"')
    assert shown(parsed[0]) == shown_read


def test_numbering_keeps_labels_that_are_there() -> None:
    text = "A\n=\n\n.. container:: db-example\n\n   .. rubric:: Title\n\n   x\n"
    document = rst(text)
    transforms.number_titles(document)
    once = document.pformat()
    assert "Example 1. " in once
    transforms.number_titles(document)
    assert document.pformat() == once


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_second_time_changes_nothing(path: Path) -> None:
    for case in path.read_text(encoding="utf-8").split("## ")[1:]:
        xml = case.partition("\n")[2].partition("\n--\n")[0]
        document = doctree(f'<section id="top"><title>Top</title>{xml}</section>')
        once = shown(document)
        problems = Problems()
        transforms.apply(document, problems)
        assert shown(document) == once
        assert not problems


def test_procedures_figures_and_tables_are_numbered_apart() -> None:
    document = nodes.document(get_default_settings(Parser), None)  # type: ignore[arg-type]
    for node in (
        nodes.figure("", nodes.image(uri="x"), nodes.caption("", "F")),
        nodes.table("", nodes.title("", "T")),
        nodes.container("", nodes.rubric("", "P"), classes=["db-procedure"]),
        nodes.container("", nodes.paragraph("", "x"), nodes.rubric("", "late"), classes=["db-example"]),
        nodes.figure("", nodes.image(uri="y"), nodes.caption("", "G")),
        nodes.table("", nodes.tgroup()),
    ):
        document.append(node)
    transforms.number_titles(document)
    labels = [label.astext() for label in document.findall(nodes.inline)]
    assert labels == ["Figure 1. ", "Table 1. ", "Procedure 1. ", "Figure 2. "]


def test_the_tree_builder_of_the_tests_knows_places() -> None:
    root = tree("<a>\n <b x:y='1' xmlns:x='urn:x'/></a>").root
    assert [str(element.position) for element in root.iter()] == ["doc.xml:1:1", "doc.xml:2:2"]
