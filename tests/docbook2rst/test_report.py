"""The report: complete, comparable, and safe to read as Markdown."""

from __future__ import annotations

import json
from pathlib import Path

from docbook2rst.convert import Counts
from docbook2rst.problems import Kept, Problem, Severity
from docbook2rst.report import COLUMNS, Entry, render, version
from docbook2rst.source.tree import Position


def entries(base: Path) -> list[Entry]:
    lossy = Problem("DB202", Position(str(base / "doc/a_admin.xml"), 3, 7), "<x> is | odd", Severity.WARNING, Kept.TEXT, "x")
    note = Problem("DB203", Position(str(base / "doc/a.xml"), 5), "text", Severity.INFO, Kept.ALL, "note")
    counts = Counts(words=10, ids=2, references=1, listings=3, examples=1, elements={"handled": 7, "unsupported": 1})
    return [
        Entry(base / "doc/a.xml", (base / "out/a.rst",), (lossy, note), counts, (str(base / "doc/a_admin.xml"),)),
        Entry(base / "doc/b.xml", (), (), Counts(words=5, elements={"handled": 2})),
    ]


def test_json_has_documents_totals_and_version(tmp_path: Path) -> None:
    report = json.loads(render(entries(tmp_path), tmp_path / "out" / "report.json"))
    first, second = report["documents"]
    assert first["source"] == "../doc/a.xml"
    assert first["pages"] == ["a.rst"]
    assert first["dependencies"] == ["../doc/a_admin.xml"]
    assert first["counts"]["words"] == 10
    assert first["counts"]["elements"] == {"handled": 7, "unsupported": 1}
    assert first["problems"][0] == {
        "code": "DB202",
        "severity": "warning",
        "kept": "text",
        "path": "../doc/a_admin.xml",
        "line": 3,
        "column": 7,
        "element": "x",
        "message": "<x> is | odd",
    }
    assert second["pages"] == []
    assert report["totals"] == {
        "documents": 2,
        "pages": 1,
        "problems": 2,
        "lossy": 1,
        "severities": {"info": 1, "warning": 1, "error": 0},
        "codes": {"DB202": 1, "DB203": 1},
        "counts": {
            "words": 15,
            "ids": 2,
            "references": 1,
            "listings": 3,
            "examples": 1,
            "elements": {"handled": 9, "unsupported": 1},
        },
    }
    assert report["version"] == version()


def test_the_format_follows_the_name_unless_it_is_given(tmp_path: Path) -> None:
    found = entries(tmp_path)
    assert render(found, tmp_path / "r.json").startswith("{")
    assert render(found, tmp_path / "r").startswith("{")
    assert render(found, None).startswith("{")
    assert render(found, tmp_path / "r.MD").startswith("# ")
    assert render(found, None, "md").startswith("# ")
    assert render(found, tmp_path / "r.md", "json").startswith("{")


def test_markdown_has_every_document_and_problem_once(tmp_path: Path) -> None:
    lines = render(entries(tmp_path), tmp_path / "report.md").splitlines()
    assert "| problems: lossy | 1 |" in lines
    assert "| doc/a.xml | 2 | 10 | 2 | 1 | 3 | 1 |" in lines
    assert "| doc/b.xml | 0 | 5 | 0 | 0 | 0 | 0 |" in lines
    assert lines[-4:] == [
        "## doc/a.xml",
        "",
        "- doc/a\\_admin.xml:3:7: warning: \\<x\\> is \\| odd \\[DB202\\]",
        "- doc/a.xml:5: info: text \\[DB203\\]",
    ]


def test_the_report_does_not_depend_on_the_current_folder(tmp_path: Path) -> None:
    relative = Entry(Path("<stdin>"), (), (), Counts())
    assert json.loads(render([relative], tmp_path / "r.json"))["documents"][0]["source"] == "<stdin>"
    assert str(tmp_path) not in render(entries(tmp_path), tmp_path / "r.json")


def test_each_column_is_a_count() -> None:
    assert set(COLUMNS) == set(Counts._fields) - {"elements"}
