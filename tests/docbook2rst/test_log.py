"""Problems as people, programs and GitHub read them, and what `explain` says about their codes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbook2rst.codes import CODES
from docbook2rst.explain import CHAPTERS, explain, list_codes, near
from docbook2rst.log import Format, Log, Verbosity, format_problem, shown_path
from docbook2rst.problems import Kept, Problem, Problems, Severity
from docbook2rst.source.tree import Position

WARNING = Problem("DB202", Position("doc/a.xml", 3, 7), "<x> is odd", Severity.WARNING, Kept.TEXT, "x")
ERROR = Problem("DB101", Position("b.xml", 1), "not well formed: end", Severity.ERROR, Kept.NOTHING)
NOTE = Problem("DB203", Position("c.xml", 5, 1), "text directly in <note>", Severity.INFO, Kept.ALL, "note")
FOLDER = Problem("DB102", Position("d", 0), "cannot be read: x", Severity.ERROR, Kept.NOTHING)


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (WARNING, "doc/a.xml:3:7: warning: <x> is odd [DB202]"),
        (ERROR, "b.xml:1: error: not well formed: end [DB101]"),
        (FOLDER, "d: error: cannot be read: x [DB102]"),
    ],
)
def test_text(problem: Problem, expected: str) -> None:
    assert format_problem(problem, Format.TEXT) == expected


def test_colour_is_on_the_severity_alone() -> None:
    coloured = format_problem(WARNING, Format.TEXT, color=True)
    assert coloured == "doc/a.xml:3:7: \x1b[33mwarning\x1b[0m: <x> is odd [DB202]"


def test_json() -> None:
    assert json.loads(format_problem(WARNING, Format.JSON)) == {
        "code": "DB202",
        "severity": "warning",
        "kept": "text",
        "path": "doc/a.xml",
        "line": 3,
        "column": 7,
        "element": "x",
        "message": "<x> is odd",
    }


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (WARNING, "::warning file=doc/a.xml,line=3,title=DB202,col=7::<x> is odd"),
        (NOTE, "::notice file=c.xml,line=5,title=DB203,col=1::text directly in <note>"),
        (FOLDER, "::error file=d,line=1,title=DB102::cannot be read: x"),
        (
            Problem("DB101", Position("a,b:c%.xml", 1), "50%\nof it, at: x", Severity.ERROR, Kept.ALL),
            "::error file=a%2Cb%3Ac%25.xml,line=1,title=DB101::50%25%0Aof it, at: x",
        ),
    ],
)
def test_github(problem: Problem, expected: str) -> None:
    assert format_problem(problem, Format.GITHUB) == expected


@given(st.text(), st.text(), st.sampled_from(Format))
def test_a_problem_is_one_line_without_control_characters(path: str, message: str, form: Format) -> None:
    line = format_problem(Problem("DB101", Position(path, 1), message, Severity.ERROR, Kept.ALL), form)
    assert len(line.splitlines()) <= 1 or form is Format.GITHUB
    assert "\n" not in line
    if form is Format.TEXT:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)


def test_paths_below_the_current_folder_are_shown_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "link").symlink_to("work")
    monkeypatch.chdir(tmp_path / "work")
    assert shown_path(str(tmp_path / "work" / "doc" / "a.xml")) == "doc/a.xml"
    assert shown_path(str(tmp_path / "link" / "a.xml")) == "a.xml"
    assert shown_path(str(tmp_path / "workshop" / "a.xml")) == str(tmp_path / "workshop" / "a.xml")
    assert shown_path("../a.xml") == "../a.xml"
    assert shown_path("<stdin>") == "<stdin>"


def written(verbosity: Verbosity, *batches: list[Problem], form: Format = Format.TEXT, documents: int = 2) -> list[str]:
    stream = io.StringIO()
    log = Log(stream, form, verbosity)
    for batch in batches:
        log.problems(batch)
    log.finish(documents)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize(
    ("verbosity", "codes", "last"),
    [
        (Verbosity.QUIET, ["DB101"], ""),
        (
            Verbosity.NORMAL,
            ["DB202", "DB101"],
            "2 documents: 1 error, 1 warning, 1 note; 'docbook2rst explain DB101' explains a code",
        ),
        (
            Verbosity.VERBOSE,
            ["DB202", "DB101", "DB203"],
            "2 documents: 1 error, 1 warning, 1 note; 'docbook2rst explain DB101' explains a code",
        ),
    ],
)
def test_verbosity_decides_what_is_shown(verbosity: Verbosity, codes: list[str], last: str) -> None:
    lines = written(verbosity, [WARNING, ERROR], [NOTE])
    assert [line[-6:-1] for line in lines if line.endswith("]")] == codes
    assert (lines[-1] if last else "") == last


def test_hidden_notes_are_counted() -> None:
    assert written(Verbosity.NORMAL, [NOTE], documents=1) == ["1 document: 1 note; -v shows them"]
    assert written(Verbosity.NORMAL, []) == []


def test_a_problem_of_a_shared_file_comes_once() -> None:
    assert len(written(Verbosity.QUIET, [ERROR], [ERROR])) == 1


@pytest.mark.parametrize("form", [Format.JSON, Format.GITHUB])
def test_programs_get_problems_only(form: Format) -> None:
    assert len(written(Verbosity.NORMAL, [WARNING], form=form)) == 1


def test_progress_is_one_line_that_goes_away() -> None:
    stream = io.StringIO()
    log = Log(stream, progress=True)
    log.progress(1, 2, Path("a.xml"))
    log.problems([ERROR])
    log.finish(1)
    assert stream.getvalue().startswith("\r\x1b[K[1/2] a.xml\r\x1b[Kb.xml:1: error")
    silent = io.StringIO()
    Log(silent).progress(1, 2, Path("a.xml"))
    assert not silent.getvalue()


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_and_listed(code: str) -> None:
    row = CODES[code]
    text = explain(code.lower())
    assert text.startswith(f"{code} ({row.severity}): ")
    assert " ".join(row.explanation.split()) in " ".join(text.split())
    assert ("lossy" in text) == (row.kept != "all")
    assert f"  {code}  " in list_codes()
    assert "{" not in text + list_codes()
    assert code[:3] in CHAPTERS


@pytest.mark.parametrize("code", CODES)
def test_every_code_can_be_recorded_once_a_place(code: str) -> None:
    row = CODES[code]
    values = dict.fromkeys(re.findall(r"\{(\w+)[!:}]", row.template.replace("{element}", "")), "v")
    problems = Problems()
    for _ in range(2):
        problems.add(code, Position("a.xml", 1), element="e", **values)
    assert [problem.code for problem in problems] == [code]


def test_a_code_that_is_not_there_has_a_neighbour() -> None:
    assert near("DB4003") == "DB403"
    assert near("nonsense") == ""
    with pytest.raises(KeyError):
        explain("DB999")
